package org.commonwatt.audit;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Prices that support an auction's result, per area: its own ends, and how much dearer than another
 * area it can be at most. All ways from area to area are added up first (Floyd and Warshall).
 */
final class PriceRecount {
  private static final long UNBOUNDED = Long.MAX_VALUE;

  private final @Nullable Long[] ownLowest;
  private final @Nullable Long[] ownHighest;
  private final long[][] gap; // the price of the second is at most that of the first plus this
  private final int areas;
  private boolean contradictory; // a way that comes back cheaper than it left

  PriceRecount(int areas) {
    this.areas = areas;
    ownLowest = new @Nullable Long[areas];
    ownHighest = new @Nullable Long[areas];
    gap = new long[areas][areas];
    for (int a = 0; a < areas; a++) {
      Arrays.fill(gap[a], UNBOUNDED);
      gap[a][a] = 0;
    }
  }

  /** The price of an area is at least this. */
  void atLeast(int area, long price) {
    Long known = ownLowest[area];
    ownLowest[area] = known == null ? price : Math.max(known, price);
  }

  /** The price of an area is at most this. */
  void atMost(int area, long price) {
    Long known = ownHighest[area];
    ownHighest[area] = known == null ? price : Math.min(known, price);
  }

  /** The price of an area is at most another's plus this. */
  void atMost(int area, int other, long more) {
    gap[other][area] = Math.min(gap[other][area], more);
  }

  /** Says that all bounds are in. */
  void complete() {
    for (int via = 0; via < areas; via++) {
      for (int from = 0; from < areas; from++) {
        for (int to = 0; to < areas; to++) {
          if (gap[from][via] != UNBOUNDED && gap[via][to] != UNBOUNDED) {
            gap[from][to] = Math.min(gap[from][to], gap[from][via] + gap[via][to]);
          }
        }
        if (gap[from][from] < 0) {
          contradictory = true; // going on would add this up without end
          return;
        }
      }
    }
  }

  /** Whether no prices at all meet the bounds. */
  boolean isEmpty() {
    for (int area = 0; area < areas && !contradictory; area++) {
      Long low = lowest(area);
      Long high = highest(area);
      contradictory = low != null && high != null && low > high;
    }
    return contradictory;
  }

  /** Lower end of an area's supporting prices, null when nothing bounds it. */
  @Nullable Long lowest(int area) {
    Long lowest = null;
    for (int other = 0; other < areas; other++) {
      Long own = ownLowest[other];
      if (own != null && gap[area][other] != UNBOUNDED) {
        long bound = own - gap[area][other];
        lowest = lowest == null ? (Long) bound : (Long) Math.max(lowest, bound);
      }
    }
    return lowest;
  }

  /** Upper end of an area's supporting prices, null when nothing bounds it. */
  @Nullable Long highest(int area) {
    Long highest = null;
    for (int other = 0; other < areas; other++) {
      Long own = ownHighest[other];
      if (own != null && gap[other][area] != UNBOUNDED) {
        long bound = own + gap[other][area];
        highest = highest == null ? (Long) bound : (Long) Math.min(highest, bound);
      }
    }
    return highest;
  }

  /**
   * The prices of the rule {@code midpoint}, areas in order of id; nothing else may be asked after.
   */
  @Nullable Long[] midpoints() {
    @Nullable Long[] prices = new @Nullable Long[areas];
    @Nullable Long[] onlyEnd = new @Nullable Long[areas];
    for (int area = 0; area < areas; area++) {
      Long low = lowest(area);
      Long high = highest(area);
      if (low != null && high != null) {
        prices[area] = Math.floorDiv(low + high, 2L);
      } else {
        onlyEnd[area] = low == null ? high : low;
      }
    }
    for (int area = 0; area < areas; area++) {
      fix(area, prices[area]);
    }
    for (boolean changed = true; changed; ) {
      changed = false;
      for (int area = 0; area < areas; area++) {
        if (prices[area] == null) {
          prices[area] = left(area, onlyEnd[area]);
          fix(area, prices[area]);
          changed |= prices[area] != null;
        }
      }
    }
    return prices;
  }

  private void fix(int area, @Nullable Long price) {
    if (price != null) {
      ownLowest[area] = price;
      ownHighest[area] = price;
    }
  }

  /** What the prices fixed so far leave an area: its one end clamped, or what they give it. */
  private @Nullable Long left(int area, @Nullable Long end) {
    Long low = lowest(area);
    Long high = highest(area);
    if (end != null) {
      long capped = high == null ? end : Math.min(high, end);
      return low == null ? capped : Math.max(low, capped);
    }
    if (low == null || high == null) {
      return low == null ? high : low;
    }
    return Math.floorDiv(low + high, 2L);
  }
}
