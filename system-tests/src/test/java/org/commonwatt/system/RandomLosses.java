package org.commonwatt.system;

import java.util.List;
import java.util.Random;
import org.commonwatt.model.Areas;
import org.commonwatt.model.BoundaryFlow;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.LossRules;
import org.commonwatt.model.LossRules.AreaLosses;
import org.commonwatt.model.Quality;
import org.jspecify.annotations.Nullable;

/** Whose losses a random market settles, and what its boundaries report, mostly sensibly. */
final class RandomLosses {
  private final Random random;

  RandomLosses(long seed) {
    random = new Random(seed);
  }

  /** None in a market without a grid operator, and sometimes. */
  @Nullable LossRules rules(Areas areas) {
    String operator = areas.gridOperator();
    if (operator == null || random.nextInt(4) == 0) {
      return null;
    }
    List<AreaLosses> some =
        areas.ids().stream()
            .sorted()
            .limit(1 + random.nextInt(areas.ids().size()))
            .map(area -> new AreaLosses(area, random.nextInt(80_000), random.nextInt(500)))
            .toList();
    return new LossRules(random.nextBoolean() ? operator : "fund", some);
  }

  boolean isNext() {
    return random.nextInt(16) == 0;
  }

  /** The flow of a slot near the clock, seldom nonsense. */
  BoundaryFlow flow(List<String> areas, long clock, int slotMinutes) {
    boolean odd = random.nextInt(10) == 0;
    long millis = slotMinutes * 60_000L;
    int ahead = odd ? 4_000 : random.nextInt(8) - 6;
    return new BoundaryFlow(
        odd && random.nextInt(3) == 0 ? "city" : areas.get(random.nextInt(areas.size())),
        new DeliverySlot(
            Math.floorDiv(clock, millis) * millis + ahead * millis,
            odd && random.nextInt(3) == 0 ? 5 : slotMinutes), // a border of it in any market
        1 + random.nextInt(5),
        odd ? 1_000_000_000_000L : random.nextInt(6_000),
        random.nextInt(2_000),
        Quality.values()[random.nextInt(3)]);
  }
}
