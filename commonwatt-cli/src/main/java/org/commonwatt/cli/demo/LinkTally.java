package org.commonwatt.cli.demo;

import java.math.BigInteger;
import java.util.List;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.Event.SlotSettled;

/** Adds up what the bill lines of links say. */
final class LinkTally {
  private int coupledSlots;
  private int congestedSlots;
  private long flowWh;
  private BigInteger feesNano = BigInteger.ZERO;
  private BigInteger rentNano = BigInteger.ZERO;

  void add(SlotSettled slot) {
    boolean coupled = false;
    boolean congested = false;
    for (BillLine line : slot.billLines()) {
      if (line.kind() == Kind.TRADE_BUY && AreaLink.isParty(line.participant())) {
        coupled = true;
        flowWh = Math.addExact(flowWh, line.energyWh());
      } else if (line.kind() == Kind.FEE_INCOME) {
        feesNano = feesNano.add(BigInteger.valueOf(line.amountNano()));
      } else if (line.kind() == Kind.CONGESTION_RENT) {
        congested = true;
        rentNano = rentNano.add(BigInteger.valueOf(line.amountNano()));
      }
    }
    coupledSlots += coupled ? 1 : 0;
    congestedSlots += congested ? 1 : 0;
  }

  Congestion congestion(List<String> areas) {
    return new Congestion(areas, coupledSlots, congestedSlots, flowWh, feesNano, rentNano);
  }
}
