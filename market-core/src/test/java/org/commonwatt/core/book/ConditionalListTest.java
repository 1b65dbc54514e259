package org.commonwatt.core.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

/** The runs of orders with a minimum against a plain sorted list, and what an arrival looks at. */
class ConditionalListTest {
  private static final long ALL = Resting.ALL;

  private OrderSlab slab = new OrderSlab(1 << 20);
  private Extras extras = new Extras(slab);
  private ConditionalList list = list(1);
  private final List<Integer> expected = new ArrayList<>();
  private long sequence;

  @Property(tries = 60)
  void keepsOrdersByPriceAndTimeWithTheLeastThatTheyTake(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 400) int most, @ForAll boolean buys) {
    start(buys ? -1 : 1);
    Random random = new Random(seed);
    for (int i = 0; i < 1_500; i++) {
      boolean grows = expected.size() < most && i < 1_000;
      int dice = random.nextInt(10);
      if (expected.isEmpty() || dice < (grows ? 6 : 2)) {
        add(random.nextInt(40) - 20, 1 + random.nextInt(50), random);
      } else if (dice < 8) {
        remove(random.nextInt(expected.size()));
      } else {
        trade(expected.get(random.nextInt(expected.size())), random);
      }
      if (i % 10 == 0) {
        assertAsExpected(buys ? -1 : 1);
      }
    }
  }

  /** An order that is too large for an arriving one is passed over with its run. */
  @Test
  void aRunSaysWhatItsSmallestOrderTakes() {
    start(1);
    for (int i = 0; i < 10_000; i++) {
      put(i / 10, 1_000, ALL);
    }
    for (int run = 0; run < list.runs(); run++) {
      assertThat(list.least(run)).isEqualTo(1_000);
    }
    assertThat(list.runs()).isLessThanOrEqualTo(10_000 / (ConditionalList.RUN / 2));
  }

  @Test
  void anArrivalTradesWithTheOneSmallOrderBehindThousandsThatAreTooLarge() {
    TestBook market = new TestBook();
    for (int i = 0; i < 5_000; i++) {
      long id = i + 1;
      market.place(id, order -> order.limit(Side.SELL, 1_000, id % 50).allOrNone());
    }
    market.place(6_000, order -> order.limit(Side.SELL, 30, 60).minimum(10));
    market.place(6_001, order -> order.limit(Side.SELL, 5, 61).allOrNone());

    assertThat(market.buy(6_002, 12, 100))
        .containsExactly("accepted 6002", "traded 6002 6000 12@60");
    assertThat(market.buy(6_003, 9, 100)).containsExactly("accepted 6003", "traded 6003 6001 5@61");
    assertThat(market.cancel(6_003)).containsExactly("cancelled 6003 4 BY_OWNER");
    assertThat(market.buy(6_004, 18, 100))
        .as("what is left of the minimum order, all of it")
        .containsExactly("accepted 6004", "traded 6004 6000 18@60");
    assertThat(market.cancel(2_500)).containsExactly("cancelled 2500 1000 BY_OWNER");
  }

  private void start(int sign) {
    slab = new OrderSlab(1 << 20);
    extras = new Extras(slab);
    list = list(sign);
    expected.clear();
  }

  private ConditionalList list(int sign) {
    return new ConditionalList(new Shared(slab, new LevelPool(), extras), sign);
  }

  private void add(long price, long energy, Random random) {
    expected.add(put(price, energy, random.nextBoolean() ? ALL : 1 + random.nextInt(60)));
  }

  private int put(long price, long energy, long minimum) {
    int handle =
        slab.take(sequence, energy, OrderSlab.CONDITIONAL, OrderSlab.priceAndOwner(price, 0));
    slab.sequence(handle, ++sequence);
    extras.take(handle);
    extras.minimum(handle, minimum);
    list.add(handle);
    return handle;
  }

  private void remove(int place) {
    int handle = expected.remove(place);
    list.remove(handle);
    extras.release(handle);
    slab.release(handle);
  }

  private void trade(int handle, Random random) {
    if (slab.energy(handle) > 1) {
      slab.energy(handle, 1 + random.nextLong(slab.energy(handle) - 1));
      list.changed(handle);
    }
  }

  private void assertAsExpected(int sign) {
    expected.sort(
        Comparator.<Integer>comparingLong(handle -> sign * slab.price(handle))
            .thenComparingLong(slab::sequence));
    List<Integer> found = new ArrayList<>();
    for (int run = 0; run < list.runs(); run++) {
      ConditionalRun orders = list.run(run);
      assertThat(orders.count()).isBetween(list.size() == 0 ? 0 : 1, ConditionalList.RUN);
      long least = Long.MAX_VALUE;
      for (int i = 0; i < orders.count(); i++) {
        int handle = orders.handle(i);
        found.add(handle);
        long need = Math.min(extras.minimum(handle), slab.energy(handle));
        assertThat(orders.need(i)).isEqualTo(need);
        least = Math.min(least, need);
      }
      assertThat(list.least(run)).isEqualTo(least);
    }
    assertThat(found).isEqualTo(expected).hasSize(list.size());
    assertThat(list.runs()).isLessThanOrEqualTo(1 + expected.size() / (ConditionalList.RUN / 4));
    List<Integer> walked = new ArrayList<>();
    for (int at = list.first(); at != OrderSlab.NONE; at = list.after(at)) {
      walked.add(at);
    }
    assertThat(walked).isEqualTo(expected);
  }
}
