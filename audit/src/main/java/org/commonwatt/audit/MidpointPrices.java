package org.commonwatt.audit;

import java.util.List;
import org.commonwatt.model.StatedAuction.Area;
import org.commonwatt.model.StatedAuction.Kind;
import org.jspecify.annotations.Nullable;

/** The prices of the rule {@code midpoint} among those that support a result. */
final class MidpointPrices {
  private final PriceBounds bounds;
  private final List<Area> areas;
  private final @Nullable Long[] prices;
  private final @Nullable Long[] onlyEnd;

  /** Chooses; the bounds then leave only these prices. */
  MidpointPrices(PriceBounds bounds, List<Area> areas) {
    this.bounds = bounds;
    this.areas = areas;
    prices = new @Nullable Long[areas.size()];
    onlyEnd = new @Nullable Long[areas.size()];
    for (int area = 0; area < prices.length; area++) {
      Long low = isNormal(area) ? bounds.lowest(area) : null;
      Long high = isNormal(area) ? bounds.highest(area) : null;
      if (low != null && high != null) {
        prices[area] = Math.floorDiv(low + high, 2L);
      } else {
        onlyEnd[area] = low == null ? high : low;
      }
    }
    for (int area = 0; area < prices.length; area++) {
      fix(area);
    }
    fillIn();
  }

  /** By place of the area; null where nothing bounds it, or where it is no normal one. */
  @Nullable Long[] prices() {
    return prices;
  }

  private boolean isNormal(int area) {
    return areas.get(area).kind() == Kind.NORMAL;
  }

  private void fillIn() {
    for (boolean changed = true; changed; ) {
      changed = false;
      for (int area = 0; area < prices.length; area++) {
        if (prices[area] == null && isNormal(area)) {
          prices[area] = left(area, onlyEnd[area]);
          fix(area);
          changed |= prices[area] != null;
        }
      }
    }
  }

  private void fix(int area) {
    Long price = prices[area];
    if (price != null) {
      bounds.fix(area, price);
    }
  }

  /** What the prices fixed so far leave an area: its one end clamped, or what they give it. */
  private @Nullable Long left(int area, @Nullable Long end) {
    Long low = bounds.lowest(area);
    Long high = bounds.highest(area);
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
