package org.commonwatt.core;

import java.time.Instant;
import java.util.List;
import org.commonwatt.model.AccountState;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;

/** Why an order or a cancellation is refused, in the order of precedence of the codes. */
final class OrderChecks {
  private static final long MILLIS_PER_MINUTE = 60_000;

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
  static @Nullable Rejection content(PlaceOrder command, Rules rules, Roster roster) {
    String area = rules.areaOf(command.participant());
    if (area == null) {
      return Refusals.unknownParticipant(command.participant(), rules);
    }
    if (roster.isFrozen(command.participant())) {
      return Refusals.notActive(command.participant(), AccountState.FROZEN);
    }
    if (!area.equals(command.area())) {
      return new Rejection(
          RejectionCode.UNKNOWN_AREA,
          command.participant() + " trades in area " + area + ", not in " + command.area());
    }
    Rejection unknown = Preferences.unknownArea(command, rules.rulebook());
    if (unknown != null) {
      return unknown;
    }
    int minutes = rules.rulebook().timing().slotMinutes();
    if (!DeliverySlot.isBorder(command.slotStartMillis(), minutes)) {
      return Refusals.misaligned(command.slotStartMillis(), rules);
    }
    return contentUnder(command, rules.rulebook());
  }

  private static @Nullable Rejection contentUnder(PlaceOrder command, Rulebook rulebook) {
    boolean market = command.terms().market();
    Rejection rejection =
        amounts(
            command.energyWh(),
            market ? rulebook.maxPriceMicroPerKwh() : command.priceMicroPerKwh(),
            rulebook);
    if (rejection == null) {
      rejection = Preferences.prices(command, rulebook, false);
    }
    if (rejection == null) {
      rejection = TermChecks.conflict(command);
    }
    if (rejection == null && !market) {
      rejection = offTick(command.priceMicroPerKwh(), rulebook);
    }
    return rejection == null ? Preferences.prices(command, rulebook, true) : rejection;
  }

  /** Checks a new order against the phase of the slot it names. */
  static @Nullable Rejection slot(PlaceOrder command, SlotState slot, long timeMillis) {
    if (!slot.takesOrders()) {
      Instant gate = Instant.ofEpochMilli(slot.rules().rulebook().gateClosureMillis(slot.slot()));
      return new Rejection(
          RejectionCode.SLOT_CLOSED,
          "the gate of slot " + slot.slot() + " was at " + gate + ": choose a later slot");
    }
    return TermChecks.phase(command.terms(), slot, timeMillis);
  }

  /** Checks energy that comes in addition to what the slot's orders have traded or have open. */
  static @Nullable Rejection volume(long additionalWh, SlotState slot) {
    if (additionalWh > slot.remainingWh()) {
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
    long leadMillis = rules.rulebook().timing().openLeadMinutes() * MILLIS_PER_MINUTE;
    if (start >= tradingStart.toEpochMilli() && start - leadMillis <= timeMillis) {
      return new Rejection(
          RejectionCode.SLOT_NOT_OPEN,
          "the slot of "
              + asked
              + " is due and opens with one of the next ticks, or, while too many slots before it wait"
              + " for their settlement, once those are settled: send the order later");
    }
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

  /** Refuses who is no member of the rulebook in force and has no registered account. */
  static @Nullable Rejection stranger(String participant, SlotSchedule schedule) {
    Rules rules = schedule.rules();
    Rejection malformed = Refusals.unlessId("participant", participant);
    if (malformed != null) {
      return malformed;
    }
    if (rules == null) {
      return Refusals.notReady();
    }
    return schedule.isKnown(participant) ? null : Refusals.unknownParticipant(participant, rules);
  }

  /** Refuses an area that neither the rules nor any of some orders know. */
  static @Nullable Rejection unknownArea(String area, Rules rules, List<OrderEntry> open) {
    boolean known =
        rules.rulebook().areas().ids().contains(area)
            || open.stream().anyMatch(order -> order.accepted().area().equals(area));
    return known
        ? null
        : new Rejection(
            RejectionCode.UNKNOWN_AREA,
            "the market has no area "
                + area
                + "; its areas are "
                + String.join(", ", rules.rulebook().areas().ids()));
  }

  /** Refuses an instant at which no slot starts. */
  static @Nullable Rejection misaligned(long startMillis, Rules rules) {
    return DeliverySlot.isBorder(startMillis, rules.rulebook().timing().slotMinutes())
        ? null
        : Refusals.misaligned(startMillis, rules);
  }

  /**
   * Refuses what only an open order can suffer.
   *
   * @param what such as cancelled
   */
  static Rejection orderNotOpen(OrderEntry entry, String what) {
    return new Rejection(
        RejectionCode.ORDER_NOT_OPEN,
        "order "
            + entry.accepted().orderId()
            + " is "
            + entry.state()
            + ": only an open order can be "
            + what);
  }

  static @Nullable Rejection notPositive(long energyWh) {
    return energyWh < 1
        ? new Rejection(
            RejectionCode.ENERGY_NOT_POSITIVE, "energyWh is " + energyWh + ": order at least 1 Wh")
        : null;
  }

  /** Refuses a limit price that is no multiple of the tick. */
  static @Nullable Rejection offTick(long price, Rulebook rulebook) {
    Continuous continuous = rulebook.continuous();
    return continuous != null && price % continuous.tickMicroPerKwh() != 0
        ? new Rejection(
            RejectionCode.PRICE_OFF_TICK,
            "priceMicroPerKwh is " + price + ": use a multiple of " + continuous.tickMicroPerKwh())
        : null;
  }

  /** Checks energy and limit price against the rulebook. */
  static @Nullable Rejection amounts(long energyWh, long price, Rulebook rulebook) {
    Rejection rejection = notPositive(energyWh);
    if (rejection != null) {
      return rejection;
    }
    if (energyWh > rulebook.maxOrderWh()) {
      return new Rejection(
          RejectionCode.ENERGY_TOO_LARGE,
          "energyWh is " + energyWh + ": order at most " + rulebook.maxOrderWh() + " Wh");
    }
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
