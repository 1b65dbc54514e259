package org.commonwatt.core;

import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.START;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.commonwatt.model.AuctionTerms;
import org.commonwatt.model.BasketLeg;
import org.commonwatt.model.Command;
import org.commonwatt.model.Command.PlaceBasket;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;

/** Blocks for the auctions of slots near the clock, in the markets that have some. */
final class RandomBlocks {
  private final Random random; // of its own, so that it changes nothing else
  private final int windowSlots;
  private int count;

  RandomBlocks(long seed) {
    this.random = new Random(seed);
    this.windowSlots = random.nextInt(5) == 0 ? 1 + random.nextInt(4) : 0;
  }

  /** How many slots have their gate together; 0 in four fifths of all markets. */
  int windowSlots() {
    return windowSlots;
  }

  /** Whether the next command is a block. */
  boolean isNext() {
    return windowSlots > 0 && random.nextInt(4) == 0;
  }

  /** A block, or one that was sent before, or one that cannot be. */
  Command block(String participant, String area, long clock) {
    long first = start(clock);
    Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
    List<BasketLeg> legs = new ArrayList<>();
    for (int leg = 1 + random.nextInt(windowSlots); leg > 0; leg--) {
      legs.add(
          new BasketLeg(
              area, first + legs.size() * QUARTER, side, 0, 20 * random.nextInt(1, 60), null));
    }
    boolean child = random.nextInt(4) == 0;
    AuctionTerms terms =
        new AuctionTerms(
            random.nextInt(3) * 500_000,
            child ? "block-" + random.nextInt(count + 1) : null,
            !child && random.nextInt(4) == 0 ? "group" : null);
    int number = random.nextInt(8) == 0 ? random.nextInt(count + 1) : ++count;
    return new PlaceBasket(
        participant,
        "block-" + number,
        SelfTradeMode.CANCEL_NEWEST,
        (random.nextInt(12) + (side == Side.BUY ? 4 : -2)) * 20_000L,
        terms,
        legs);
  }

  /** Mostly in the next window or the one after. */
  private long start(long clock) {
    if (random.nextInt(6) == 0) {
      return Math.floorDiv(clock, QUARTER) * QUARTER + random.nextInt(5) * QUARTER;
    }
    long window = windowSlots * QUARTER;
    long next = START + (Math.floorDiv(clock - START, window) + 1 + random.nextInt(2)) * window;
    return next + random.nextInt(2) * random.nextInt(windowSlots) * QUARTER;
  }
}
