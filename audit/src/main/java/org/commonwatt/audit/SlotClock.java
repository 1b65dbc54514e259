package org.commonwatt.audit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.commonwatt.audit.TradeRecount.Party;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Continuous;
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
import org.commonwatt.model.TimeInForce;

/** Opens slots, clears them at their gates and moves them on, as ticks advance the clock. */
final class SlotClock {
  private final MarketState state;
  private final ContinuousRecount continuous;
  private final OpenOrderRules openOrders;
  private final GateRules gates;
  private final Map<SlotState, WindowRecount> together = new HashMap<>(); // until each enters

  SlotClock(MarketState state, ContinuousRecount continuous, OpenOrderRules openOrders) {
    this.state = state;
    this.continuous = continuous;
    this.openOrders = openOrders;
    this.gates = new GateRules(state);
  }

  /** Takes every step up to the clock in order of time, and at one instant phase after phase. */
  void advance(Rulebook rules, StatedAuctions stated, List<Event> out) {
    for (long now = nextStep(rules); now <= state.clock; now = nextStep(rules)) {
      long instant = now;
      continuous.expire(instant, out);
      openOrders.endSilent(instant, out);
      open(rules, instant, out);
      at(instant, SlotPhase.OPEN).forEach(slot -> pass(slot, stated, out));
      at(instant, SlotPhase.CLEARED).forEach(slot -> trade(slot, instant, out));
      at(instant, SlotPhase.CONTINUOUS).forEach(slot -> close(slot, out));
      for (SlotPhase phase : List.of(SlotPhase.CLEARED, SlotPhase.CLOSED)) {
        at(instant, phase).forEach(slot -> enter(slot, SlotPhase.DELIVERY, out));
      }
      for (SlotState slot : at(instant, SlotPhase.DELIVERY)) {
        enter(slot, SlotPhase.METERING, out);
        state.membersUnsettled += MarketState.members(slot.rules);
        state.running.remove(slot.slot.startMillis());
      }
    }
  }

  /** The earliest instant at which anything is to be done. */
  private long nextStep(Rulebook rules) {
    long next = mayOpen() ? rules.openMillis(nextToOpen(rules)) : Long.MAX_VALUE;
    for (SlotState slot : state.running.values()) {
      next = Math.min(next, due(slot));
    }
    for (long deadline : state.switches.values()) {
      next = Math.min(next, deadline);
    }
    next = state.dated.isEmpty() ? next : Math.min(next, state.dated.first().expiryMillis());
    return state.halts.isEmpty() ? next : Math.min(next, state.halts.first().untilMillis());
  }

  /** Running slots of a phase that end it at an instant or should have before, by start. */
  private List<SlotState> at(long instant, SlotPhase phase) {
    return state.running.values().stream()
        .filter(slot -> slot.phase == phase && due(slot) <= instant)
        .toList();
  }

  /** The instant at which a slot leaves its phase. */
  private static long due(SlotState slot) {
    switch (slot.phase) {
      case OPEN:
        return slot.rules.gateMillis(slot.slot);
      case CLEARED:
        return slot.rules.continuous() == null
            ? slot.slot.startMillis()
            : slot.rules.gateMillis(slot.slot);
      case CONTINUOUS:
        return slot.rules.gateClosureMillis(slot.slot);
      case CLOSED:
        return slot.slot.startMillis();
      default:
        return slot.slot.endMillis();
    }
  }

  static void enter(SlotState slot, SlotPhase phase, List<Event> out) {
    slot.phase = phase;
    out.add(new SlotPhaseChanged(slot.slot, phase));
  }

  private void open(Rulebook rules, long instant, List<Event> out) {
    for (DeliverySlot next = nextToOpen(rules);
        mayOpen() && rules.openMillis(next) <= instant;
        next = nextToOpen(rules)) {
      SlotState slot = new SlotState(next, rules);
      slot.rules = state.roll.rules(rules, next.startMillis());
      state.slots.put(next.startMillis(), slot);
      state.running.put(next.startMillis(), slot);
      state.unsettled.add(slot);
      state.lastOpened = next;
      enter(slot, SlotPhase.OPEN, out);
    }
  }

  /** Not while too many wait for their settlement. */
  private boolean mayOpen() {
    return state.membersUnsettled < state.bounds.backlog();
  }

  /** The slot after the last one opened, or the first one of trading. */
  private DeliverySlot nextToOpen(Rulebook rules) {
    return state.lastOpened == null
        ? rules.slotAt(rules.timing().tradingStartMillis())
        : state.lastOpened.plus(1);
  }

  private void trade(SlotState slot, long instant, List<Event> out) {
    Continuous rules = slot.rules.continuous();
    if (rules != null) {
      enter(slot, SlotPhase.CONTINUOUS, out);
      continuous.open(slot, rules, instant, out);
    }
  }

  private void close(SlotState slot, List<Event> out) {
    continuous.close(slot, out);
    enter(slot, SlotPhase.CLOSED, out);
  }

  private void pass(SlotState slot, StatedAuctions stated, List<Event> out) {
    if (!together.containsKey(slot) && slot.rules.safeguards().auctionWindowSlots() > 0) {
      clearTogether(slot, stated, out);
    }
    if (gates.isHeld(slot, out)) {
      WindowRecount window = together.remove(slot);
      if (window == null) {
        clear(slot, stated, out);
      } else {
        carryOut(slot, window.cleared(slot), window::fill, out);
      }
    }
    enter(slot, SlotPhase.CLEARED, out);
  }

  /** The first slot behind a gate brings the auction of all that hold theirs, if blocks join it. */
  private void clearTogether(SlotState first, StatedAuctions stated, List<Event> out) {
    List<SlotState> held =
        GateBlocks.behindGate(state, first).stream().filter(gates::willHold).toList();
    WindowRecount window = held.isEmpty() ? null : new WindowRecount(held, stated);
    if (window == null || !window.hasBlocks()) {
      return;
    }
    out.add(window.together());
    window.complaints().forEach(wrong -> state.wrongWindows.put(wrong, held.get(0).slot));
    if (!window.isProven()) {
      state.unproven.add(held.get(0).slot);
    }
    for (SlotState slot : held) {
      slot.clearedTogether = true;
      together.put(slot, window);
    }
  }

  private void clear(SlotState slot, StatedAuctions stated, List<Event> out) {
    List<AuditedOrder> orders =
        slot.open.values().stream().filter(order -> GateBlocks.terms(order) == null).toList();
    AuctionRecount recount =
        new AuctionRecount(
            new Areas(slot.rules.areas().ids(), slot.links, slot.rules.areas().gridOperator()),
            orders,
            slot.rules.safeguards().cleanFirst(),
            stated.of(slot.slot));
    if (!recount.isProven()) {
      state.unproven.add(slot.slot);
    }
    carryOut(slot, recount.cleared(slot.slot), recount::fill, out);
  }

  private void carryOut(
      SlotState slot, AuctionCleared auction, ToLongFunction<AuditedOrder> fills, List<Event> out) {
    List<AuditedOrder> orders = List.copyOf(slot.open.values());
    slot.auction = auction;
    out.add(auction);
    Map<String, Long> prices = new HashMap<>();
    for (AreaCleared area : auction.areas()) {
      Long price = area.priceMicroPerKwh();
      prices.put(area.area(), price == null ? 0 : price); // without a price nothing is filled
    }
    boolean asBid = slot.rules.safeguards().payAsBid();
    for (AuditedOrder order : orders) {
      long price = asBid ? order.price() : prices.getOrDefault(order.content().area(), 0L);
      fill(slot, order, new OrderFilled(order.id(), fills.applyAsLong(order), price), out);
    }
    for (AreaCleared area : auction.areas()) {
      TradeRecount trades =
          new TradeRecount(
              area,
              auction,
              parties(fills, area, true, orders),
              parties(fills, area, false, orders));
      long price = prices.getOrDefault(area.area(), 0L);
      trades
          .deals()
          .forEach(
              deal ->
                  slot.trades.add(
                      asBid ? asBid(slot.slot, deal, orders) : trade(slot.slot, deal, price, 0)));
    }
    slot.used.auctionTrades(slot.trades.size());
    out.addAll(slot.trades);
  }

  /** What an order got; its rest goes on to continuous trading, or expires. */
  private static void fill(SlotState slot, AuditedOrder order, OrderFilled fill, List<Event> out) {
    long left = order.energy() - fill.energyWh();
    if (fill.energyWh() > 0) {
      out.add(fill);
    }
    boolean goesOn =
        slot.rules.continuous() != null
            && order.terms().timeInForce() != TimeInForce.GOOD_TILL_AUCTION;
    if (left > 0 && goesOn) {
      slot.open.put(order.id(), order.amended(order.arrival(), order.price(), left));
      return;
    }
    slot.open.remove(order.id());
    slot.countedWh -= left;
    if (left > 0) {
      out.add(new OrderExpired(order.id(), left));
    }
  }

  private static List<Party> parties(
      ToLongFunction<AuditedOrder> fills,
      AreaCleared area,
      boolean buys,
      List<AuditedOrder> orders) {
    return orders.stream()
        .filter(order -> order.isBuy() == buys && order.content().area().equals(area.area()))
        .filter(order -> fills.applyAsLong(order) > 0)
        .map(
            order -> new Party(order.id(), order.content().participant(), fills.applyAsLong(order)))
        .toList();
  }

  /** The seller gets its limit, the buyer pays its own. */
  private TradeMade asBid(DeliverySlot slot, TradeRecount.Deal deal, List<AuditedOrder> orders) {
    long sold = limit(deal.seller().orderId(), orders);
    return trade(slot, deal, sold, limit(deal.buyer().orderId(), orders) - sold);
  }

  private static long limit(long orderId, List<AuditedOrder> orders) {
    return orders.stream()
        .filter(order -> order.id() == orderId)
        .mapToLong(AuditedOrder::price)
        .findFirst()
        .orElseThrow();
  }

  private TradeMade trade(DeliverySlot slot, TradeRecount.Deal deal, long price, long surplus) {
    return new TradeMade(
        ++state.lastTradeId,
        slot,
        deal.buyer().orderId(),
        deal.seller().orderId(),
        deal.buyer().name(),
        deal.seller().name(),
        deal.energyWh(),
        price,
        surplus);
  }
}
