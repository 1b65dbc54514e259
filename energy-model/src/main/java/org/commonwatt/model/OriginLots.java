package org.commonwatt.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a storage took and has not given back, the oldest first: {@code
 * docs/guarantees-of-origin.md}. Not safe for use by several threads.
 */
public final class OriginLots {
  private final Deque<Lot> lots = new ArrayDeque<>();
  private long totalWh;

  /**
   * What is left of a charge, or was taken of several.
   *
   * @param known by the guarantees that came with it, Wh
   * @param unknownWh what came without one, Wh
   */
  public record Lot(SortedMap<Origin, Long> known, long unknownWh) {
    /** Copies the map, without zeros. */
    public Lot {
      known = new TreeMap<>(known);
      known.values().removeIf(wh -> wh == 0);
    }

    /** All of it, Wh. */
    public long wh() {
      return known.values().stream().reduce(unknownWh, Math::addExact);
    }
  }

  /** Lots as they were told. */
  public OriginLots(List<Lot> lots) {
    lots.forEach(this::add);
  }

  /** The lots, the oldest first. */
  public List<Lot> all() {
    return List.copyOf(lots);
  }

  /** All of them together, Wh. */
  public long totalWh() {
    return totalWh;
  }

  /** Takes a charge; one of nothing is no lot. */
  public void add(Lot lot) {
    if (lot.wh() > 0) {
      lots.add(lot);
      totalWh = Math.addExact(totalWh, lot.wh());
    }
  }

  /**
   * Takes from the oldest lots, of each pro rata by largest remainder, then by origin, what is
   * unknown last.
   *
   * @param wh 0 to all of them
   * @return what was taken
   */
  public Lot take(long wh) {
    if (wh < 0 || wh > totalWh) {
      throw new IllegalArgumentException(wh + " Wh of " + totalWh);
    }
    Lot taken = new Lot(new TreeMap<>(), 0);
    long open = wh;
    while (open > 0) {
      Lot oldest = lots.removeFirst();
      Lot part = part(oldest, Math.min(open, oldest.wh()));
      Lot rest = sum(oldest, part, -1);
      if (rest.wh() > 0) {
        lots.addFirst(rest);
      }
      taken = sum(taken, part, 1);
      open -= part.wh();
    }
    totalWh -= wh;
    return taken;
  }

  private static Lot part(Lot lot, long wh) {
    List<Long> weights = new ArrayList<>(lot.known().values());
    weights.add(lot.unknownWh());
    List<Long> parts = LargestRemainder.shareWh(wh, weights);
    SortedMap<Origin, Long> known = new TreeMap<>();
    for (Origin origin : lot.known().keySet()) {
      known.put(origin, parts.get(known.size()));
    }
    return new Lot(known, parts.get(parts.size() - 1));
  }

  private static Lot sum(Lot one, Lot other, int sign) {
    SortedMap<Origin, Long> known = new TreeMap<>(one.known());
    other.known().forEach((origin, wh) -> known.merge(origin, sign * wh, Math::addExact));
    return new Lot(known, Math.addExact(one.unknownWh(), sign * other.unknownWh()));
  }
}
