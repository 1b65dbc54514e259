package org.commonwatt.model;

import java.util.HashSet;
import java.util.Set;

/**
 * The continuous trading of a market: from a slot's auction to its gate closure.
 *
 * @param gateClosureLeadMinutes it ends this long before the slot's start, 0 or more, less than the
 *     lead of the auction's gate
 * @param tickMicroPerKwh limit prices are multiples of it, 1 to 10¹⁰ µ/kWh
 * @param bandMicroPerKwh a trade further than this from the reference price halts its product,
 *     µ/kWh, 0 to 2·10¹⁰; 0: never
 * @param haltSeconds how long a halt lasts, at most 31 days, at least 1 where there is a band
 * @param protectionMicroPerKwh how far from its first price a market order trades, µ/kWh, 0 to
 *     2·10¹⁰
 * @param fees the grid fees
 */
public record Continuous(
    int gateClosureLeadMinutes,
    long tickMicroPerKwh,
    long bandMicroPerKwh,
    int haltSeconds,
    long protectionMicroPerKwh,
    GridFees fees) {
  /** The most areas of a market that trades continuously. */
  public static final int MAX_AREAS = 256;

  /** The most ways between the areas of a market that trades continuously. */
  public static final int MAX_WAYS = 10_000;

  /** The most products, slots × areas, that trade continuously at the same time. */
  public static final int MAX_PRODUCTS = 1 << 16;

  private static final int MAX_HALT_SECONDS = 31 * 86_400;

  /** Checks the ranges; the message says what to change. */
  public Continuous {
    if (gateClosureLeadMinutes < 0) {
      throw new IllegalArgumentException("gateClosureLeadMinutes must be 0 or more");
    }
    if (tickMicroPerKwh < 1 || !Amounts.isPrice(tickMicroPerKwh)) {
      throw new IllegalArgumentException(
          "tickMicroPerKwh must be 1 to " + Amounts.MAX_ABS_PRICE_MICRO_PER_KWH);
    }
    requireDistance("bandMicroPerKwh", bandMicroPerKwh);
    requireDistance("protectionMicroPerKwh", protectionMicroPerKwh);
    if (haltSeconds < (bandMicroPerKwh > 0 ? 1 : 0) || haltSeconds > MAX_HALT_SECONDS) {
      throw new IllegalArgumentException(
          "haltSeconds must be 1 to " + MAX_HALT_SECONDS + " (31 days)");
    }
  }

  /** Checks it against the rest of a rulebook; the message says what to change. */
  void requireIn(Areas areas, Rulebook.Timing timing) {
    int minutes = timing.gateLeadMinutes() - gateClosureLeadMinutes;
    if (minutes <= 0) {
      throw new IllegalArgumentException(
          "continuous trading must have time: gateLeadMinutes > gateClosureLeadMinutes");
    }
    int count = areas.ids().size();
    if (count > MAX_AREAS || (minutes / timing.slotMinutes() + 2L) * count > MAX_PRODUCTS) {
      throw new IllegalArgumentException(
          "at most "
              + MAX_AREAS
              + " areas and "
              + MAX_PRODUCTS
              + " products (slots × areas) trade continuously at a time: raise"
              + " gateClosureLeadMinutes or have fewer areas");
    }
    if (ways(areas) > MAX_WAYS) {
      throw new IllegalArgumentException(
          "the areas have more than " + MAX_WAYS + " ways between them: take out links");
    }
    fees.requireIn(areas);
  }

  /** The number of simple ways between areas, one from each to itself, or more than enough. */
  private static int ways(Areas areas) {
    int ways = 0;
    for (String area : areas.ids()) {
      ways = waysFrom(area, areas, new HashSet<>(), ways);
    }
    return ways;
  }

  private static int waysFrom(String at, Areas areas, Set<String> visited, int before) {
    int ways = before + 1;
    visited.add(at);
    for (AreaLink link : areas.links()) {
      String next = link.from().equals(at) ? link.to() : link.from();
      boolean leads = link.from().equals(at) || link.to().equals(at);
      if (ways <= MAX_WAYS && leads && !visited.contains(next)) {
        ways = waysFrom(next, areas, visited, ways);
      }
    }
    visited.remove(at);
    return ways;
  }

  private static void requireDistance(String what, long micro) {
    if (micro < 0 || micro > 2 * Amounts.MAX_ABS_PRICE_MICRO_PER_KWH) {
      throw new IllegalArgumentException(
          what + " must be 0 to " + 2 * Amounts.MAX_ABS_PRICE_MICRO_PER_KWH);
    }
  }
}
