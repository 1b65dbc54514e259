package org.commonwatt.core.book;

import java.util.List;
import org.commonwatt.model.FeeMode;

/**
 * The areas of a market, the links between them, and the grid fees of a trade on its way.
 *
 * @param areaLevels for each area the grid level it belongs to, or {@link #NO_LEVEL}; its size is
 *     the number of areas
 * @param links the links, numbered in this order
 * @param levels fee of each grid level, charged once on a way that touches it
 * @param feeMode how fees enter the comparison of prices
 */
public record BookNetwork(
    List<Integer> areaLevels, List<BookLink> links, List<FeeRule> levels, FeeMode feeMode) {
  /** No grid level. */
  public static final int NO_LEVEL = -1;

  /** The most areas. */
  public static final int MAX_AREAS = 256;

  /** One area without fees. */
  public static final BookNetwork SINGLE =
      new BookNetwork(List.of(NO_LEVEL), List.of(), List.of(), FeeMode.ON_TOP);

  /** Copies and checks; the message says what to change. */
  public BookNetwork {
    areaLevels = List.copyOf(areaLevels);
    links = List.copyOf(links);
    levels = List.copyOf(levels);
    if (areaLevels.isEmpty() || areaLevels.size() > MAX_AREAS) {
      throw new IllegalArgumentException("a network has 1 to " + MAX_AREAS + " areas");
    }
    for (int level : areaLevels) {
      requireLevel(level, levels.size());
    }
    for (BookLink link : links) {
      requireLevel(link.level(), levels.size());
      requireArea(link.from(), areaLevels.size());
      requireArea(link.to(), areaLevels.size());
      if (link.from() == link.to()) {
        throw new IllegalArgumentException("a link joins two different areas");
      }
    }
  }

  /** The number of areas. */
  public int areas() {
    return areaLevels.size();
  }

  private static void requireLevel(int level, int levels) {
    if (level < NO_LEVEL || level >= levels) {
      throw new IllegalArgumentException("grid level " + level + " is not among the levels");
    }
  }

  private static void requireArea(int area, int areas) {
    if (area < 0 || area >= areas) {
      throw new IllegalArgumentException("area " + area + " is not among the areas");
    }
  }
}
