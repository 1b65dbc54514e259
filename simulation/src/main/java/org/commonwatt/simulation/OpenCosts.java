package org.commonwatt.simulation;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.Amounts;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * Follows what members owe at least: open orders at their limits, without grid fees, and trades of
 * slots that are not settled, with the energy that stands of them.
 */
final class OpenCosts {
  private final SlotRules rules;
  private final Map<Long, Open> open = new HashMap<>();
  private final List<Owed> trades = new ArrayList<>();

  /** An order and what is open of it. */
  private record Open(Event.OrderAccepted order, long priceMicroPerKwh, long energyWh) {
    Open withEnergy(long wh) {
      return new Open(order, priceMicroPerKwh, wh);
    }
  }

  /** What a party to a trade pays for each kWh, 0 when it is paid. */
  private record Owed(
      long tradeId, DeliverySlot slot, String party, long microPerKwh, long energyWh) {
    BigInteger nano() {
      return BigInteger.valueOf(Amounts.moneyNano(energyWh, microPerKwh));
    }

    Owed withEnergy(long wh) {
      return new Owed(tradeId, slot, party, microPerKwh, wh);
    }
  }

  /**
   * Nobody owes anything.
   *
   * @param versions the rulebooks that may be activated, by version
   */
  OpenCosts(List<Rulebook> versions) {
    this.rules = new SlotRules(versions);
  }

  /** Follows an event; names the owner of an order that may cost more than before, else null. */
  @Nullable String take(Event event) {
    rules.take(event);
    if (event instanceof Event.OrderAccepted order) {
      return place(new Open(order, worst(order), order.energyWh()), BigInteger.ZERO);
    } else if (event instanceof Event.OrderAmended order) {
      Open before = open.get(order.orderId());
      return before == null
          ? null
          : place(
              new Open(before.order(), order.priceMicroPerKwh(), order.energyWh()), cost(before));
    } else if (event instanceof Event.OrderFilled fill) {
      less(fill.orderId(), fill.energyWh());
    } else if (event instanceof Event.OrderReduced order) {
      less(order.orderId(), order.byWh());
    } else if (event instanceof Event.OrderExpired order) {
      open.remove(order.orderId());
    } else if (event instanceof Event.OrderCancelled order) {
      open.remove(order.orderId());
    } else if (event instanceof Event.SlotSettled settled) {
      trades.removeIf(trade -> trade.slot().equals(settled.batch().slot()));
    } else if (event instanceof Event.TradeBusted busted) {
      trades.removeIf(trade -> trade.tradeId() == busted.tradeId());
    } else if (event instanceof Event.TradeCurtailed curtailed) {
      trades.replaceAll(
          trade ->
              trade.tradeId() == curtailed.tradeId()
                  ? trade.withEnergy(curtailed.leftWh())
                  : trade);
    } else {
      trade(event);
    }
    return null;
  }

  /** What an account owes at least, if all its orders trade. */
  BigInteger of(String account) {
    BigInteger sum = BigInteger.ZERO;
    for (Open order : open.values()) {
      sum = order.order().participant().equals(account) ? sum.add(cost(order)) : sum;
    }
    for (Owed trade : trades) {
      sum = trade.party().equals(account) ? sum.add(trade.nano()) : sum;
    }
    return sum;
  }

  private void trade(Event event) {
    if (event instanceof Event.TradeMade trade) {
      long price = trade.priceMicroPerKwh();
      owe(trade.tradeId(), trade.slot(), trade.buyer(), price, trade.energyWh());
      owe(trade.tradeId(), trade.slot(), trade.seller(), -price, trade.energyWh());
    } else if (event instanceof Event.ContinuousTrade trade) {
      long price = trade.priceMicroPerKwh();
      long paid = price + trade.feeMicroPerKwh();
      less(trade.takerOrderId(), trade.energyWh());
      less(trade.makerOrderId(), trade.energyWh());
      owe(trade.tradeId(), trade.slot(), trade.buyer(), paid, trade.energyWh());
      owe(trade.tradeId(), trade.slot(), trade.seller(), -price, trade.energyWh());
    }
  }

  private @Nullable String place(Open order, BigInteger before) {
    open.put(order.order().orderId(), order);
    return cost(order).compareTo(before) > 0 ? order.order().participant() : null;
  }

  private void less(long orderId, long energyWh) {
    open.computeIfPresent(orderId, (id, order) -> order.withEnergy(order.energyWh() - energyWh));
  }

  private void owe(long tradeId, DeliverySlot slot, String party, long price, long energyWh) {
    trades.add(new Owed(tradeId, slot, party, Math.max(price, 0), energyWh));
  }

  private long worst(Event.OrderAccepted order) {
    Rulebook rulebook = rules.of(order.slot());
    long any =
        order.side() == Side.BUY ? rulebook.maxPriceMicroPerKwh() : rulebook.minPriceMicroPerKwh();
    return order.terms().market() ? any : order.priceMicroPerKwh();
  }

  private static BigInteger cost(Open order) {
    long price = order.priceMicroPerKwh();
    long paid = Math.max(order.order().side() == Side.BUY ? price : -price, 0);
    return BigInteger.valueOf(Amounts.moneyNano(order.energyWh(), paid));
  }
}
