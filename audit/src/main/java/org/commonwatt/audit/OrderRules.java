package org.commonwatt.audit;

import java.util.List;
import org.commonwatt.audit.MarketState.ClientOrder;
import org.commonwatt.model.Alternative;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderRejected;
import org.commonwatt.model.Event.OrderRepeated;
import org.commonwatt.model.Ids;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SlotPhase;
import org.commonwatt.model.TimeInForce;
import org.jspecify.annotations.Nullable;

/** Which orders the rules take, in the precedence of refusals, and what they bring. */
final class OrderRules {
  private final MarketState state;
  private final ContinuousRecount continuous;
  private final SafetyRules safety;

  OrderRules(MarketState state, ContinuousRecount continuous, SafetyRules safety) {
    this.state = state;
    this.continuous = continuous;
    this.safety = safety;
  }

  void place(PlaceOrder order, List<Event> out) {
    ClientOrder key = ClientOrder.of(order);
    AuditedOrder earlier = state.clientOrders.get(key);
    // a leg that comes alone is refused right behind the ids, whose refusal has the same code
    RejectionCode code =
        order.terms().leg() == null ? beforeRepeat(order) : RejectionCode.MALFORMED;
    if (code == null && earlier != null) {
      if (earlier.content().equals(order)) {
        out.add(new OrderRepeated(earlier.id(), order.participant(), order.clientOrderId()));
        return;
      }
      code = RejectionCode.CLIENT_ORDER_ID_REUSED;
    }
    if (code == null) {
      code = bySlot(order);
    }
    if (code == null) {
      accept(order, out);
    } else {
      out.add(
          new OrderRejected(order.participant(), order.clientOrderId(), Expected.refusal(code)));
    }
  }

  private void accept(PlaceOrder order, List<Event> out) {
    SlotState slot = state.slots.get(order.slotStartMillis());
    if (slot == null) {
      throw new IllegalStateException("an accepted order has a slot");
    }
    AuditedOrder accepted = take(order, slot, out);
    if (slot.phase == SlotPhase.CONTINUOUS) {
      continuous.arrive(slot, accepted, out);
    }
  }

  /** Makes an order one of the market's, and says so. */
  AuditedOrder take(PlaceOrder order, SlotState slot, List<Event> out) {
    AuditedOrder accepted = new AuditedOrder(++state.lastOrderId, order, ++state.lastArrival);
    state.orders.put(accepted.id(), accepted);
    state.clientOrders.put(ClientOrder.of(order), accepted);
    slot.open.put(accepted.id(), accepted);
    slot.orders.add(accepted);
    slot.used.order(order.participant());
    slot.countedWh += accepted.energy();
    OrderTerms terms = order.terms();
    if (terms.timeInForce() == TimeInForce.GOOD_TILL_DATE) {
      state.dated.add(
          new MarketState.Dated(terms.expiryMillis(), accepted.id(), order.slotStartMillis()));
    }
    out.add(
        new OrderAccepted(
            accepted.id(),
            order.participant(),
            order.clientOrderId(),
            order.area(),
            slot.slot,
            order.side(),
            order.priceMicroPerKwh(),
            order.energyWh(),
            state.clock,
            terms));
    return accepted;
  }

  private @Nullable RejectionCode byParticipant(String participant, @Nullable Rulebook rules) {
    if (!Ids.isValid(participant)) {
      return RejectionCode.MALFORMED;
    }
    if (rules == null) {
      return RejectionCode.MARKET_NOT_READY;
    }
    if (!state.isMember(rules, participant)) {
      return RejectionCode.UNKNOWN_PARTICIPANT;
    }
    return state.roll.frozen.contains(participant) ? RejectionCode.ACCOUNT_NOT_ACTIVE : null;
  }

  /** What is against an order whatever the other orders and the clock are. */
  @Nullable RejectionCode beforeRepeat(PlaceOrder order) {
    if (!Ids.isValid(order.clientOrderId()) || !Ids.isValid(order.area())) {
      return RejectionCode.MALFORMED;
    }
    Rulebook rules = state.rulesOf(order.slotStartMillis());
    RejectionCode code = byParticipant(order.participant(), rules);
    if (code != null || rules == null) {
      return code;
    }
    boolean inOwnArea =
        rules.members().stream()
            .filter(member -> member.participant().equals(order.participant()))
            .anyMatch(member -> member.area().equals(order.area()));
    boolean known =
        order.terms().alternatives().stream()
            .allMatch(one -> one.area() == null || rules.areas().ids().contains(one.area()));
    if (!inOwnArea || !known) {
      return RejectionCode.UNKNOWN_AREA;
    }
    if (!DeliverySlot.isBorder(order.slotStartMillis(), rules.timing().slotMinutes())) {
      return RejectionCode.SLOT_MISALIGNED;
    }
    code = byOrder(order, rules);
    EnergySource declared = order.terms().source();
    boolean other =
        declared != null
            && declared != state.sources.at(order.participant(), order.slotStartMillis());
    return code == null && other ? RejectionCode.SOURCE_NOT_REGISTERED : code;
  }

  private static @Nullable RejectionCode byOrder(PlaceOrder order, Rulebook rules) {
    boolean market = order.terms().market();
    long anyPrice = rules.minPriceMicroPerKwh(); // a market order's own price is not looked at
    RejectionCode code =
        byLimits(rules, order.energyWh(), market ? anyPrice : order.priceMicroPerKwh());
    for (Alternative one : order.terms().alternatives()) {
      code = code == null ? byLimits(rules, order.energyWh(), one.priceMicroPerKwh()) : code;
    }
    if (code != null) {
      return code;
    }
    if (TermRules.conflict(order)) {
      return RejectionCode.QUALIFIERS_CONFLICT;
    }
    boolean offTick =
        (!market && isOffTick(rules, order.priceMicroPerKwh()))
            || order.terms().alternatives().stream()
                .anyMatch(one -> isOffTick(rules, one.priceMicroPerKwh()));
    return offTick ? RejectionCode.PRICE_OFF_TICK : null;
  }

  static @Nullable RejectionCode byLimits(Rulebook rules, long energyWh, long price) {
    if (energyWh <= 0) {
      return RejectionCode.ENERGY_NOT_POSITIVE;
    }
    if (energyWh > rules.maxOrderWh()) {
      return RejectionCode.ENERGY_TOO_LARGE;
    }
    boolean outside = price < rules.minPriceMicroPerKwh() || price > rules.maxPriceMicroPerKwh();
    return outside ? RejectionCode.PRICE_OUT_OF_RANGE : null;
  }

  static boolean isOffTick(Rulebook rules, long price) {
    Continuous trading = rules.continuous();
    return trading != null && price % trading.tickMicroPerKwh() != 0;
  }

  private @Nullable RejectionCode bySlot(PlaceOrder order) {
    SlotState slot = state.slots.get(order.slotStartMillis());
    RejectionCode code = byPhase(order, slot);
    if (code != null || slot == null) {
      return code;
    }
    if (slot.countedWh + order.energyWh() > EnergyLimits.ordersWh(slot.rules)) {
      return RejectionCode.SLOT_VOLUME_TOO_LARGE;
    }
    AuditedOrder wanted = new AuditedOrder(0, order, 0);
    code = safety.refusal(wanted, null, slot);
    if (code != null || slot.phase != SlotPhase.CONTINUOUS) {
      return code;
    }
    code = byTrading(continuous, slot, wanted);
    int places = Math.max(1, order.terms().alternatives().size());
    return code == null && mayRest(order.terms()) && !state.hasRoom(slot.rules, places)
        ? RejectionCode.BOOK_FULL
        : code;
  }

  /** Whether the slot takes such an order now, and has room for it. */
  @Nullable RejectionCode byPhase(PlaceOrder order, @Nullable SlotState slot) {
    Rulebook rules = state.rulebook;
    if (slot == null) {
      boolean forgotten = rules != null && state.isForgotten(rules, order.slotStartMillis());
      return forgotten ? RejectionCode.SLOT_CLOSED : RejectionCode.SLOT_NOT_OPEN;
    }
    RejectionCode code = byTime(order, slot);
    return code == null ? Room.refusal(state, slot, order.participant()) : code;
  }

  /** Whether the slot takes such an order now. */
  @Nullable RejectionCode byTime(PlaceOrder order, SlotState slot) {
    return slot.phase == SlotPhase.OPEN || slot.phase == SlotPhase.CONTINUOUS
        ? TermRules.refusal(order.terms(), slot.phase, state.clock)
        : RejectionCode.SLOT_CLOSED;
  }

  /** What the book has against an arriving order. */
  static @Nullable RejectionCode byTrading(
      ContinuousRecount continuous, SlotState slot, AuditedOrder order) {
    if (slot.trading().isHalted(order.content().area())) {
      return RejectionCode.PRODUCT_HALTED;
    }
    boolean trades = order.terms().postOnly() && continuous.wouldMeet(slot, order);
    return trades ? RejectionCode.POST_ONLY_WOULD_TRADE : null;
  }

  private static boolean mayRest(OrderTerms terms) {
    return terms.timeInForce() != TimeInForce.IMMEDIATE_OR_CANCEL
        && terms.timeInForce() != TimeInForce.FILL_OR_KILL;
  }
}
