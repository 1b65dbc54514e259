package org.commonwatt.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.commonwatt.model.BasketLeg;
import org.commonwatt.model.Command;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/** Baskets and blocks for slots near the clock, most of them sensible. */
final class RandomBaskets {
  private final Random random; // of its own, so that it changes nothing else
  private final long slotMillis;
  private Command.@Nullable PlaceBasket last;

  RandomBaskets(long seed, int slotMinutes) {
    this.random = new Random(seed);
    this.slotMillis = slotMinutes * 60_000L;
  }

  /** Whether the next command is a basket. */
  boolean isNext() {
    return oneIn(6);
  }

  /** A basket of a home. */
  Command basket(String home, String area, long clock) {
    Command.PlaceBasket before = last;
    if (before != null && oneIn(5)) {
      return before;
    }
    long start = Math.floorDiv(clock, slotMillis) * slotMillis + slotMillis;
    Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
    boolean block = oneIn(2);
    List<BasketLeg> legs = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      int slot = block && !oneIn(20) ? i : random.nextInt(3);
      Side of = block || !oneIn(3) ? side : random.nextBoolean() ? Side.BUY : Side.SELL;
      long price = (of == Side.BUY ? 5 : 0) * 20_000L + random.nextInt(6) * 20_000L - 40_000;
      legs.add(
          new BasketLeg(
              oneIn(40) ? "city" : area,
              start + slot * slotMillis + (oneIn(60) ? 1 : 0),
              of,
              block && !oneIn(30) ? 0 : price + (oneIn(40) ? 1 : 0),
              oneIn(30) ? 0 : 1 + random.nextInt(oneIn(3) ? 1_000 : 60)));
    }
    last =
        new Command.PlaceBasket(
            oneIn(40) ? "stranger" : home,
            oneIn(40) ? "no id!" : "b" + random.nextInt(500),
            SelfTradeMode.values()[random.nextInt(3)],
            block ? (Long) (random.nextInt(oneIn(20) ? 60 : 9) * 20_000L - 20_000) : null,
            oneIn(60) ? List.of() : legs);
    return last;
  }

  private boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }
}
