package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.OrderExpired;
import org.commonwatt.model.Event.OrderFilled;
import org.commonwatt.model.Event.SlotPhaseChanged;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SlotPhase;

/** Opens slots, clears them at their gates and moves them on, as ticks advance the clock. */
final class SlotClock {
  /** A tick that opens more slots at once is refused by the audit: nearly two years of them. */
  static final int MAX_SLOTS_PER_TICK = 200_000;

  private final MarketState state;

  SlotClock(MarketState state) {
    this.state = state;
  }

  void advance(Rulebook rules, List<Event> out) {
    open(rules, out);
    state.running.values().stream()
        .filter(slot -> slot.phase == SlotPhase.OPEN && gate(slot) <= state.clock)
        .sorted(Comparator.comparingLong(SlotClock::gate).thenComparing(slot -> slot.slot))
        .forEach(slot -> clear(slot, out));
    for (Iterator<SlotState> all = state.running.values().iterator(); all.hasNext(); ) {
      SlotState slot = all.next();
      if (slot.phase == SlotPhase.CLEARED && state.clock >= slot.slot.startMillis()) {
        enter(slot, SlotPhase.DELIVERY, out);
      }
      if (slot.phase == SlotPhase.DELIVERY && state.clock >= slot.slot.endMillis()) {
        enter(slot, SlotPhase.METERING, out);
        all.remove();
      }
    }
  }

  private static long gate(SlotState slot) {
    return slot.rules.gateMillis(slot.slot);
  }

  static void enter(SlotState slot, SlotPhase phase, List<Event> out) {
    slot.phase = phase;
    out.add(new SlotPhaseChanged(slot.slot, phase));
  }

  private void open(Rulebook rules, List<Event> out) {
    DeliverySlot next = nextToOpen(rules);
    for (int count = 0; rules.openMillis(next) <= state.clock; count++) {
      if (count == MAX_SLOTS_PER_TICK) {
        throw new ArithmeticException("the tick opens more than " + count + " slots at once");
      }
      SlotState slot = new SlotState(next, rules);
      state.slots.put(next.startMillis(), slot);
      state.running.put(next.startMillis(), slot);
      state.unsettled.add(slot);
      state.lastOpened = next;
      enter(slot, SlotPhase.OPEN, out);
      next = next.plus(1);
    }
  }

  /** The slot after the last one opened, or the first one of trading. */
  private DeliverySlot nextToOpen(Rulebook rules) {
    return state.lastOpened == null
        ? rules.slotAt(rules.timing().tradingStartMillis())
        : state.lastOpened.plus(1);
  }

  private void clear(SlotState slot, List<Event> out) {
    List<AuditedOrder> orders = List.copyOf(slot.open.values());
    AuctionRecount auction = new AuctionRecount(orders);
    Long price = auction.price();
    slot.auction =
        new AuctionCleared(
            slot.rules.area(),
            slot.slot,
            price,
            auction.lowest(),
            auction.highest(),
            auction.volumeWh(),
            auction.welfareNano());
    out.add(slot.auction);
    for (AuditedOrder order : orders) {
      long fill = auction.fill(order);
      if (fill > 0 && price != null) {
        out.add(new OrderFilled(order.id(), fill, price));
      }
      if (fill < order.energy()) {
        out.add(new OrderExpired(order.id(), order.energy() - fill));
      }
    }
    if (price != null) {
      pair(slot, auction, price);
    }
    out.addAll(slot.trades);
    enter(slot, SlotPhase.CLEARED, out);
    slot.open.clear();
  }

  /** Both sides in order of order id, one against the other until they are used up. */
  private void pair(SlotState slot, AuctionRecount auction, long price) {
    List<Remaining> sells = new ArrayList<>();
    slot.open.values().stream()
        .filter(order -> !order.isBuy())
        .forEach(order -> sells.add(new Remaining(order, auction.fill(order))));
    for (AuditedOrder buy : slot.open.values()) {
      long wanted = buy.isBuy() ? auction.fill(buy) : 0;
      for (Remaining sell : sells) {
        long energy = Math.min(wanted, sell.energyWh);
        if (energy > 0) {
          slot.trades.add(trade(slot.slot, buy, sell.order, new long[] {energy, price}));
          wanted -= energy;
          sell.energyWh -= energy;
        }
      }
    }
  }

  private TradeMade trade(
      DeliverySlot slot, AuditedOrder buy, AuditedOrder sell, long[] energyAndPrice) {
    return new TradeMade(
        ++state.lastTradeId,
        slot,
        buy.id(),
        sell.id(),
        buy.content().participant(),
        sell.content().participant(),
        energyAndPrice[0],
        energyAndPrice[1]);
  }

  private static final class Remaining {
    final AuditedOrder order;
    long energyWh;

    Remaining(AuditedOrder order, long energyWh) {
      this.order = order;
      this.energyWh = energyWh;
    }
  }
}
