package org.commonwatt.core;

import java.time.Instant;
import org.commonwatt.model.Command.CancelOrder;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/** Why an order or a cancellation is refused, in the order of precedence of the codes. */
final class OrderChecks {
  private OrderChecks() {}

  /** Checks the spelling of the ids. */
  static @Nullable Rejection malformed(PlaceOrder command) {
    Rejection rejection = Refusals.unlessId("participant", command.participant());
    if (rejection == null) {
      rejection = Refusals.unlessId("clientOrderId", command.clientOrderId());
    }
    return rejection == null ? Refusals.unlessId("area", command.area()) : rejection;
  }

  /** Checks what depends neither on other orders nor on the clock. */
  static @Nullable Rejection content(PlaceOrder command, Rules rules) {
    String area = rules.areaOf(command.participant());
    if (area == null) {
      return Refusals.unknownParticipant(command.participant(), rules);
    }
    if (!area.equals(command.area())) {
      return new Rejection(
          RejectionCode.UNKNOWN_AREA,
          command.participant() + " trades in area " + area + ", not in " + command.area());
    }
    int minutes = rules.rulebook().timing().slotMinutes();
    if (!DeliverySlot.isBorder(command.slotStartMillis(), minutes)) {
      return Refusals.misaligned(command.slotStartMillis(), rules);
    }
    return amounts(command, rules.rulebook());
  }

  /** Checks a new order against the slot it names. */
  static @Nullable Rejection slot(PlaceOrder command, SlotState slot) {
    if (slot.phase() != SlotPhase.OPEN) {
      Instant gate = Instant.ofEpochMilli(slot.rules().rulebook().gateMillis(slot.slot()));
      return new Rejection(
          RejectionCode.SLOT_CLOSED,
          "the gate of slot " + slot.slot() + " was at " + gate + ": choose a later slot");
    }
    if (command.energyWh() > slot.remainingWh()) {
      return new Rejection(
          RejectionCode.SLOT_VOLUME_TOO_LARGE,
          "slot "
              + slot.slot()
              + " takes orders of "
              + slot.rules().maxSlotOrderWh()
              + " Wh together, of which "
              + slot.remainingWh()
              + " Wh are left: order less");
    }
    return null;
  }

  static Rejection slotNotOpen(PlaceOrder command, Rules rules, long timeMillis) {
    long start = command.slotStartMillis();
    Instant tradingStart = Instant.ofEpochMilli(rules.rulebook().timing().tradingStartMillis());
    Instant asked = Instant.ofEpochMilli(start);
    String message =
        asked.isBefore(tradingStart)
            ? "trading starts with the slot of " + tradingStart + ", not with that of " + asked
            : "the slot of "
                + asked
                + " opens "
                + rules.rulebook().timing().openLeadMinutes()
                + " minutes before its start; the market's clock is at "
                + Instant.ofEpochMilli(timeMillis)
                + ": send the order later";
    return new Rejection(RejectionCode.SLOT_NOT_OPEN, message);
  }

  static Rejection slotOver(PlaceOrder command) {
    return new Rejection(
        RejectionCode.SLOT_CLOSED,
        "the slot of "
            + Instant.ofEpochMilli(command.slotStartMillis())
            + " is over and recorded: choose a later slot");
  }

  static Rejection clientOrderIdReused(OrderAccepted first) {
    return new Rejection(
        RejectionCode.CLIENT_ORDER_ID_REUSED,
        "clientOrderId "
            + first.clientOrderId()
            + " belongs to order "
            + first.orderId()
            + ", which differs: "
            + first.side()
            + " "
            + first.energyWh()
            + " Wh at "
            + first.priceMicroPerKwh()
            + " µ/kWh in slot "
            + first.slot()
            + "; use a new clientOrderId");
  }

  /** Refuses to cancel an order that the participant does not have. */
  static Rejection unknownOrder(CancelOrder command, @Nullable Rules rules) {
    Rejection malformed = Refusals.unlessId("participant", command.participant());
    if (malformed != null) {
      return malformed;
    }
    if (rules == null) {
      return Refusals.notReady();
    }
    if (!rules.isMember(command.participant())) {
      return Refusals.unknownParticipant(command.participant(), rules);
    }
    return new Rejection(
        RejectionCode.UNKNOWN_ORDER,
        "participant " + command.participant() + " has no order " + command.orderId());
  }

  static Rejection orderNotOpen(OrderEntry entry) {
    return new Rejection(
        RejectionCode.ORDER_NOT_OPEN,
        "order "
            + entry.accepted().orderId()
            + " is "
            + entry.state()
            + ": only an open order can be cancelled");
  }

  private static @Nullable Rejection amounts(PlaceOrder command, Rulebook rulebook) {
    if (command.energyWh() < 1) {
      return new Rejection(
          RejectionCode.ENERGY_NOT_POSITIVE,
          "energyWh is " + command.energyWh() + ": order at least 1 Wh");
    }
    if (command.energyWh() > rulebook.maxOrderWh()) {
      return new Rejection(
          RejectionCode.ENERGY_TOO_LARGE,
          "energyWh is " + command.energyWh() + ": order at most " + rulebook.maxOrderWh() + " Wh");
    }
    long price = command.priceMicroPerKwh();
    if (price < rulebook.minPriceMicroPerKwh() || price > rulebook.maxPriceMicroPerKwh()) {
      return new Rejection(
          RejectionCode.PRICE_OUT_OF_RANGE,
          "priceMicroPerKwh is "
              + price
              + ": use "
              + rulebook.minPriceMicroPerKwh()
              + " to "
              + rulebook.maxPriceMicroPerKwh());
    }
    return null;
  }
}
