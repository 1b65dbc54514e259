package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.groups.Tuple;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

class AreaPartiesTest {
  private AreaParties parties = new AreaParties();
  private long lastOrderId;

  @Test
  void theExampleOfTheMarketRulesHolds() {
    add("a", Side.BUY, 2_000);
    add("b", Side.BUY, 1_000);
    add("c", Side.SELL, 1_500);
    add("d", Side.SELL, 1_500);
    assertPairs(tuple("a", "c", 1_500L), tuple("a", "d", 500L), tuple("b", "d", 1_000L));
  }

  @Test
  void linksComeAfterOrders() {
    add("a", Side.BUY, 10);
    add("b", Side.SELL, 25);
    parties.exports("x>y", 30);
    parties.exports("z>x", -15);
    assertPairs(tuple("a", "b", 10L), tuple("x>y", "b", 15L), tuple("x>y", "z>x", 15L));
  }

  @Test
  void whoWouldTradeWithItselfChangesPartners() {
    add("a", Side.BUY, 10);
    add("b", Side.BUY, 6);
    add("a", Side.SELL, 4);
    add("c", Side.SELL, 12);
    // In order a would buy its own 4 Wh: b, the first pair without a, takes them.
    assertPairs(tuple("a", "c", 10L), tuple("b", "a", 4L), tuple("b", "c", 2L));
  }

  /** An algorithm that looks at all pairs for each does not come back. */
  @Test
  void anOwnerOfFiftyThousandOrdersOfBothSidesIsPairedWithOthers() {
    int half = 50_000;
    for (int i = 0; i < half; i++) {
      add("home", Side.BUY, 2);
    }
    for (int i = 0; i < half; i++) {
      add("other", Side.BUY, 2);
    }
    for (int i = 0; i < half; i++) {
      add(i % 2 == 0 ? "home" : "third", Side.SELL, 2);
      add("fourth", Side.SELL, 2);
    }
    assertThat(parties.pairs())
        .noneMatch(pair -> pair.buy().party().equals(pair.sell().party()))
        .extracting(AreaParties.Pair::energyWh)
        .satisfies(all -> assertThat(all.stream().mapToLong(wh -> wh).sum()).isEqualTo(4L * half));
  }

  /** Whatever the shares are, as long as nobody has more than all others together can take. */
  @Property(tries = 2000)
  void everybodyIsPairedWithOthersToTheLastWattHour(@ForAll long seed) {
    parties = new AreaParties(); // one instance serves all tries
    Random random = new Random(seed);
    long[] buys = random.longs(1 + random.nextInt(5), 1, 20).toArray();
    long total = 0;
    Map<Long, Long> shares = new HashMap<>();
    Map<String, Long> owned = new HashMap<>();
    for (long energy : buys) {
      String owner = "p" + random.nextInt(4);
      shares.put(add(owner, Side.BUY, energy), energy);
      owned.merge(owner, energy, Long::sum);
      total += energy;
    }
    for (long left = total; left > 0; ) {
      long energy = 1 + random.nextInt((int) Math.min(left, 15));
      String owner = "p" + random.nextInt(6);
      long most = total - owned.getOrDefault(owner, 0L);
      if (most > 0) {
        energy = Math.min(energy, most);
        shares.put(add(owner, Side.SELL, energy), energy);
        owned.merge(owner, energy, Long::sum);
        left -= energy;
      }
    }
    for (AreaParties.Pair pair : parties.pairs()) {
      assertThat(pair.energyWh()).isPositive();
      assertThat(pair.buy().party()).isNotEqualTo(pair.sell().party());
      shares.merge(pair.buy().orderId(), -pair.energyWh(), Long::sum);
      shares.merge(pair.sell().orderId(), -pair.energyWh(), Long::sum);
    }
    assertThat(shares.values()).allMatch(left -> left == 0);
  }

  private long add(String owner, Side side, long energyWh) {
    long id = ++lastOrderId;
    parties.add(
        new OrderAccepted(id, owner, "c" + id, "x", TestMarket.SLOT, side, 1, energyWh, 0),
        energyWh);
    return id;
  }

  private void assertPairs(Tuple... expected) {
    List<Tuple> found = new ArrayList<>();
    for (AreaParties.Pair pair : parties.pairs()) {
      found.add(tuple(pair.buy().party(), pair.sell().party(), pair.energyWh()));
    }
    assertThat(found).containsExactly(expected);
  }
}
