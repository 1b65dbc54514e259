package org.commonwatt.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Rulebook;

/**
 * When the demo's conductor does what.
 *
 * @param rulebook the market's rules
 * @param slots slots to trade, from the start of trading
 * @param pollSeconds polling interval
 */
record DemoPlan(Rulebook rulebook, int slots, int pollSeconds) {
  /** Forecasts need a yesterday: one day is metered before trading starts. */
  static final Duration HISTORY = Duration.ofDays(1);

  /** So long before a slot homes begin to look at it again. */
  private static final Duration LAST_LOOKS = Duration.ofMinutes(15);

  /** The first instant of the history. */
  Instant start() {
    return Instant.ofEpochMilli(rulebook.timing().tradingStartMillis()).minus(HISTORY);
  }

  /** The first auction, and the end of the history that only fills the forecasts. */
  Instant firstGate() {
    return Instant.ofEpochMilli(rulebook.gateMillis(firstSlot()));
  }

  /** The end of the last slot. */
  Instant end() {
    return Instant.ofEpochMilli(firstSlot().plus(slots).startMillis());
  }

  DeliverySlot firstSlot() {
    return rulebook.slotAt(rulebook.timing().tradingStartMillis());
  }

  /** Whether a slot is one of those to trade. */
  boolean isTraded(DeliverySlot slot) {
    return slot.compareTo(firstSlot()) >= 0 && slot.compareTo(firstSlot().plus(slots)) < 0;
  }

  /** The traded slots whose gate is at an instant on a slot border, by start. */
  List<DeliverySlot> slotsWithGateAt(Instant instant) {
    long gate = instant.toEpochMilli();
    long lead = rulebook.timing().gateLeadMinutes() * 60_000L;
    List<DeliverySlot> found = new ArrayList<>();
    for (DeliverySlot slot = rulebook.slotAt(gate + lead);
        isTraded(slot) && rulebook.gateMillis(slot) == gate;
        slot = slot.plus(1)) {
      found.add(slot);
    }
    return found;
  }

  /**
   * The traded slots that trade continuously once the market's clock is at an instant, by start.
   */
  List<DeliverySlot> continuousAt(Instant instant) {
    if (rulebook.continuous() == null) {
      return List.of();
    }
    long now = instant.toEpochMilli();
    List<DeliverySlot> found = new ArrayList<>();
    for (DeliverySlot slot = firstSlot();
        isTraded(slot) && rulebook.gateMillis(slot) <= now;
        slot = slot.plus(1)) {
      if (now < rulebook.gateClosureMillis(slot)) {
        found.add(slot);
      }
    }
    return found;
  }

  /** Those of them that homes look at again: after the auction, in the quarter-hour before. */
  List<DeliverySlot> rebalancedAt(Instant instant) {
    return continuousAt(instant).stream()
        .filter(slot -> firstLookMillis(slot) <= instant.toEpochMilli())
        .toList();
  }

  /** How many polls lie between the first look at a slot and an instant; 0 before it. */
  int roundAt(DeliverySlot slot, Instant instant) {
    long since = instant.toEpochMilli() - firstLookMillis(slot);
    return (int) (Math.max(0, since) / (pollSeconds * 1_000L));
  }

  private long firstLookMillis(DeliverySlot slot) {
    return Math.max(rulebook.gateMillis(slot), slot.startMillis() - LAST_LOOKS.toMillis());
  }

  boolean isBorder(Instant instant) {
    return DeliverySlot.isBorder(instant.toEpochMilli(), rulebook.timing().slotMinutes());
  }
}
