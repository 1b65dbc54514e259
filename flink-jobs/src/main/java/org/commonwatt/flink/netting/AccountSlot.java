package org.commonwatt.flink.netting;

import org.jspecify.annotations.Nullable;

/**
 * What is known of an account in a slot.
 *
 * @param open whether the slot has been open for trading; one before the start of trading never is
 * @param contractedWh sold minus bought, Wh
 * @param metered what was metered, null before
 * @param first the first forecast, null when there was none
 * @param latest the last forecast before delivery began, null when there was none
 * @param imbalanceToDateWh metered minus contracted of the local day's metered slots up to and with
 *     this one, Wh; null before it is metered, and when it was never open
 */
public record AccountSlot(
    boolean open,
    long contractedWh,
    @Nullable Metered metered,
    @Nullable Expected first,
    @Nullable Expected latest,
    @Nullable Long imbalanceToDateWh) {
  static final AccountSlot NEW = new AccountSlot(false, 0, null, null, null, null);

  AccountSlot opened() {
    return new AccountSlot(true, contractedWh, metered, first, latest, imbalanceToDateWh);
  }

  AccountSlot traded(long byWh) {
    return new AccountSlot(
        open, Math.addExact(contractedWh, byWh), metered, first, latest, imbalanceToDateWh);
  }

  AccountSlot metered(Metered now) {
    return new AccountSlot(open, contractedWh, now, first, latest, imbalanceToDateWh);
  }

  AccountSlot expected(Expected now) {
    return new AccountSlot(
        open, contractedWh, metered, first == null ? now : first, now, imbalanceToDateWh);
  }

  AccountSlot withImbalanceToDate(@Nullable Long wh) {
    return new AccountSlot(open, contractedWh, metered, first, latest, wh);
  }
}
