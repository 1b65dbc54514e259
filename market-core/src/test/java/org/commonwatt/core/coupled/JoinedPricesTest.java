package org.commonwatt.core.coupled;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonwatt.core.coupled.BlockOracle.Found;
import org.commonwatt.core.coupled.BlockOracle.SmallCase;

/** Prices of slots of two areas that blocks join, against all vectors that support the result. */
class JoinedPricesTest {
  private static final ClearingRules RULES =
      new ClearingRules(PriceRule.MIDPOINT, TieRule.PRO_RATA, false, 1_000_000, 300_000);
  private static final int SLOTS = 2;
  private static final int AREAS = 2;
  private static final int MOST = 300_000; // vectors of a case

  /** Seeds are fixed, as a search for the ends of prices may be given up without a word. */
  @Property(tries = 150, seed = "20261201")
  void theyAreTheMiddlesOfWhatExtendsSlotBySlotAndAreaByArea(@ForAll long seed) {
    judge(seed);
  }

  @Example
  void manyCasesHaveJoinedSlots() {
    int judged = 0;
    for (long seed = 0; seed < 150; seed++) {
      judged += judge(seed);
    }
    assertThat(judged).isGreaterThan(20);
  }

  /** How many slots with two areas that an accepted block joins to the other were judged. */
  private static int judge(long seed) {
    SmallCase small = new BlockCases(seed, 9).draw(SLOTS, AREAS, 1 + new Random(seed).nextInt(3));
    MultiSlotResult result =
        (MultiSlotResult) MultiSlotAuction.clear(BlockCases.build(small, RULES, false, 1));
    List<BlockOrder> byArrival = BlockCases.byArrival(small.blocks());
    boolean[] out = new boolean[byArrival.size()];
    for (int b = 0; b < out.length; b++) {
      out[byArrival.indexOf(small.blocks().get(b))] = result.isLeftOut(b);
    }
    BlockOracle oracle = new BlockOracle(small, byArrival, out);
    Found best = requireNonNull(oracle.best);
    long vectors = best.prices().stream().mapToLong(List::size).reduce(1, (a, b) -> a * b);
    if (!result.isOptimal() || vectors > MOST || !isTaken(result, small, oracle, best)) {
      return 0; // of several that are as good, exhaustion does not know the volume in two areas
    }
    List<int[][]> all = oracle.vectors(best, false);
    if (all.stream().anyMatch(JoinedPricesTest::isAtTheEdge)) {
      return 0; // prices that exhaustion does not reach
    }
    for (int s = 0; s < SLOTS; s++) {
      for (int a = 0; a < AREAS; a++) {
        assertThat(result.slot(s).lowestPriceMicroPerKwh(a)).isEqualTo(end(all, s, a, true));
        assertThat(result.slot(s).highestPriceMicroPerKwh(a)).isEqualTo(end(all, s, a, false));
      }
    }
    return isJoined(result, small) ? fixed(result, all) : 0;
  }

  private static boolean isTaken(
      MultiSlotResult result, SmallCase small, BlockOracle oracle, Found best) {
    for (int b = 0; b < small.blocks().size(); b++) {
      BlockOrder block = small.blocks().get(b);
      long unit = block.profile().get(0).energyWh() / BlockOracle.unitsOf(block);
      long units = best.units()[oracle.blocks.indexOf(block)];
      if (result.blockFillWh(b, 0) != unit * units) {
        return false;
      }
    }
    return true;
  }

  /** Whether an accepted block is in both slots. */
  private static boolean isJoined(MultiSlotResult result, SmallCase small) {
    for (int b = 0; b < small.blocks().size(); b++) {
      if (result.blockRatioPpm(b) > 0 && small.blocks().get(b).profile().size() == SLOTS) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAtTheEdge(int[][] vector) {
    return Arrays.stream(vector)
        .flatMapToInt(Arrays::stream)
        .anyMatch(price -> Math.abs(price) >= BlockOracle.REACH);
  }

  private static long end(List<int[][]> vectors, int s, int a, boolean low) {
    var prices = vectors.stream().mapToInt(vector -> vector[s][a]);
    return (low ? prices.min() : prices.max()).orElseThrow();
  }

  private static int fixed(MultiSlotResult result, List<int[][]> all) {
    List<int[][]> vectors = all;
    for (int s = 0; s < SLOTS; s++) {
      for (int a = 0; a < AREAS; a++) {
        int slot = s;
        int area = a;
        long middle = Math.floorDiv(end(vectors, s, a, true) + end(vectors, s, a, false), 2);
        while (noneHas(vectors, s, a, middle)) {
          middle--;
        }
        long price = middle;
        assertThat(result.slot(s).priceMicroPerKwh(a))
            .as("slot %s, area %s", s, a)
            .isEqualTo(price);
        vectors = vectors.stream().filter(vector -> vector[slot][area] == price).toList();
      }
    }
    return SLOTS;
  }

  private static boolean noneHas(List<int[][]> vectors, int s, int a, long price) {
    return vectors.stream().noneMatch(vector -> vector[s][a] == price);
  }
}
