package org.commonwatt.audit;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Prices of areas, and of a ground whose price is 0, of which each may be dearer than another by so
 * much at most. Such prices exist unless some way round comes back cheaper than it left.
 */
final class PriceBounds {
  private static final long NONE = Long.MAX_VALUE; // no bound

  private final int ground;
  private final long[][] most; // [b][a]: the price of a is at most that of b plus this

  /** No bounds yet; the areas are 0 to {@code ground} − 1. */
  PriceBounds(int ground) {
    this.ground = ground;
    most = new long[ground + 1][ground + 1];
    Arrays.stream(most).forEach(row -> Arrays.fill(row, NONE));
  }

  /** The same bounds, to be changed apart. */
  PriceBounds copy() {
    PriceBounds copy = new PriceBounds(ground);
    Arrays.setAll(copy.most, row -> most[row].clone());
    return copy;
  }

  /** The price of an area is at most that of another plus this. */
  void bound(int area, int other, long more) {
    most[other][area] = Math.min(most[other][area], more);
  }

  /** Leaves only those prices at which an area has this one. */
  void fix(int area, long price) {
    bound(area, ground, price);
    bound(ground, area, -price);
  }

  /** Whether there are prices that keep all bounds. */
  boolean exist() {
    return settles(new long[ground + 1], false);
  }

  /** Upper end of the prices of an area, null for none; they must exist. */
  @Nullable Long highest(int area) {
    return fromGround(area, false);
  }

  /** Lower end of the prices of an area, null for none; they must exist. */
  @Nullable Long lowest(int area) {
    Long length = fromGround(area, true);
    return length == null ? null : (Long) (-length);
  }

  private @Nullable Long fromGround(int area, boolean backwards) {
    long[] lengths = new long[ground + 1];
    Arrays.fill(lengths, NONE);
    lengths[ground] = 0;
    return settles(lengths, backwards) && lengths[area] != NONE ? (Long) lengths[area] : null;
  }

  /** Shortens ways (Bellman and Ford) until none is shorter; false if one always is. */
  private boolean settles(long[] lengths, boolean backwards) {
    for (int round = 0; round <= ground + 1; round++) {
      boolean settled = true;
      for (int from = 0; from <= ground; from++) {
        for (int to = 0; to <= ground; to++) {
          long step = backwards ? most[to][from] : most[from][to];
          if (step != NONE && lengths[from] != NONE) {
            long length = Math.addExact(lengths[from], step);
            settled &= length >= lengths[to];
            lengths[to] = Math.min(lengths[to], length);
          }
        }
      }
      if (settled) {
        return true;
      }
    }
    return false;
  }
}
