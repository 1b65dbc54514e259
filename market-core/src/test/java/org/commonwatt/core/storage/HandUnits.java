package org.commonwatt.core.storage;

import java.util.List;
import java.util.TreeMap;
import org.commonwatt.core.storage.StorageUnit.Rating;
import org.commonwatt.core.storage.StorageUnit.Stock;

/** Units with power enough, for cases by hand. */
final class HandUnits {
  private HandUnits() {}

  /** Without reserve and cycle limit, all of it in the lots of one owner, "g". */
  static StorageUnit of(long usableWh, long storedWh, int slots, Efficiency efficiency) {
    Rating rating = new Rating(1_000, 1_000, usableWh, 0, efficiency, StorageUnit.NO_CYCLE_LIMIT);
    TreeMap<String, Long> lots = new TreeMap<>();
    lots.put("g", storedWh);
    return new StorageUnit("u", "A", rating, Horizon.ofDays(60, slots), new Stock(storedWh, lots));
  }

  static FirmSchedule firm(String id, int from, Long... injectionWh) {
    return new FirmSchedule(id, "g", from, List.of(injectionWh));
  }

  /** A charge service of one slot. */
  static ChargeService service(String id, int slot, long wh) {
    return new ChargeService(id, "c", new Window(slot, slot + 1), wh, wh);
  }
}
