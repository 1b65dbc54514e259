package org.commonwatt.flink.netting;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.commonwatt.flink.surveillance.MapMemory;
import org.commonwatt.flink.surveillance.Place;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Quality;
import org.jspecify.annotations.Nullable;

/** One account with a book in memory, told facts in order; its days are those of UTC. */
final class Account {
  static final long MONDAY = 1_659_312_000_000L; // 2022-08-01
  static final long DAY_MILLIS = 86_400_000L;

  final MapMemory<Long, AccountSlot> slots = new MapMemory<>();
  private final AccountBook book = new AccountBook(0, slots, new MapMemory<>());
  private final TreeMap<Long, NetPosition> newest = new TreeMap<>();
  private long sequence;
  private long now;

  static DeliverySlot slot(int number) {
    return new DeliverySlot(MONDAY + number * 900_000L, 15);
  }

  void setClock(long millis) {
    now = millis;
  }

  List<NetPosition> opens(int slot) {
    return next(slot, 0, null);
  }

  List<NetPosition> trades(int slot, long wh) {
    return next(slot, wh, null);
  }

  /** Positive: injected; the clock is at the end of the slot unless it is later already. */
  List<NetPosition> meters(int slot, long netWh) {
    return meters(slot, new Metered(Math.max(-netWh, 0), Math.max(netWh, 0), Quality.ACTUAL));
  }

  List<NetPosition> meters(int slot, Metered metered) {
    now = Math.max(now, slot(slot).endMillis());
    return next(slot, 0, metered);
  }

  private List<NetPosition> next(int slot, long contractedWh, @Nullable Metered metered) {
    Place place = new Place(++sequence, 1, now);
    List<NetPosition> told =
        new ArrayList<>(
            book.next(new AccountFact(place, "home-1", "v", slot(slot), contractedWh, metered)));
    told.forEach(row -> newest.put(row.slot().startMillis(), row));
    return told;
  }

  /** The newest row of a slot. */
  NetPosition row(int slot) {
    NetPosition row = newest.get(slot(slot).startMillis());
    if (row == null) {
      throw new AssertionError("slot " + slot + " was never told");
    }
    return row;
  }

  /** All newest rows, by slot. */
  List<NetPosition> rows() {
    return List.copyOf(newest.values());
  }
}
