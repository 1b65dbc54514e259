package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Command.AmendOrder;
import org.commonwatt.model.Command.CancelAfter;
import org.commonwatt.model.Command.CancelAll;
import org.commonwatt.model.Command.CancelOrder;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AmendRejected;
import org.commonwatt.model.Event.CancelAfterPassed;
import org.commonwatt.model.Event.CancelAfterSet;
import org.commonwatt.model.Event.CancelRejected;
import org.commonwatt.model.Event.MassCancelled;
import org.commonwatt.model.Event.OrderAmended;
import org.commonwatt.model.Ids;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/** What the rules do with amendments and cancellations, by their precedence of refusals. */
final class OpenOrderRules {
  private static final int MAX_SWITCH_SECONDS = 600;

  private final MarketState state;
  private final ContinuousRecount continuous;
  private final SafetyRules safety;

  OpenOrderRules(MarketState state, ContinuousRecount continuous, SafetyRules safety) {
    this.state = state;
    this.continuous = continuous;
    this.safety = safety;
  }

  void cancel(CancelOrder cancel, List<Event> out) {
    AuditedOrder order = own(cancel.participant(), cancel.orderId());
    RejectionCode code = null;
    if (order == null) {
      code = ofStranger(cancel.participant());
    } else if (!slotOf(order).open.containsKey(order.id())) {
      code = RejectionCode.ORDER_NOT_OPEN;
    }
    if (code != null || order == null) {
      RejectionCode told = code == null ? RejectionCode.UNKNOWN_ORDER : code;
      out.add(new CancelRejected(cancel.participant(), cancel.orderId(), Expected.refusal(told)));
      return;
    }
    for (AuditedOrder leg : GateBlocks.whole(List.of(order), state)) {
      continuous.cancel(slotOf(leg), leg.id(), CancelReason.BY_OWNER, out);
    }
  }

  void cancelAll(CancelAll cancel, List<Event> out) {
    RejectionCode code = refusal(cancel);
    if (code != null) {
      out.add(new CancelRejected(cancel.participant(), 0, Expected.refusal(code)));
      return;
    }
    List<AuditedOrder> orders = openOf(cancel.participant(), cancel.slotStartMillis());
    orders.removeIf(order -> !isMeant(cancel, order));
    orders = GateBlocks.whole(orders, state);
    for (AuditedOrder order : orders) {
      continuous.cancel(slotOf(order), order.id(), CancelReason.MASS_CANCEL, out);
    }
    out.add(
        new MassCancelled(
            cancel.participant(),
            cancel.slotStartMillis(),
            cancel.area(),
            cancel.side(),
            orders.size()));
  }

  /** Ends all that a participant whose account is frozen has open. */
  void freeze(String participant, List<Event> out) {
    for (AuditedOrder order : openOf(participant, null)) {
      continuous.cancel(slotOf(order), order.id(), CancelReason.ACCOUNT_FROZEN, out);
    }
  }

  /** Ends what somebody has open in a slot in which nobody of that name has a meter any more. */
  void handedOver(List<Event> out) {
    List<AuditedOrder> homeless = new ArrayList<>();
    for (SlotState slot : state.running.values()) {
      slot.open.values().stream()
          .filter(order -> !state.isMember(slot.rules, order.content().participant()))
          .forEach(homeless::add);
    }
    for (AuditedOrder order : GateBlocks.whole(homeless, state)) {
      continuous.cancel(slotOf(order), order.id(), CancelReason.HANDED_OVER, out);
    }
  }

  private static boolean isMeant(CancelAll cancel, AuditedOrder order) {
    boolean area = cancel.area() == null || cancel.area().equals(order.content().area());
    return area && (cancel.side() == null || cancel.side() == order.content().side());
  }

  /** A switch is set, renewed, or taken away with 0 seconds. */
  void cancelAfter(CancelAfter cancel, List<Event> out) {
    String participant = cancel.participant();
    RejectionCode code = ofOwner(participant);
    if (code == null && (cancel.seconds() < 0 || cancel.seconds() > MAX_SWITCH_SECONDS)) {
      code = RejectionCode.VALUE_OUT_OF_RANGE;
    }
    if (code != null) {
      out.add(new CancelRejected(participant, 0, Expected.refusal(code)));
      return;
    }
    long deadline = 0;
    state.switches.remove(participant);
    if (cancel.seconds() > 0) {
      deadline = Math.max(0, state.clock) + 1_000L * cancel.seconds();
      state.switches.put(participant, deadline);
    }
    out.add(new CancelAfterSet(participant, deadline));
  }

  /** The switches that should have been renewed by an instant, by deadline, then by participant. */
  void endSilent(long instant, List<Event> out) {
    List<Map.Entry<String, Long>> due = new ArrayList<>();
    state.switches.forEach((owner, at) -> due.add(Map.entry(owner, at)));
    due.removeIf(one -> one.getValue() > instant);
    due.sort(Map.Entry.comparingByValue()); // stable: the map is in order of participants
    for (Map.Entry<String, Long> one : due) {
      String participant = one.getKey();
      long deadline = one.getValue();
      state.switches.remove(participant);
      List<AuditedOrder> orders = openOf(participant, null);
      for (AuditedOrder order : orders) {
        continuous.cancel(slotOf(order), order.id(), CancelReason.NOT_RENEWED, out);
      }
      out.add(new CancelAfterPassed(participant, deadline, orders.size()));
    }
  }

  private @Nullable RejectionCode refusal(CancelAll cancel) {
    if (cancel.area() != null && !Ids.isValid(cancel.area())) {
      return RejectionCode.MALFORMED;
    }
    RejectionCode code = ofOwner(cancel.participant());
    if (code != null) {
      return code;
    }
    Long start = cancel.slotStartMillis();
    Rulebook rules = state.rulebook;
    boolean aligned =
        start == null
            || rules == null
            || DeliverySlot.isBorder(start, rules.timing().slotMinutes());
    return aligned ? ofArea(cancel, rules) : RejectionCode.SLOT_MISALIGNED;
  }

  private @Nullable RejectionCode ofArea(CancelAll cancel, @Nullable Rulebook rules) {
    String area = cancel.area();
    if (area == null || rules == null) {
      return null;
    }
    boolean known =
        rules.areas().ids().contains(area)
            || openOf(cancel.participant(), null).stream()
                .anyMatch(order -> order.content().area().equals(area));
    return known ? null : RejectionCode.UNKNOWN_AREA;
  }

  /** Who has open orders may end them, also when the rulebook in force does not name it. */
  private @Nullable RejectionCode ofOwner(String participant) {
    RejectionCode code = byParticipant(participant);
    boolean hasOrders = !openOf(participant, null).isEmpty();
    return code == RejectionCode.UNKNOWN_PARTICIPANT && hasOrders ? null : code;
  }

  /** Open orders of a participant in one slot or in all, by id. */
  private List<AuditedOrder> openOf(String participant, @Nullable Long slotStartMillis) {
    List<AuditedOrder> found = new ArrayList<>();
    for (SlotState slot : state.running.values()) {
      if (slotStartMillis == null || slot.slot.startMillis() == slotStartMillis) {
        slot.open.values().stream()
            .filter(order -> order.content().participant().equals(participant))
            .forEach(found::add);
      }
    }
    found.sort(Comparator.comparingLong(AuditedOrder::id));
    return found;
  }

  void amend(AmendOrder amend, List<Event> out) {
    RejectionCode code = refusal(amend);
    AuditedOrder order = own(amend.participant(), amend.orderId());
    if (code != null || order == null) {
      RejectionCode told = code == null ? RejectionCode.UNKNOWN_ORDER : code;
      out.add(new AmendRejected(amend.participant(), amend.orderId(), Expected.refusal(told)));
      return;
    }
    carryOut(amend, current(order), out);
  }

  private @Nullable RejectionCode refusal(AmendOrder amend) {
    AuditedOrder order = own(amend.participant(), amend.orderId());
    RejectionCode code = order == null ? byParticipant(amend.participant()) : null;
    if (code != null) {
      return code;
    }
    if (amend.energyWh() <= 0) {
      return RejectionCode.ENERGY_NOT_POSITIVE;
    }
    if (order == null) {
      return RejectionCode.UNKNOWN_ORDER;
    }
    Rulebook rules = slotOf(order).rules;
    code = OrderRules.byLimits(rules, amend.energyWh(), amend.priceMicroPerKwh());
    if (code != null) {
      return code;
    }
    if (TermRules.refillsTooOften(order.terms(), amend.energyWh())
        || !order.terms().alternatives().isEmpty()
        || GateBlocks.terms(order) != null) {
      return RejectionCode.QUALIFIERS_CONFLICT;
    }
    if (OrderRules.isOffTick(rules, amend.priceMicroPerKwh())) {
      return RejectionCode.PRICE_OFF_TICK;
    }
    return byBook(amend, order);
  }

  private @Nullable RejectionCode byBook(AmendOrder amend, AuditedOrder order) {
    SlotState slot = slotOf(order);
    Long left = continuous.openWh(slot, order.id());
    if (left == null) {
      return RejectionCode.ORDER_NOT_OPEN;
    }
    AuditedOrder now = current(order);
    boolean arrives = slot.phase == SlotPhase.CONTINUOUS && !keepsPlace(amend, now);
    RejectionCode full = arrives ? Room.refusal(state, slot, amend.participant()) : null;
    if (full != null) {
      return full;
    }
    if (slot.countedWh - left + amend.energyWh() > EnergyLimits.ordersWh(slot.rules)) {
      return RejectionCode.SLOT_VOLUME_TOO_LARGE;
    }
    AuditedOrder wanted = now.amended(0, amend.priceMicroPerKwh(), amend.energyWh());
    RejectionCode code = safety.refusal(wanted, now, slot);
    if (code != null || !arrives) {
      return code;
    }
    return OrderRules.byTrading(continuous, slot, wanted);
  }

  /** The order with what is open of it now. */
  private AuditedOrder current(AuditedOrder order) {
    SlotState slot = slotOf(order);
    AuditedOrder open = slot.open.get(order.id());
    Long left = continuous.openWh(slot, order.id());
    return open == null || left == null ? order : open.amended(open.arrival(), open.price(), left);
  }

  private static boolean keepsPlace(AmendOrder amend, AuditedOrder now) {
    return amend.priceMicroPerKwh() == now.price() && amend.energyWh() <= now.energy();
  }

  private void carryOut(AmendOrder amend, AuditedOrder now, List<Event> out) {
    SlotState slot = slotOf(now);
    boolean keeps = keepsPlace(amend, now);
    long arrival = keeps ? now.arrival() : ++state.lastArrival;
    AuditedOrder amended = now.amended(arrival, amend.priceMicroPerKwh(), amend.energyWh());
    slot.countedWh += amended.energy() - now.energy();
    slot.open.put(now.id(), amended);
    out.add(new OrderAmended(now.id(), amended.price(), amended.energy(), keeps));
    if (slot.phase == SlotPhase.CONTINUOUS && keeps) {
      continuous.reduce(slot, amended);
    } else if (slot.phase == SlotPhase.CONTINUOUS) {
      continuous.arriveAgain(slot, amended, out);
    }
  }

  /** Somebody else's order is no order: its slot's rulebook must not show in the answer. */
  private @Nullable AuditedOrder own(String participant, long orderId) {
    AuditedOrder order = state.orders.get(orderId);
    return order != null && order.content().participant().equals(participant) ? order : null;
  }

  private RejectionCode ofStranger(String participant) {
    RejectionCode code = byParticipant(participant);
    return code == null ? RejectionCode.UNKNOWN_ORDER : code;
  }

  private @Nullable RejectionCode byParticipant(String participant) {
    if (!Ids.isValid(participant)) {
      return RejectionCode.MALFORMED;
    }
    if (state.rulebook == null) {
      return RejectionCode.MARKET_NOT_READY;
    }
    return state.isKnown(participant) ? null : RejectionCode.UNKNOWN_PARTICIPANT;
  }

  private SlotState slotOf(AuditedOrder order) {
    SlotState slot = state.slots.get(order.content().slotStartMillis());
    if (slot == null) {
      throw new IllegalStateException("an accepted order has a slot");
    }
    return slot;
  }
}
