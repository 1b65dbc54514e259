package org.commonwatt.core.storage;

import org.commonwatt.core.storage.StorageRefusal.Code;
import org.jspecify.annotations.Nullable;

/** What of a commitment can be judged without the others. */
final class CommitmentChecks {
  private CommitmentChecks() {}

  /** Why a unit cannot take a commitment of this kind, null when it may. */
  static @Nullable StorageRefusal refusal(Commitment one, StorageUnit unit) {
    String wrong = outOfRange(one);
    if (wrong != null) {
      return StorageRefusal.of(
          Code.OUT_OF_RANGE, wrong, "see docs/shared-storage.md for the ranges");
    }
    if (one.window().to() > unit.horizon().slots()) {
      return StorageRefusal.of(
          Code.OUTSIDE_HORIZON,
          "slot "
              + (one.window().to() - 1)
              + " is behind the last one, "
              + (unit.horizon().slots() - 1),
          "name slots for which the unit is offered");
    }
    return null;
  }

  private static @Nullable String outOfRange(Commitment one) {
    if (one instanceof ChargeService service) {
      return option(service.energyWh(), service.slotWh());
    }
    if (one instanceof Release release) {
      return option(release.energyWh(), release.slotWh());
    }
    if (one instanceof Lease lease) {
      return share(lease.share());
    }
    FirmSchedule firm = (FirmSchedule) one;
    int slots = firm.injectionWh().size();
    if (slots == 0 || firm.from() < 0 || firm.from() > Integer.MAX_VALUE - slots) {
      return "a firm schedule has slots, the first from 0 on, not "
          + slots
          + " from "
          + firm.from()
          + " on";
    }
    for (long wh : firm.injectionWh()) {
      if (wh > StorageUnit.MOST || wh < -StorageUnit.MOST) {
        return "a slot of a firm schedule has at most 10¹¹ Wh, not " + wh;
      }
    }
    return null;
  }

  private static @Nullable String option(long energyWh, long slotWh) {
    if (energyWh < 1 || energyWh > StorageUnit.MOST || slotWh < 1 || slotWh > StorageUnit.MOST) {
      return "an option has 1 to 10¹¹ Wh, in all and in a slot, not " + energyWh + " and " + slotWh;
    }
    return null;
  }

  private static @Nullable String share(Lease.Share share) {
    if (share.energyWh() < 1 || share.energyWh() > StorageUnit.MOST) {
      return "a lease has 1 to 10¹¹ Wh, not " + share.energyWh();
    }
    if (share.startWh() < 0 || share.startWh() > share.energyWh()) {
      return "a lease of " + share.energyWh() + " Wh cannot start with " + share.startWh();
    }
    if (Math.min(share.chargeSlotWh(), share.dischargeSlotWh()) < 0
        || Math.max(share.chargeSlotWh(), share.dischargeSlotWh()) > StorageUnit.MOST) {
      return "a lease charges and discharges 0 to 10¹¹ Wh in a slot";
    }
    return null;
  }
}
