package org.commonwatt.core;

import java.time.Instant;
import org.commonwatt.model.Command.ImportImbalancePrice;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.ImbalancePriceImported;
import org.commonwatt.model.Event.ImbalancePriceRejected;
import org.commonwatt.model.ImbalancePrice;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.ImbalanceRules.Prices;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;

/**
 * Takes imbalance prices. Checks stand in the order of precedence that {@code docs/settlement.md}
 * gives.
 */
final class ImbalanceDesk {
  private final SlotSchedule schedule;
  private final SettlementDesk settlements;

  ImbalanceDesk(SlotSchedule schedule, SettlementDesk settlements) {
    this.schedule = schedule;
    this.settlements = settlements;
  }

  void take(ImportImbalancePrice command, EventSink sink) {
    SlotState slot = schedule.slot(command.slotStartMillis());
    Rejection rejection = check(command, schedule.rulesOf(command.slotStartMillis()), slot);
    if (rejection != null || slot == null) { // a slot that is forgotten has its last settlement
      sink.emit(
          new ImbalancePriceRejected(
              command.importer(),
              command.area(),
              command.slotStartMillis(),
              command.version(),
              rejection == null ? settled(command) : rejection));
      return;
    }
    ImbalancePrice price = price(command, slot.slot());
    slot.price(price);
    sink.emit(new ImbalancePriceImported(price));
  }

  private static ImbalancePrice price(ImportImbalancePrice command, DeliverySlot slot) {
    return new ImbalancePrice(
        command.area(),
        slot,
        command.version(),
        command.shortMicroPerKwh(),
        command.longMicroPerKwh());
  }

  private @Nullable Rejection check(
      ImportImbalancePrice command, @Nullable Rules rules, @Nullable SlotState slot) {
    Rejection malformed = Refusals.unlessId("importer", command.importer());
    if (malformed == null) {
      malformed = Refusals.unlessId("area", command.area());
    }
    if (malformed == null && command.version() < 1) {
      malformed =
          new Rejection(RejectionCode.MALFORMED, "version counts up from 1: " + command.version());
    }
    if (malformed != null) {
      return malformed;
    }
    if (rules == null) {
      return Refusals.notReady();
    }
    ImbalanceRules imbalance = rules.rulebook().imbalance();
    Prices prices = imbalance == null ? null : imbalance.prices();
    if (prices == null || prices.importer() == null) {
      return new Rejection(
          RejectionCode.NOT_IN_RULES,
          "rulebook "
              + rules.rulebook().version()
              + ", which is the slot's, has no imbalance prices that are imported");
    }
    if (!prices.importer().equals(command.importer())) {
      return new Rejection(
          RejectionCode.NOT_IMPORTER,
          "only "
              + prices.importer()
              + " imports imbalance prices under rulebook "
              + rules.rulebook().version());
    }
    Rejection place = checkPlace(command, rules, slot);
    return place == null ? checkPrice(command, rules, prices, slot) : place;
  }

  private @Nullable Rejection checkPlace(
      ImportImbalancePrice command, Rules rules, @Nullable SlotState slot) {
    if (!rules.rulebook().areas().ids().contains(command.area())) {
      return new Rejection(
          RejectionCode.UNKNOWN_AREA,
          "market "
              + rules.rulebook().market()
              + " has no area "
              + command.area()
              + ": GET /v1/market names them");
    }
    Rejection misaligned = OrderChecks.misaligned(command.slotStartMillis(), rules);
    if (misaligned != null) {
      return misaligned;
    }
    boolean isOpen = slot != null || settlements.isSettled(command.slotStartMillis());
    return isOpen ? null : notOpen(command);
  }

  private @Nullable Rejection checkPrice(
      ImportImbalancePrice command, Rules rules, Prices prices, @Nullable SlotState slot) {
    if (!prices.isInRange(command.shortMicroPerKwh())
        || !prices.isInRange(command.longMicroPerKwh())) {
      return new Rejection(
          RejectionCode.VALUE_OUT_OF_RANGE,
          "imbalance prices must be within "
              + prices.minMicroPerKwh()
              + " to "
              + prices.maxMicroPerKwh()
              + " µ/kWh, as the rulebook says");
    }
    if (!prices.dual() && command.shortMicroPerKwh() != command.longMicroPerKwh()) {
      return new Rejection(
          RejectionCode.VALUE_OUT_OF_RANGE,
          "the rulebook has single imbalance prices: short and long must be the same");
    }
    DeliverySlot delivery = rules.rulebook().slotAt(command.slotStartMillis());
    Rejection unsigned =
        PriceSignatures.refusal(
            prices.source(),
            rules.rulebook().market(),
            price(command, delivery),
            command.signature());
    return unsigned != null || slot == null ? unsigned : checkHistory(command, slot);
  }

  private @Nullable Rejection checkHistory(ImportImbalancePrice command, SlotState slot) {
    ImbalancePrice known = slot.imbalancePrice(command.area());
    if (known != null && command.version() <= known.version()) {
      return new Rejection(
          RejectionCode.PRICE_NOT_NEWER,
          "version "
              + known.version()
              + " of this price is in the books: import a correction with a higher version than"
              + " that");
    }
    long start = command.slotStartMillis();
    return settlements.isSettled(start) && !settlements.awaitsRuns(start) ? settled(command) : null;
  }

  private static Rejection notOpen(ImportImbalancePrice command) {
    return new Rejection(
        RejectionCode.SLOT_NOT_OPEN,
        "the slot of "
            + Instant.ofEpochMilli(command.slotStartMillis())
            + " is not open yet, or was before trading began: import prices of slots that opened");
  }

  private static Rejection settled(ImportImbalancePrice command) {
    return new Rejection(
        RejectionCode.SLOT_SETTLED,
        "the slot of "
            + Instant.ofEpochMilli(command.slotStartMillis())
            + " has its last settlement: its imbalance price stands");
  }
}
