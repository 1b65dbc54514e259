package org.commonwatt.core;

import java.util.List;
import org.commonwatt.core.storage.ChargeService;
import org.commonwatt.core.storage.Commitment;
import org.commonwatt.core.storage.FirmSchedule;
import org.commonwatt.core.storage.Horizon;
import org.commonwatt.core.storage.Lease;
import org.commonwatt.core.storage.Release;
import org.commonwatt.core.storage.Window;
import org.commonwatt.model.Event.OutageRecorded;
import org.commonwatt.model.StorageCommitment;

/**
 * How the book of a storage unit numbers slots.
 *
 * @param first start of its slot 0, UTC milliseconds
 * @param length of a slot, milliseconds
 */
record UnitSlots(long first, long length) {
  private static final long DAY_MILLIS = 86_400_000L;
  private static final long MINUTE_MILLIS = 60_000L;

  /** A commitment as the book has it. */
  Commitment toBook(StorageCommitment one) {
    int from = (int) ((one.fromMillis() - first) / length);
    Window window = new Window(from, (int) ((one.toMillis() - first) / length));
    return switch (one.kind()) {
      case CHARGE_SERVICE ->
          new ChargeService(one.id(), one.owner(), window, one.energyWh(), one.chargeSlotWh());
      case RELEASE ->
          new Release(one.id(), one.owner(), window, one.energyWh(), one.dischargeSlotWh());
      case FIRM_SCHEDULE -> new FirmSchedule(one.id(), one.owner(), from, one.injectionWh());
      case LEASE ->
          new Lease(
              one.id(),
              one.owner(),
              window,
              new Lease.Share(
                  one.energyWh(), one.chargeSlotWh(), one.dischargeSlotWh(), one.startWh()));
    };
  }

  /** A firm schedule of the book in the market's time. */
  StorageCommitment toMarket(FirmSchedule one) {
    long from = first + one.from() * length;
    return new StorageCommitment(
        one.id(),
        one.owner(),
        StorageCommitment.Kind.FIRM_SCHEDULE,
        from,
        from + one.injectionWh().size() * length,
        0,
        0,
        0,
        0,
        one.injectionWh());
  }

  /**
   * The slots with their local days, in some of which less of the unit is there.
   *
   * @param slots how many
   * @param offsetMinutes local time minus UTC
   * @param outages in the order in which they were told: of a slot the last one holds
   */
  Horizon horizon(int slots, int offsetMinutes, List<OutageRecorded> outages) {
    long firstDay = localDay(first, offsetMinutes);
    long end = first + slots * length;
    int[] ofDay = new int[(int) (localDay(end - length, offsetMinutes) - firstDay) + 1];
    for (int s = 0; s < slots; s++) {
      ofDay[(int) (localDay(first + s * length, offsetMinutes) - firstDay)]++;
    }
    Horizon horizon = Horizon.ofDays((int) (length / MINUTE_MILLIS), ofDay);
    for (OutageRecorded outage : outages) {
      long begin = Math.max(first, outage.fromMillis());
      long over = Math.min(end, outage.toMillis());
      if (begin < over) {
        Window window =
            new Window((int) ((begin - first) / length), (int) ((over - first) / length));
        horizon = horizon.with(window, outage.availablePpm());
      }
    }
    return horizon;
  }

  private static long localDay(long millis, int offsetMinutes) {
    return Math.floorDiv(millis + offsetMinutes * MINUTE_MILLIS, DAY_MILLIS);
  }
}
