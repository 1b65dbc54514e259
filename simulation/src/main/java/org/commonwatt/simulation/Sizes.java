package org.commonwatt.simulation;

import org.commonwatt.core.MarketBounds;

/**
 * How much the simulated market holds. Seeds take turns: nobody can wait until a market of the
 * usual size is full.
 */
final class Sizes {
  private static final MarketBounds SMALL = MarketBounds.USUAL.withBillLines(6);
  private static final int MANY = 10_000;
  private static final int TWO_SLOTS = 58; // of four members each

  private Sizes() {}

  /**
   * Roomy, with few places in each slot, with few in the market and a small book, or with little
   * that may wait for settlement and ledger.
   */
  static MarketBounds of(long seed) {
    return switch ((int) Math.floorMod(seed, 5L)) {
      case 0 -> SMALL.withTradesAtOnce(2);
      case 1 -> SMALL.withPlaces(16, MANY).withTradesAtOnce(3);
      case 2 -> SMALL.withPlaces(MANY, 48).withRestingOrders(4);
      case 3 -> SMALL.withBacklog(TWO_SLOTS);
      default -> MarketBounds.USUAL;
    };
  }
}
