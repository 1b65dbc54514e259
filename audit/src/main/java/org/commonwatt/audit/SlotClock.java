package org.commonwatt.audit;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.commonwatt.audit.TradeRecount.Party;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AreaCleared;
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
    AuctionRecount recount = new AuctionRecount(slot.rules.areas(), orders);
    AuctionCleared auction = recount.cleared(slot.slot);
    slot.auction = auction;
    out.add(auction);
    Map<String, Long> prices = new HashMap<>();
    for (AreaCleared area : auction.areas()) {
      Long price = area.priceMicroPerKwh();
      prices.put(area.area(), price == null ? 0 : price); // without a price nothing is filled
    }
    orders.forEach(order -> end(order, recount.fill(order), prices, out));
    for (AreaCleared area : auction.areas()) {
      TradeRecount trades =
          new TradeRecount(
              area,
              auction,
              parties(recount, area, true, orders),
              parties(recount, area, false, orders));
      long price = prices.getOrDefault(area.area(), 0L);
      trades.deals().forEach(deal -> slot.trades.add(trade(slot.slot, deal, price)));
    }
    out.addAll(slot.trades);
    enter(slot, SlotPhase.CLEARED, out);
    slot.open.clear();
  }

  private static void end(
      AuditedOrder order, long fill, Map<String, Long> prices, List<Event> out) {
    if (fill > 0) {
      out.add(new OrderFilled(order.id(), fill, prices.getOrDefault(order.content().area(), 0L)));
    }
    if (fill < order.energy()) {
      out.add(new OrderExpired(order.id(), order.energy() - fill));
    }
  }

  private static List<Party> parties(
      AuctionRecount recount, AreaCleared area, boolean buys, List<AuditedOrder> orders) {
    return orders.stream()
        .filter(order -> order.isBuy() == buys && order.content().area().equals(area.area()))
        .filter(order -> recount.fill(order) > 0)
        .map(order -> new Party(order.id(), order.content().participant(), recount.fill(order)))
        .toList();
  }

  private TradeMade trade(DeliverySlot slot, TradeRecount.Deal deal, long price) {
    return new TradeMade(
        ++state.lastTradeId,
        slot,
        deal.buyer().orderId(),
        deal.seller().orderId(),
        deal.buyer().name(),
        deal.seller().name(),
        deal.energyWh(),
        price);
  }
}
