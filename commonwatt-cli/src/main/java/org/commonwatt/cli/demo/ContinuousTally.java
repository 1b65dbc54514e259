package org.commonwatt.cli.demo;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
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
  private final Set<Long> legs = new HashSet<>(); // orders of blocks and baskets
  private final Map<Long, Integer> chosen = new HashMap<>(); // of preferences; 0: not yet
  private long blocks;
  private long blockWh;
  private long preferenceWh;
  private long firstChoiceWh;
  private BigInteger gridFeesNano = BigInteger.ZERO;

  void add(Event event) {
    if (event instanceof Event.ContinuousTrade trade) {
      slots.add(trade.slot().startMillis());
      trades++;
      tradedWh = Math.addExact(tradedWh, trade.energyWh());
      betweenAreasWh = Math.addExact(betweenAreasWh, trade.path().isEmpty() ? 0 : trade.energyWh());
      addWish(trade);
    } else if (event instanceof Event.BasketFilled) {
      blocks++;
    } else if (event instanceof Event.OrderAccepted accepted) {
      add(accepted);
    } else if (event instanceof Event.AlternativeChosen choice) {
      chosen.put(choice.orderId(), choice.alternative());
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

  private void add(Event.OrderAccepted accepted) {
    if (accepted.terms().leg() != null) {
      legs.add(accepted.orderId());
    } else if (!accepted.terms().alternatives().isEmpty()) {
      chosen.put(accepted.orderId(), 0);
    }
  }

  private void addWish(Event.ContinuousTrade trade) {
    if (legs.contains(trade.takerOrderId())) { // nothing of a basket rests
      blockWh = Math.addExact(blockWh, trade.energyWh());
    }
    int alternative = chosen.getOrDefault(trade.buyOrderId(), 0);
    if (alternative > 0) {
      preferenceWh = Math.addExact(preferenceWh, trade.energyWh());
      firstChoiceWh = Math.addExact(firstChoiceWh, alternative == 1 ? trade.energyWh() : 0);
    }
  }

  ContinuousTotals totals() {
    return new ContinuousTotals(
        slots.size(),
        trades,
        tradedWh,
        betweenAreasWh,
        amendments,
        cancellations,
        blocks,
        blockWh,
        chosen.size(),
        preferenceWh,
        firstChoiceWh,
        gridFeesNano);
  }
}
