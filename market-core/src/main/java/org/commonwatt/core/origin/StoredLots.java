package org.commonwatt.core.origin;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.model.Origin;
import org.commonwatt.model.OriginStorage;

/**
 * What a storage took and has not given back, the oldest first. Without guarantees it took the
 * rest, and of that nothing is known.
 */
final class StoredLots {
  private final Deque<Lot> lots = new ArrayDeque<>();
  private long totalWh;

  /** What was taken in a slot and is left of it. */
  private static final class Lot {
    final SortedMap<Origin, Long> known;
    long unknownWh;

    Lot(SortedMap<Origin, Long> known, long unknownWh) {
      this.known = known;
      this.unknownWh = unknownWh;
    }

    long wh() {
      return known.values().stream().reduce(unknownWh, Math::addExact);
    }
  }

  /**
   * What a discharge gives back.
   *
   * @param released guarantees, Wh
   * @param lost guarantees of what was lost on the way, Wh
   */
  record Discharge(SortedMap<Origin, Long> released, SortedMap<Origin, Long> lost) {}

  /**
   * Takes a charge.
   *
   * @param wh all of it, Wh
   * @param known its guarantees, Wh, at most all of it
   * @return guarantees that are lost, Wh: the oldest that the storage cannot have any more
   */
  SortedMap<Origin, Long> charge(long wh, SortedMap<Origin, Long> known, OriginStorage storage) {
    long guaranteed = known.values().stream().reduce(0L, Math::addExact);
    lots.add(new Lot(new TreeMap<>(known), Math.subtractExact(wh, guaranteed)));
    totalWh = Math.addExact(totalWh, wh);
    return take(Math.max(0, totalWh - storage.takenForWh(storage.capacityWh())));
  }

  /**
   * Gives back, first what was taken first.
   *
   * @param wh what is injected, Wh; more than was taken has no guarantees
   */
  Discharge discharge(long wh, OriginStorage storage) {
    SortedMap<Origin, Long> released = new TreeMap<>();
    SortedMap<Origin, Long> lost = new TreeMap<>();
    take(Math.min(totalWh, storage.takenForWh(wh)))
        .forEach(
            (origin, taken) -> {
              long given = storage.givenForWh(taken);
              released.put(origin, given);
              lost.put(origin, taken - given);
            });
    return new Discharge(released, lost);
  }

  /** Takes from the oldest lots, of each pro rata, and tells the guarantees of it. */
  private SortedMap<Origin, Long> take(long wh) {
    SortedMap<Origin, Long> taken = new TreeMap<>();
    long open = wh;
    while (open > 0) {
      Lot lot = lots.getFirst();
      long part = Math.min(open, lot.wh());
      take(lot, part, taken);
      if (lot.wh() == 0) {
        lots.removeFirst();
      }
      open -= part;
    }
    totalWh -= wh;
    return taken;
  }

  private static void take(Lot lot, long wh, SortedMap<Origin, Long> taken) {
    List<Origin> origins = List.copyOf(lot.known.keySet());
    List<Long> weights = new ArrayList<>(lot.known.values());
    weights.add(lot.unknownWh);
    List<Long> parts = Shares.of(wh, weights);
    for (int i = 0; i < origins.size(); i++) {
      taken.merge(origins.get(i), parts.get(i), Math::addExact);
      lot.known.merge(origins.get(i), -parts.get(i), Math::addExact);
    }
    lot.unknownWh -= parts.get(origins.size());
  }
}
