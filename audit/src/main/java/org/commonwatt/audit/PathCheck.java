package org.commonwatt.audit;

import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.LinkFlow;

/** Whether the way that a continuous trade states carries all its energy from seller to buyer. */
final class PathCheck {
  private PathCheck() {}

  static void check(Findings findings, Place place, ContinuousTrade trade) {
    String at = trade.sellArea();
    boolean carries = true;
    for (LinkFlow link : trade.path()) {
      boolean forward = link.flowWh() > 0;
      carries &= Math.abs(link.flowWh()) == trade.energyWh();
      carries &= (forward ? link.from() : link.to()).equals(at);
      at = forward ? link.to() : link.from();
    }
    if (!carries || !at.equals(trade.buyArea())) {
      findings.add(
          FindingCode.ENERGY_NOT_CONSERVED,
          place.withSlot(trade.slot()),
          String.format(
              "expected the way of trade %d to carry %d Wh from %s to %s, found %s",
              trade.tradeId(), trade.energyWh(), trade.sellArea(), trade.buyArea(), trade.path()));
    }
  }
}
