package org.commonwatt.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.commonwatt.model.AuctionTerms;
import org.commonwatt.model.BasketLeg;
import org.commonwatt.model.Command;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;

/** Blocks for the auctions of slots near the clock, in the markets that have windows. */
final class RandomBlocks {
  private final Random random; // of its own, so that it changes nothing else
  private final int windowSlots;
  private int count;

  RandomBlocks(long seed) {
    this.random = new Random(seed);
    this.windowSlots = random.nextInt(3) == 1 ? 2 : 0;
  }

  /** How many slots have their gate together; 0 in two thirds of all markets. */
  int windowSlots() {
    return windowSlots;
  }

  /** Whether the next command is a block. */
  boolean isNext() {
    return windowSlots > 0 && random.nextInt(3) == 0;
  }

  /** One of several. */
  String oneOf(List<String> ids) {
    return ids.get(random.nextInt(ids.size()));
  }

  /** Slots open up to three hours ahead, and have their gate up to one. */
  int minutesAhead() {
    return random.nextInt(200);
  }

  /**
   * A block of a home, or one that was sent before, or one that cannot be.
   *
   * @param from start of a window
   */
  Command block(String home, String area, long from, long slotMillis) {
    Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
    long first = from + (random.nextInt(6) == 0 ? slotMillis : 0);
    List<BasketLeg> legs = new ArrayList<>();
    for (int leg = 1 + random.nextInt(windowSlots); leg > 0; leg--) {
      long wh = 20L * (1 + random.nextInt(30));
      legs.add(new BasketLeg(area, first + legs.size() * slotMillis, side, 0, wh, null));
    }
    boolean child = random.nextInt(4) == 0;
    AuctionTerms terms =
        new AuctionTerms(
            random.nextInt(3) * 500_000,
            child ? "block-" + random.nextInt(count + 1) : null,
            !child && random.nextInt(4) == 0 ? "group" : null);
    int number = random.nextInt(8) == 0 ? random.nextInt(count + 1) : ++count;
    return new Command.PlaceBasket(
        random.nextInt(40) == 0 ? "stranger" : home,
        "block-" + number,
        SelfTradeMode.CANCEL_NEWEST,
        (random.nextInt(8) + (side == Side.BUY ? 3 : -2)) * 20_000L,
        terms,
        legs);
  }
}
