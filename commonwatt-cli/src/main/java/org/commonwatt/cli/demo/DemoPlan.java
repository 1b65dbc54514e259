package org.commonwatt.cli.demo;

import java.time.Duration;
import java.time.Instant;
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

  /** The first instant of the history. */
  Instant start() {
    return Instant.ofEpochMilli(rulebook.timing().tradingStartMillis()).minus(HISTORY);
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

  /** The slot whose gate is at an instant on a slot border. */
  DeliverySlot slotWithGateAt(Instant instant) {
    long lead = rulebook.timing().gateLeadMinutes() * 60_000L;
    return rulebook.slotAt(instant.toEpochMilli() + lead);
  }

  boolean isBorder(Instant instant) {
    return DeliverySlot.isBorder(instant.toEpochMilli(), rulebook.timing().slotMinutes());
  }
}
