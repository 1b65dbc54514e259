package org.commonwatt.core.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** The ladder and the index against the collections of the platform. */
class StoresTest {

  @Property(tries = 300)
  void laddersKeepPricesInOrder(
      @ForAll("ranks") List<Long> ranks, @ForAll @LongRange(min = 1, max = 7) long tick) {
    LevelPool pool = new LevelPool();
    PriceLadder ladder = new PriceLadder(pool, tick);
    TreeSet<Long> expected = new TreeSet<>();
    for (long number : ranks) {
      long rank = number * tick;
      if (expected.add(rank)) {
        int cell = ladder.enter(rank);
        assertThat(pool.cells[cell]).isEqualTo(LevelPool.EMPTY);
        pool.cells[cell] = OrderSlab.links(1, (int) number & 0xFFFF);
      } else {
        int cell = ladder.cell(rank);
        assertThat((int) pool.cells[cell]).isEqualTo((int) number & 0xFFFF);
        ladder.leave(rank, cell);
        expected.remove(rank);
      }
      assertSame(ladder, expected);
    }
  }

  private static void assertSame(PriceLadder ladder, TreeSet<Long> expected) {
    if (expected.isEmpty()) {
      assertThat(ladder.best()).isEqualTo(PriceLadder.NO_RANK);
      return;
    }
    long rank = ladder.best();
    assertThat(ladder.bestCell()).isEqualTo(ladder.cell(rank));
    for (long next : expected) {
      assertThat(rank).isEqualTo(next);
      rank = ladder.after(rank);
    }
    assertThat(rank).isEqualTo(PriceLadder.NO_RANK);
  }

  @Provide
  Arbitrary<List<Long>> ranks() {
    return Arbitraries.oneOf(
            Arbitraries.longs().between(-20, 20),
            Arbitraries.longs().between(-3_000, 3_000),
            Arbitraries.longs().between(-1_000_000, 1_000_000),
            Arbitraries.of(-1_428_571_428L, 1_428_571_428L))
        .list()
        .ofMaxSize(150);
  }

  @Property(tries = 300)
  void laddersSpanAllPrices(@ForAll("extremes") List<Long> ranks) {
    laddersKeepPricesInOrder(ranks, 1);
  }

  @Provide
  Arbitrary<List<Long>> extremes() {
    return Arbitraries.longs().between(-10_000_000_000L, 10_000_000_000L).list().ofMaxSize(40);
  }

  @Property(tries = 100)
  void indexesFindWhatIsThere(
      @ForAll @Size(max = 4_000) List<@LongRange(min = -1_500, max = 1_500) Long> ids) {
    OrderSlab slab = new OrderSlab(1 << 20);
    IdIndex index = new IdIndex(slab);
    Map<Long, Integer> expected = new HashMap<>();
    for (long id : ids) {
      Integer handle = expected.remove(id);
      assertThat(index.find(id)).isEqualTo(handle == null ? OrderSlab.NONE : handle);
      if (handle == null) {
        int taken = slab.take(id, 1, 0, 0);
        index.add(id, taken);
        expected.put(id, taken);
      } else {
        index.remove(id, handle);
        slab.release(handle);
      }
    }
    expected.forEach((id, handle) -> assertThat(index.find(id)).isEqualTo(handle));
  }
}
