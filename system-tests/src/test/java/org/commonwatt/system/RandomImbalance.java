package org.commonwatt.system;

import java.util.List;
import java.util.Random;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Command;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.ImbalanceRules.DeadBand;
import org.commonwatt.model.ImbalanceRules.Fallback;
import org.commonwatt.model.ImbalanceRules.Pool;
import org.commonwatt.model.ImbalanceRules.Prices;
import org.commonwatt.model.Rulebook.Member;
import org.jspecify.annotations.Nullable;

/** Who of a random market is responsible for its balance, and prices, mostly sensible ones. */
final class RandomImbalance {
  private final Random random;
  private final boolean isThere;

  RandomImbalance(long seed) {
    random = new Random(seed);
    isThere = random.nextInt(3) > 0;
  }

  /** Rules under which prices may be as high as those of orders. */
  @Nullable ImbalanceRules rules(List<Member> members, Areas areas, boolean dear) {
    if (!isThere || random.nextInt(6) == 0) {
      return null;
    }
    List<String> responsible =
        members.stream()
            .map(Member::participant)
            .sorted()
            .limit(1 + random.nextInt(members.size()))
            .toList();
    boolean pool = random.nextInt(3) > 0;
    boolean dual = random.nextBoolean();
    long fee = areas.gridOperator() == null ? 0 : random.nextInt(3) * 5_000L;
    return new ImbalanceRules(
        responsible,
        random.nextBoolean() ? "supplier" : "balancer",
        1 + random.nextInt(1_000),
        pool ? new Pool(fee) : null,
        pool ? null : new DeadBand(random.nextInt(300_000), random.nextInt(2_000_000)),
        new Prices(
            random.nextInt(5) == 0 ? null : "desk",
            dual,
            -300_000,
            600_000,
            new Fallback((pool || !dear) && random.nextBoolean(), 350_000, dual ? 0 : 350_000)));
  }

  boolean isNext() {
    return isThere && random.nextInt(16) == 0;
  }

  /** The price of a slot near the clock, seldom nonsense. */
  Command price(List<String> areas, long clock, long slotMillis) {
    boolean odd = random.nextInt(8) == 0;
    long price = random.nextInt(900_001) - 300_000;
    return new Command.ImportImbalancePrice(
        odd && random.nextBoolean() ? "a" : "desk",
        odd && random.nextInt(3) == 0 ? "city" : areas.get(random.nextInt(areas.size())),
        Math.floorDiv(clock, slotMillis) * slotMillis
            + (random.nextInt(10) - 7) * slotMillis
            + (odd && random.nextInt(4) == 0 ? 1 : 0),
        random.nextInt(4) + (odd ? 0 : 1),
        price,
        random.nextBoolean() ? price : odd ? Long.MIN_VALUE : 0);
  }
}
