package org.commonwatt.audit;

import org.commonwatt.audit.MarketState.ClientOrder;
import org.commonwatt.model.Command.CancelOrder;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.CancelRejected;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderCancelled;
import org.commonwatt.model.Event.OrderRejected;
import org.commonwatt.model.Event.OrderRepeated;
import org.commonwatt.model.Ids;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/** Which orders and cancellations the rules take, in the precedence of {@link RejectionCode}. */
final class OrderRules {
  private final MarketState state;
  private final Registrations registrations;
  private final GuaranteeRules guarantees;

  OrderRules(MarketState state, Registrations registrations, GuaranteeRules guarantees) {
    this.state = state;
    this.registrations = registrations;
    this.guarantees = guarantees;
  }

  Event place(PlaceOrder order) {
    ClientOrder key = ClientOrder.of(order);
    AuditedOrder earlier = state.clientOrders.get(key);
    RejectionCode code = beforeRepeat(order);
    if (code == null && earlier != null) {
      if (earlier.content().equals(order)) {
        return new OrderRepeated(earlier.id(), order.participant(), order.clientOrderId());
      }
      code = RejectionCode.CLIENT_ORDER_ID_REUSED;
    }
    if (code == null) {
      code = bySlot(order);
    }
    if (code != null) {
      return new OrderRejected(order.participant(), order.clientOrderId(), Expected.refusal(code));
    }
    return accept(key, order);
  }

  Event cancel(CancelOrder cancel) {
    AuditedOrder order = state.orders.get(cancel.orderId());
    RejectionCode code = null;
    if (order == null || !order.content().participant().equals(cancel.participant())) {
      // Somebody else's order is no order: its slot's rulebook must not show in the answer.
      RejectionCode stranger = byParticipant(cancel.participant(), state.rulebook);
      code = stranger == null ? RejectionCode.UNKNOWN_ORDER : stranger;
    } else if (slotOf(order).open.remove(order.id()) == null) {
      code = RejectionCode.ORDER_NOT_OPEN;
    }
    return code == null
        ? new OrderCancelled(cancel.orderId())
        : new CancelRejected(cancel.participant(), cancel.orderId(), Expected.refusal(code));
  }

  private Event accept(ClientOrder key, PlaceOrder order) {
    AuditedOrder accepted = new AuditedOrder(++state.lastOrderId, order, state.clock);
    SlotState slot = slotOf(accepted);
    state.orders.put(accepted.id(), accepted);
    state.clientOrders.put(key, accepted);
    slot.open.put(accepted.id(), accepted);
    slot.orders.add(accepted);
    return new OrderAccepted(
        accepted.id(),
        order.participant(),
        order.clientOrderId(),
        order.area(),
        slot.slot,
        order.side(),
        order.priceMicroPerKwh(),
        order.energyWh(),
        accepted.timeMillis());
  }

  private SlotState slotOf(AuditedOrder order) {
    SlotState slot = state.slots.get(order.content().slotStartMillis());
    if (slot == null) {
      throw new IllegalStateException("an accepted order has a slot");
    }
    return slot;
  }

  private @Nullable RejectionCode byParticipant(String participant, @Nullable Rulebook rules) {
    if (!Ids.isValid(participant)) {
      return RejectionCode.MALFORMED;
    }
    if (rules == null) {
      return RejectionCode.MARKET_NOT_READY;
    }
    return state.isMember(rules, participant) ? null : RejectionCode.UNKNOWN_PARTICIPANT;
  }

  private @Nullable RejectionCode beforeRepeat(PlaceOrder order) {
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
    if (!inOwnArea) {
      return RejectionCode.UNKNOWN_AREA;
    }
    if (!DeliverySlot.isBorder(order.slotStartMillis(), rules.timing().slotMinutes())) {
      return RejectionCode.SLOT_MISALIGNED;
    }
    return byLimits(order, rules);
  }

  private static @Nullable RejectionCode byLimits(PlaceOrder order, Rulebook rules) {
    if (order.energyWh() <= 0) {
      return RejectionCode.ENERGY_NOT_POSITIVE;
    }
    if (order.energyWh() > rules.maxOrderWh()) {
      return RejectionCode.ENERGY_TOO_LARGE;
    }
    boolean outside =
        order.priceMicroPerKwh() < rules.minPriceMicroPerKwh()
            || order.priceMicroPerKwh() > rules.maxPriceMicroPerKwh();
    return outside ? RejectionCode.PRICE_OUT_OF_RANGE : null;
  }

  private @Nullable RejectionCode bySlot(PlaceOrder order) {
    SlotState slot = state.slots.get(order.slotStartMillis());
    Rulebook rules = state.rulebook;
    if (slot == null) {
      boolean forgotten = rules != null && state.isForgotten(rules, order.slotStartMillis());
      return forgotten ? RejectionCode.SLOT_CLOSED : RejectionCode.SLOT_NOT_OPEN;
    }
    if (slot.phase != SlotPhase.OPEN) {
      return RejectionCode.SLOT_CLOSED;
    }
    long ordered = slot.open.values().stream().mapToLong(AuditedOrder::energy).sum();
    if (ordered + order.energyWh() > EnergyLimits.ordersWh(slot.rules)) {
      return RejectionCode.SLOT_VOLUME_TOO_LARGE;
    }
    RejectionCode code = registrations.refusal(order, slot);
    if (code == null && guarantees.isUnsecured(order, slot)) {
      return RejectionCode.COLLATERAL_TOO_LOW;
    }
    return code;
  }
}
