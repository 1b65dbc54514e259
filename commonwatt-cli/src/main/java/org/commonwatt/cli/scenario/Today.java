package org.commonwatt.cli.scenario;

import java.time.LocalDate;
import java.time.ZoneOffset;
import org.commonwatt.model.DeliverySlot;

/**
 * A local day of the scenario.
 *
 * @param number from 0
 * @param date of it
 */
record Today(int number, LocalDate date) {
  private static final ZoneOffset LOCAL =
      ZoneOffset.ofTotalSeconds(QinghaiRules.UTC_OFFSET_MINUTES * 60);
  private static final long SLOT_MILLIS = QinghaiRules.SLOT_MINUTES * 60_000L;

  /** When a slot of the day begins, UTC; slot 96 is the end of the day. */
  long at(int slot) {
    return date.atStartOfDay().toInstant(LOCAL).toEpochMilli() + slot * SLOT_MILLIS;
  }

  DeliverySlot slot(int slot) {
    return new DeliverySlot(at(slot), QinghaiRules.SLOT_MINUTES);
  }
}
