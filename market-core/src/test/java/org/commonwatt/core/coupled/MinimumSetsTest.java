package org.commonwatt.core.coupled;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonwatt.model.Side;

/** Which orders with a minimum quantity are accepted, against trying sets. */
class MinimumSetsTest {
  private static final int PLENTY = ClearingRules.DEFAULT_NODE_BUDGET;

  /** A case, the sizes of which a test chooses. */
  private record Draft(int areas, int minima, int simple, int energy, int price) {

    ClearingCase random(long seed, int budget, boolean reversed) {
      return random(seed, rules(budget), reversed);
    }

    ClearingCase random(long seed, ClearingRules rules, boolean reversed) {
      Random random = new Random(seed);
      CaseBuilder builder = new CaseBuilder(rules);
      List<CaseLink> links = new ArrayList<>();
      for (int a = 0; a < areas; a++) {
        builder.area("A" + a);
        if (a > 0) {
          int least = random.nextInt(8) == 0 ? 1 : -random.nextInt(energy);
          int most = Math.max(least, 1 + random.nextInt(energy));
          links.add(new CaseLink("A" + (a - 1), "A" + a, least, most, random.nextInt(3)));
        }
      }
      List<CaseOrder> orders = new ArrayList<>();
      for (int i = 0; i < minima + simple; i++) {
        orders.add(order(random, i));
      }
      if (reversed) {
        Collections.reverse(links);
        Collections.reverse(orders);
      }
      links.forEach(builder::link);
      orders.forEach(builder::order);
      return builder.build();
    }

    private CaseOrder order(Random random, int i) {
      Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
      long wh = 1 + random.nextInt(energy);
      long limit = random.nextInt(price) + (side == Side.BUY ? price / 3 : 0);
      long min = i >= minima ? 0 : random.nextBoolean() ? wh : 1 + random.nextInt((int) wh);
      String area = "A" + random.nextInt(areas);
      long time = random.nextInt(4);
      return new CaseOrder("o" + i, area, side, limit, wh, time, null, false, min);
    }
  }

  @Property(tries = 400)
  void theSetIsTheBestOfAll(@ForAll long seed) {
    Random random = new Random(seed);
    boolean ties = random.nextBoolean();
    Draft draft = new Draft(1 + random.nextInt(3), 1 + random.nextInt(7), random.nextInt(5), 9, 12);
    ClearingCase input =
        (ties ? draft : new Draft(draft.areas, draft.minima, draft.simple, 999, 999))
            .random(seed, PLENTY, false);
    BestSet all = allSets(input);
    ClearingOutcome outcome = CoupledAuction.clear(input);
    Solution best = all.solution();
    if (best == null) {
      assertThat(outcome).isInstanceOf(CaseFault.class);
      return;
    }
    ClearingResult result = (ClearingResult) outcome;
    assertThat(result.isOptimal()).isTrue();
    assertThat(result.welfareNano()).isEqualTo(best.welfareNano());
    assertThat(fills(result)).isEqualTo(fills(input, best));
  }

  @Property(tries = 25)
  void aGapIsAsGoodAsNoneAndEveryPairAndDoesNotDependOnTheOrderOfTheInput(@ForAll long seed) {
    Draft draft = new Draft(3, 12, 4, 999, 999);
    int budget = 320; // half for the search; the pairs of 12 orders need 78 of the other half
    ClearingCase input = draft.random(seed, budget, false);
    if (!(CoupledAuction.clear(input) instanceof ClearingResult result)) {
      return;
    }
    Solution pair = pairs(input).solution();
    if (pair != null) {
      assertThat(result.welfareNano()).isGreaterThanOrEqualTo(pair.welfareNano());
    }
    ClearingResult other = (ClearingResult) CoupledAuction.clear(draft.random(seed, budget, true));
    assertThat(other.isOptimal()).isEqualTo(result.isOptimal());
    List<Long> reversed = fills(other);
    Collections.reverse(reversed);
    assertThat(reversed).isEqualTo(fills(result));
  }

  @Example
  void someOfTheseCasesEndInAGapAndMostDoNot() {
    int gaps = 0;
    for (int seed = 0; seed < 40; seed++) {
      ClearingOutcome outcome =
          CoupledAuction.clear(new Draft(3, 12, 4, 999, 999).random(seed, 320, false));
      gaps += outcome instanceof ClearingResult result && !result.isOptimal() ? 1 : 0;
    }
    assertThat(gaps).isBetween(1, 20);
  }

  @Example
  void twentyMinimaInOneAreaAreSolvedToTheEnd() {
    for (int seed = 0; seed < 20; seed++) {
      int size = seed % 2 == 0 ? 12 : 1_000_000;
      ClearingOutcome outcome =
          CoupledAuction.clear(new Draft(1, 20, 0, size, size).random(seed, PLENTY, false));
      assertThat(((ClearingResult) outcome).isOptimal()).isTrue();
    }
  }

  @Example
  void tenSellsAndTenBuysThatAllHaveMinimaTradeAtTheBest() {
    CaseBuilder builder = new CaseBuilder(rules(PLENTY)).area("A");
    long[][] sells = {
      {14, 7, 5}, {11, 8, 6}, {14, 9, 7}, {12, 10, 5}, {13, 11, 6},
      {10, 7, 7}, {14, 8, 5}, {11, 9, 6}, {14, 10, 7}, {11, 11, 5}
    };
    long[][] buys = {
      {13, 6, 4}, {14, 7, 5}, {16, 8, 6}, {12, 9, 4}, {13, 10, 5},
      {14, 11, 6}, {11, 12, 4}, {13, 6, 5}, {12, 7, 6}, {12, 8, 4}
    };
    for (int i = 0; i < 10; i++) {
      builder.order(order("s" + i, "A", Side.SELL, sells[i]));
      builder.order(order("b" + i, "A", Side.BUY, buys[i]));
    }
    ClearingResult result = (ClearingResult) CoupledAuction.clear(builder.build());
    assertThat(result.isOptimal()).isTrue();
    assertThat(result.welfareNano()).isEqualTo(129);
  }

  /** 20 sells and 20 buys, all with minima, in a chain of three areas. */
  @Example
  void fortyMinimaInThreeAreasAreSolvedToTheEnd() {
    CaseBuilder builder = new CaseBuilder(rules(PLENTY)).area("A0").area("A1").area("A2");
    builder.link(new CaseLink("A0", "A1", -9, 9, 0)).link(new CaseLink("A1", "A2", -9, 9, 1));
    int[] sells = {11, 14, 14, 11, 12, 14, 13, 14, 10, 14, 10, 13, 12, 14, 11, 11, 13, 14, 14, 13};
    int[] buys = {14, 16, 12, 12, 16, 12, 15, 14, 16, 11, 16, 11, 12, 15, 11, 13, 11, 13, 14, 15};
    for (int i = 0; i < 20; i++) {
      String area = "A" + i % 3;
      builder.order(order("s" + i, area, Side.SELL, sells[i], 7 + i % 5, 5 + i % 3));
      builder.order(order("b" + i, area, Side.BUY, buys[i], 6 + i % 7, 4 + i % 3));
    }
    ClearingResult result = (ClearingResult) CoupledAuction.clear(builder.build());
    assertThat(result.isOptimal()).isTrue();
    assertThat(result.welfareNano()).isEqualTo(323);
    assertThat(result.volumeWh()).isEqualTo(198);
  }

  /** As deep as the search goes: each order is undecided until the ones before it are decided. */
  @Example
  void thousandsOfMinimaNeedNoDeepStack() throws InterruptedException {
    CaseBuilder builder = new CaseBuilder(rules(6_000)).area("A");
    for (int i = 0; i < 4_000; i++) {
      builder.order(order("s" + i, "A", Side.SELL, 10, 2, 2));
    }
    builder.order(order("b", "A", Side.BUY, 90, 3_999, 0)); // odd, so that one Wh is always wanted
    ClearingCase input = builder.build();
    List<ClearingOutcome> outcomes = new ArrayList<>();
    Thread thread = // with as little as the launcher's -Xss512k, and less
        new Thread(null, () -> outcomes.add(CoupledAuction.clear(input)), "small", 256 << 10);
    thread.start();
    thread.join();
    assertThat(outcomes).hasSize(1);
    assertThat(((ClearingResult) outcomes.get(0)).volumeWh()).isEqualTo(2 * 3_998);
  }

  /** A hundredfold of orders: as many steps, and a hundredth of the networks. */
  @Example
  void theWorkOfASearchIsBoundedWhateverTheSizeOfItsNetworks() {
    long budget = 3_000_000;
    ClearingRules rules =
        new ClearingRules(PriceRule.MIDPOINT, TieRule.PRO_RATA, false, Integer.MAX_VALUE, budget);
    for (int idle : new int[] {100, 1_000, 10_000}) {
      ClearingCase input = hard(rules, idle);
      Clearing clearing = new Clearing(input);
      MinimumSearch search = new MinimumSearch(clearing, input, input.orders.energy);
      Solution found = requireNonNull(search.run());
      assertThat(search.isExhausted()).as("%d idle orders", idle).isTrue();
      assertThat(clearing.steps()).isBetween(budget / 3, budget + stepsOfOne(input));

      ClearingResult again = (ClearingResult) CoupledAuction.clear(input);
      assertThat(again.isOptimal()).isFalse();
      assertThat(fills(again)).as("the same wherever it ends").isEqualTo(fills(input, found));
    }
  }

  /** Sixty orders that are all or nothing and fit badly, and sells that nobody can pay. */
  private static ClearingCase hard(ClearingRules rules, int idle) {
    Random random = new Random(1);
    CaseBuilder builder = new CaseBuilder(rules).area("A");
    for (int i = 0; i < 60; i++) {
      Side side = i % 2 == 0 ? Side.BUY : Side.SELL;
      long wh = 500_000 + random.nextInt(500_000);
      builder.order(order("o" + i, "A", side, 1_000 + random.nextInt(1_000), wh, wh));
    }
    for (int i = 0; i < idle; i++) {
      builder.order(order("idle" + i, "A", Side.SELL, 9_000, 1, 0));
    }
    return builder.build();
  }

  /** Steps of the network that passes the budget: no more than of a few like the first. */
  private static long stepsOfOne(ClearingCase input) {
    Clearing clearing = new Clearing(input);
    BestSet best = new BestSet(clearing, input, input.orders.energy);
    best.clear(new byte[best.undecided.length]);
    return 5 * clearing.steps();
  }

  private static CaseOrder order(String id, String area, Side side, long... priceEnergyMin) {
    long wh = priceEnergyMin[1];
    long min = priceEnergyMin[2];
    return new CaseOrder(id, area, side, priceEnergyMin[0], wh, null, null, false, min);
  }

  private static ClearingRules rules(int budget) {
    return new ClearingRules(PriceRule.MIDPOINT, TieRule.PRO_RATA, false, budget);
  }

  /** Every set, those with earlier orders first, so that the first of equals stays. */
  private static BestSet allSets(ClearingCase input) {
    BestSet best = new BestSet(new Clearing(input), input, input.orders.energy);
    int count = best.undecided.length;
    for (int out = 0; out < 1 << count; out++) {
      byte[] decision = new byte[count];
      for (int k = 0; k < count; k++) {
        boolean isOut = (out >> (count - 1 - k) & 1) == 1;
        decision[k] = isOut ? Participation.OUT : Participation.IN;
      }
      best.offer(decision, false);
    }
    return best;
  }

  /** No order with a minimum, each alone, and each two. */
  private static BestSet pairs(ClearingCase input) {
    BestSet best = new BestSet(new Clearing(input), input, input.orders.energy);
    int count = best.undecided.length;
    byte[] decision = new byte[count];
    Arrays.fill(decision, Participation.OUT);
    best.offer(decision, false);
    for (int a = 0; a < count; a++) {
      for (int b = 0; b <= a; b++) {
        byte[] pair = decision.clone();
        pair[a] = Participation.IN;
        pair[b] = Participation.IN;
        best.offer(pair, false);
      }
    }
    return best;
  }

  private static List<Long> fills(ClearingResult result) {
    List<Long> fills = new ArrayList<>();
    for (int i = 0; i < result.input().orderCount(); i++) {
      fills.add(result.fillWh(i));
    }
    return fills;
  }

  private static List<Long> fills(ClearingCase input, Solution solution) {
    List<Long> fills = new ArrayList<>();
    for (int i = 0; i < input.orderCount(); i++) {
      fills.add(solution.fills()[input.orders.row[i]]);
    }
    return fills;
  }
}
