package org.commonwatt.core.coupled;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonwatt.core.coupled.BlockOracle.Found;
import org.commonwatt.core.coupled.BlockOracle.SmallCase;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/** Blocks, families and exclusive groups against exhaustion. */
class BlockPropertiesTest {
  private static final ClearingRules RULES =
      new ClearingRules(PriceRule.MIDPOINT, TieRule.PRO_RATA, false, 1_000_000, 300_000);

  /** Seeds are fixed, as a search for the ends of prices may be given up without a word. */
  @Property(tries = 300, seed = "20261130")
  void theAcceptanceAndItsPricesAreThoseOfExhaustion(@ForAll long seed) {
    Random random = new Random(seed);
    int slots = 1 + random.nextInt(3);
    compare(new BlockCases(seed, 12).draw(slots, 1, 1 + random.nextInt(4)));
  }

  @Property(tries = 200, seed = "20261201")
  void ofAGroupTheAcceptanceIsThatOfExhaustion(@ForAll long seed) {
    compare(new BlockCases(seed, 12).group(3 + new Random(seed).nextInt(2)));
  }

  private static void compare(SmallCase small) {
    MultiSlotResult result = clear(small, false, 1);
    BlockOracle oracle = oracle(small, result);
    Found best = requireNonNull(oracle.best);
    Assume.that(result.isOptimal()); // hardly ever is a search for prices given up
    Assume.that(isInReach(small, result));
    assertThat(result.welfareNano()).isEqualTo(best.welfare());
    for (int b = 0; b < small.blocks().size(); b++) {
      assertThat(units(result, small, b))
          .as("block %d of %s", b, small)
          .isEqualTo(expected(oracle, best, small, b));
    }
    prices(result, oracle, best, small.slots());
  }

  /** Whether exhaustion, too, could find the prices. */
  private static boolean isInReach(SmallCase small, MultiSlotResult result) {
    for (int s = 0; s < small.slots(); s++) {
      for (int a = 0; a < small.areas(); a++) {
        Long price = result.slot(s).priceMicroPerKwh(a);
        if (price != null && Math.abs(price) > BlockOracle.REACH) {
          return false;
        }
      }
    }
    return true;
  }

  private static long expected(BlockOracle oracle, Found best, SmallCase small, int b) {
    return best.units()[oracle.blocks.indexOf(small.blocks().get(b))];
  }

  private static long units(MultiSlotResult result, SmallCase small, int b) {
    BlockOrder block = small.blocks().get(b);
    long unit = block.profile().get(0).energyWh() / BlockOracle.unitsOf(block);
    return result.blockFillWh(b, 0) / unit;
  }

  /** Intervals, and prices fixed in order of slots at the middle of what extends. */
  private static void prices(MultiSlotResult result, BlockOracle oracle, Found best, int slots) {
    List<int[][]> vectors = oracle.vectors(best, false);
    if (vectors.stream().anyMatch(BlockPropertiesTest::isAtTheEdge)) {
      return; // prices that exhaustion does not reach
    }
    for (int s = 0; s < slots; s++) {
      int slot = s;
      int low = vectors.stream().mapToInt(v -> v[slot][0]).min().orElseThrow();
      int high = vectors.stream().mapToInt(v -> v[slot][0]).max().orElseThrow();
      ClearingResult found = result.slot(s);
      assertThat(found.lowestPriceMicroPerKwh(0)).isEqualTo(low);
      assertThat(found.highestPriceMicroPerKwh(0)).isEqualTo(high);
    }
    fixed(result, vectors, slots);
  }

  private static boolean isAtTheEdge(int[][] vector) {
    return Arrays.stream(vector).anyMatch(price -> Math.abs(price[0]) >= BlockOracle.REACH);
  }

  private static void fixed(MultiSlotResult result, List<int[][]> all, int slots) {
    List<int[][]> vectors = all;
    for (int s = 0; s < slots; s++) {
      int slot = s;
      int low = vectors.stream().mapToInt(v -> v[slot][0]).min().orElseThrow();
      int high = vectors.stream().mapToInt(v -> v[slot][0]).max().orElseThrow();
      int middle = Math.floorDiv(low + high, 2);
      while (noneHas(vectors, slot, middle)) {
        middle--;
      }
      assertThat(result.slot(s).priceMicroPerKwh(0)).isEqualTo(middle);
      int price = middle;
      vectors = vectors.stream().filter(v -> v[slot][0] == price).toList();
    }
  }

  private static boolean noneHas(List<int[][]> vectors, int slot, int price) {
    return vectors.stream().noneMatch(v -> v[slot][0] == price);
  }

  @Property(tries = 150)
  void inTwoAreasWelfareIsThatOfExhaustionAndNobodyLoses(@ForAll long seed) {
    Random random = new Random(seed);
    SmallCase small = new BlockCases(seed, 9).draw(2, 2, 1 + random.nextInt(4));
    MultiSlotResult result = clear(small, false, 1);
    BlockOracle oracle = oracle(small, result);
    Found best = requireNonNull(oracle.best);
    Assume.that(result.isOptimal());
    Assume.that(isInReach(small, result));
    assertThat(result.welfareNano()).isEqualTo(best.welfare());
    nobodyLoses(small, result, oracle);
  }

  private static void nobodyLoses(SmallCase small, MultiSlotResult result, BlockOracle oracle) {
    long[] units = new long[oracle.blocks.size()];
    for (int b = 0; b < small.blocks().size(); b++) {
      units[oracle.blocks.indexOf(small.blocks().get(b))] = units(result, small, b);
    }
    int[][] prices = new int[small.slots()][small.areas()];
    for (int s = 0; s < small.slots(); s++) {
      for (int a = 0; a < small.areas(); a++) {
        Long price = result.slot(s).priceMicroPerKwh(a);
        prices[s][a] = price == null ? 0 : price.intValue();
      }
    }
    for (int b = 0; b < units.length; b++) {
      if (units[b] > 0) {
        assertThat(oracle.familyGain(b, units, prices))
            .as("%s with what is accepted below it", oracle.blocks.get(b).id())
            .isNotNegative();
      }
    }
  }

  @Property(tries = 150)
  void theOrderOfTheInputChangesNothing(@ForAll long seed) {
    Random random = new Random(seed);
    int areas = 1 + random.nextInt(2);
    SmallCase small = new BlockCases(seed, 9).draw(1 + random.nextInt(3), areas, random.nextInt(6));
    MultiSlotResult here = clear(small, false, 1);
    MultiSlotResult there = clear(small, true, 1);
    Assume.that(here.isOptimal() && there.isOptimal());
    assertThat(said(there, small, true, 1)).isEqualTo(said(here, small, false, 1));
  }

  @Property(tries = 100)
  void welfareAndIntervalsScale(@ForAll long seed) {
    Random random = new Random(seed);
    SmallCase small = allOrNothing(new BlockCases(seed, 9).draw(2, 1, 1 + random.nextInt(4)));
    MultiSlotResult one = clear(small, false, 1);
    MultiSlotResult many = clear(small, false, 1_000);
    Assume.that(one.isOptimal() && many.isOptimal());
    assertThat(many.welfareNano())
        .isEqualTo(one.welfareNano().multiply(java.math.BigInteger.valueOf(1_000)));
    for (int s = 0; s < 2; s++) {
      assertThat(many.slot(s).priceMicroPerKwh(0)).isEqualTo(one.slot(s).priceMicroPerKwh(0));
      assertThat(many.slot(s).lowestPriceMicroPerKwh(0))
          .isEqualTo(one.slot(s).lowestPriceMicroPerKwh(0));
    }
  }

  private static SmallCase allOrNothing(SmallCase small) {
    List<BlockOrder> whole =
        small.blocks().stream()
            .map(
                b ->
                    new BlockOrder(
                        b.id(),
                        b.area(),
                        b.side(),
                        b.priceMicroPerKwh(),
                        b.profile(),
                        new BlockOrder.Terms(
                            1_000_000, b.terms().parent(), b.terms().exclusiveGroup()),
                        b.time(),
                        b.participant()))
            .toList();
    return new SmallCase(small.slots(), small.areas(), small.link(), small.orders(), whole);
  }

  /** Blocks of one slot, all or nothing, are what orders of a single slot are. */
  @Property(tries = 300)
  void inOneSlotBlocksAreOrdersThatAreAllOrNothing(@ForAll long seed) {
    Random random = new Random(seed);
    int areas = 1 + random.nextInt(2);
    SmallCase drawn = new BlockCases(seed, 12).draw(1, areas, 0);
    CaseBuilder builder = new CaseBuilder(RULES).area("A");
    if (areas == 2) {
      builder.area("B").link(requireNonNull(drawn.link()));
    }
    drawn.orders().get(0).forEach(builder::order);
    List<BlockOrder> blocks = new ArrayList<>();
    for (int b = 0; b < 1 + random.nextInt(5); b++) {
      BlockOrder block = single("b" + b, random, areas);
      blocks.add(block);
      long wh = block.profile().get(0).energyWh();
      builder.order(
          new CaseOrder(
              block.id(),
              block.area(),
              block.side(),
              block.priceMicroPerKwh(),
              wh,
              block.time(),
              null,
              false,
              wh));
    }
    SmallCase small = new SmallCase(1, areas, drawn.link(), drawn.orders(), blocks);
    ClearingResult today = (ClearingResult) CoupledAuction.clear(builder.build());
    MultiSlotResult result = clear(small, false, 1);
    assertThat(result.welfareNano()).isEqualTo(today.welfareNano());
    for (int i = 0; i < today.input().orderCount(); i++) {
      int simple = drawn.orders().get(0).size();
      long fill = i < simple ? result.slot(0).fillWh(i) : result.blockFillWh(i - simple, 0);
      assertThat(fill).as("%s of %s", today.input().orderId(i), small).isEqualTo(today.fillWh(i));
    }
    for (int a = 0; a < areas; a++) {
      assertThat(result.slot(0).priceMicroPerKwh(a)).isEqualTo(today.priceMicroPerKwh(a));
      assertThat(result.slot(0).lowestPriceMicroPerKwh(a))
          .isEqualTo(today.lowestPriceMicroPerKwh(a));
    }
  }

  private static BlockOrder single(String id, Random random, int areas) {
    Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
    return new BlockOrder(
        id,
        random.nextInt(areas) == 0 ? "A" : "B",
        side,
        random.nextInt(12) + (side == Side.BUY ? 3 : 0),
        List.of(new BlockOrder.Portion("s0", 1 + random.nextInt(6))),
        BlockOrder.Terms.ALL_OR_NOTHING,
        (long) random.nextInt(3),
        null);
  }

  private static MultiSlotResult clear(SmallCase small, boolean reversed, long scale) {
    MultiSlotOutcome outcome =
        MultiSlotAuction.clear(BlockCases.build(small, RULES, reversed, scale));
    assertThat(outcome).isInstanceOf(MultiSlotResult.class);
    return (MultiSlotResult) outcome;
  }

  private static BlockOracle oracle(SmallCase small, MultiSlotResult result) {
    List<BlockOrder> byArrival = BlockCases.byArrival(small.blocks());
    boolean[] out = new boolean[byArrival.size()];
    for (int b = 0; b < out.length; b++) {
      out[byArrival.indexOf(small.blocks().get(b))] = result.isLeftOut(b);
    }
    return new BlockOracle(small, byArrival, out);
  }

  /** All that a result says, blocks and orders in the order in which they were drawn. */
  private static List<Object> said(
      MultiSlotResult result, SmallCase small, boolean reversed, long scale) {
    List<@Nullable Object> said = new ArrayList<>();
    int blocks = small.blocks().size();
    for (int b = 0; b < blocks; b++) {
      said.add(result.blockFillWh(reversed ? blocks - 1 - b : b, 0) / scale);
    }
    for (int s = 0; s < small.slots(); s++) {
      int orders = small.orders().get(s).size();
      for (int i = 0; i < orders; i++) {
        said.add(result.slot(s).fillWh(reversed ? orders - 1 - i : i) / scale);
      }
      if (small.areas() == 2) {
        said.add(result.slot(s).flowWh(0) / scale);
      }
      for (int a = 0; a < small.areas(); a++) {
        said.add(result.slot(s).priceMicroPerKwh(a));
        said.add(result.slot(s).lowestPriceMicroPerKwh(a));
        said.add(result.slot(s).highestPriceMicroPerKwh(a));
      }
    }
    said.add(
        result.paradoxicallyRejected().stream()
            .map(b -> reversed ? blocks - 1 - b : b)
            .sorted()
            .toList());
    said.add(result.welfareNano());
    said.add(result.isOptimal());
    return Arrays.asList(said.toArray());
  }
}
