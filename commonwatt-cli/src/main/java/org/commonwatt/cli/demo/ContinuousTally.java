package org.commonwatt.cli.demo;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.Set;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Event;

/** Adds up what the events say about trading after the auctions. */
final class ContinuousTally {
  private final Set<Long> slots = new HashSet<>();
  private long trades;
  private long tradedWh;
  private long betweenAreasWh;
  private long amendments;
  private long cancellations;
  private BigInteger gridFeesNano = BigInteger.ZERO;

  void add(Event event) {
    if (event instanceof Event.ContinuousTrade trade) {
      slots.add(trade.slot().startMillis());
      trades++;
      tradedWh = Math.addExact(tradedWh, trade.energyWh());
      betweenAreasWh = Math.addExact(betweenAreasWh, trade.path().isEmpty() ? 0 : trade.energyWh());
    } else if (event instanceof Event.OrderAmended) {
      amendments++;
    } else if (event instanceof Event.OrderCancelled cancelled
        && cancelled.reason() == CancelReason.BY_OWNER) {
      cancellations++;
    } else if (event instanceof Event.SlotSettled settled) {
      for (BillLine line : settled.billLines()) {
        if (line.kind() == BillLine.Kind.GRID_FEE_INCOME) {
          gridFeesNano = gridFeesNano.add(BigInteger.valueOf(line.amountNano()));
        }
      }
    }
  }

  ContinuousTotals totals() {
    return new ContinuousTotals(
        slots.size(), trades, tradedWh, betweenAreasWh, amendments, cancellations, gridFeesNano);
  }
}
