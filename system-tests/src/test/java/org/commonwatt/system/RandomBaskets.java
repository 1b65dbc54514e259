package org.commonwatt.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.commonwatt.model.BasketLeg;
import org.commonwatt.model.Command;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/** Baskets and blocks for slots near the clock, most of them sensible. */
final class RandomBaskets {
  private final Random random; // of its own, so that it changes nothing else
  private Command.@Nullable PlaceBasket last;
  private Command.@Nullable PlaceBasket filled;

  RandomBaskets(long seed) {
    this.random = new Random(seed);
  }

  /** One of several. */
  String oneOf(List<String> ids) {
    return ids.get(random.nextInt(ids.size()));
  }

  /** The last basket traded. */
  void filled() {
    filled = last;
  }

  /** Whether the next command is a basket. */
  boolean isNext() {
    return oneIn(3);
  }

  /** A basket of a home. */
  Command basket(String home, String area, long clock, long slotMillis) {
    Command.PlaceBasket before = oneIn(3) ? filled : last;
    if (before != null && oneIn(4)) {
      return before;
    }
    long start = Math.floorDiv(clock, slotMillis) * slotMillis + slotMillis;
    Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
    boolean block = oneIn(2);
    List<BasketLeg> legs = new ArrayList<>();
    int size = oneIn(2) ? 1 : 2 + random.nextInt(2);
    EnergySource source = oneIn(4) ? EnergySource.values()[random.nextInt(2)] : null;
    for (int i = 0; i < size; i++) {
      int slot = block && !oneIn(20) ? i : random.nextInt(3);
      Side of = block || !oneIn(3) ? side : random.nextBoolean() ? Side.BUY : Side.SELL;
      long price = (of == Side.BUY ? 140_000 : -40_000) + random.nextInt(3) * 20_000L;
      legs.add(
          new BasketLeg(
              oneIn(40) ? "city" : area,
              start + slot * slotMillis + (oneIn(60) ? 1 : 0),
              of,
              block && !oneIn(30) ? 0 : price + (oneIn(40) ? 1 : 0),
              oneIn(30) ? 0 : 1 + random.nextInt(oneIn(4) ? 1_000 : 20),
              source));
    }
    last =
        new Command.PlaceBasket(
            oneIn(40) ? "stranger" : home,
            oneIn(40) ? "no id!" : "b" + random.nextInt(500),
            SelfTradeMode.values()[random.nextInt(3)],
            block ? (Long) (random.nextInt(oneIn(20) ? 60 : 10) * 20_000L - 20_000) : null,
            null,
            oneIn(60) ? List.of() : legs);
    return last;
  }

  private boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }
}
