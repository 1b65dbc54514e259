package org.commonwatt.core.storage.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.commonwatt.core.storage.Efficiency;
import org.commonwatt.core.storage.advice.AdviceCase.Battery;
import org.commonwatt.core.storage.advice.AdviceCase.Price;
import org.commonwatt.core.storage.advice.AdviceFault.Code;
import org.junit.jupiter.api.Test;

class StorageAdviceTest {
  private static final Efficiency HALF = new Efficiency(500_000, 1_000_000);

  private static AdviceCase of(long start, long end, long... prices) {
    List<Price> all = new ArrayList<>();
    for (long price : prices) {
      all.add(new Price(price, price));
    }
    return new AdviceCase(new Battery(100, 100, 0, 100, HALF), start, end, all);
  }

  private static List<Long> injections(AdviceCase input) {
    Advice advice = (Advice) StorageAdvice.of(input);
    return advice.steps().stream().map(Advice.Step::injectionWh).toList();
  }

  @Test
  void theToyProblemIsSolvedToItsOptimum() {
    AdviceCase toy = ToyProblem.get();
    Advice advice = (Advice) StorageAdvice.of(toy);
    assertThat(advice.isComplete()).isTrue();
    assertThat(advice.boundNano().doubleValue()).isCloseTo(AdviceProgram.best(toy), within(100.0));
    assertThat(advice.valueNano()).isEqualTo(4_655_114_500L); // docs/shared-storage.md
    assertThat(advice.boundNano()).isEqualTo(4_655_131_464L);
    int last = advice.steps().size() - 1;
    assertThat(advice.steps().get(last).stateMicroWh()).isBetween(50_000_000_000L, 50_001_000_000L);
  }

  @Test
  void itBuysCheapAndSellsDearIfTheLossIsPaidFor() {
    assertThat(injections(of(0, 0, 10, 25))).containsExactly(-100L, 50L);
    assertThat(injections(of(0, 0, 10, 20))).containsExactly(0L, 0L);
    assertThat(injections(of(30, 0, 10, 20, 15))).containsExactly(0L, 30L, 0L);
  }

  @Test
  void whatMustBeLeftAtTheEndIsBoughtWhereItIsCheapest() {
    assertThat(injections(of(0, 60, 10, 12, 11))).containsExactly(-100L, 0L, -20L);
    assertThat(injections(of(80, 60, 10, 12, 11))).containsExactly(0L, 20L, 0L);
  }

  @Test
  void atNegativePricesItDoesNotBurn() {
    assertThat(injections(of(100, 0, -10))).containsExactly(0L);
    assertThat(injections(of(100, 0, -19, -10))).containsExactly(50L, -100L);
    assertThat(injections(of(100, 0, -21, -10))).containsExactly(0L, 0L);
  }

  @Test
  void aDecidedDirectionLeavesTheWorthOfEnergyConcave() {
    List<Price> prices = new ArrayList<>();
    for (long price : new long[] {-16, -19, -37, 40, -26, -40, 18}) {
      prices.add(new Price(price, price));
    }
    AdviceCase input = new AdviceCase(new Battery(399, 238, 327, 707, HALF), 370, 437, prices);
    Advice advice = (Advice) StorageAdvice.of(input);
    assertThat(advice.boundNano()).isEqualTo(56_421);
    assertThat(advice.valueNano()).isEqualTo(56_421);
  }

  @Test
  void buyingMayCostMoreThanSellingBrings() {
    Battery battery = new Battery(100, 100, 0, 100, new Efficiency(1_000_000, 1_000_000));
    List<Price> prices = List.of(new Price(30, 10), new Price(40, 20), new Price(50, 31));
    AdviceCase input = new AdviceCase(battery, 50, 0, prices);
    assertThat(injections(input)).containsExactly(-50L, 0L, 100L);
  }

  @Test
  void ofEqualSchedulesTheOneThatMovesLessIsTaken() {
    Battery battery = new Battery(100, 100, 0, 100, new Efficiency(1_000_000, 1_000_000));
    List<Price> prices = Collections.nCopies(3, new Price(10, 10));
    assertThat(injections(new AdviceCase(battery, 0, 0, prices))).containsOnly(0L);
  }

  @Test
  void whatIsWrongIsSaid() {
    Battery good = new Battery(100, 100, 10, 100, HALF);
    List<Price> prices = List.of(new Price(1, 1));
    fault(new AdviceCase(new Battery(-1, 1, 0, 9, HALF), 0, 0, prices), "a slot's energy is 0");
    fault(new AdviceCase(new Battery(1, 1, -1, 9, HALF), 0, 0, prices), "a state of charge is 0");
    fault(new AdviceCase(new Battery(1, 1, 9, 9, HALF), 9, 9, prices), "the least state of charge");
    fault(new AdviceCase(good, 9, 10, prices), "the state of charge at first");
    fault(new AdviceCase(good, 10, 100, prices), "the least state of charge at the end");
    fault(new AdviceCase(good, 10, 10, List.of()), "there are 1 to 1000 slots");
    fault(new AdviceCase(good, 10, 10, List.of(new Price(0, 10_000_000_001L))), "a price is");
    AdviceFault fault = (AdviceFault) StorageAdvice.of(new AdviceCase(good, 10, 90, prices));
    assertThat(fault.code()).isEqualTo(Code.END_OUT_OF_REACH);
    assertThat(fault.message())
        .isEqualTo("the battery would have to start with 40 Wh to hold 90 at the end");
  }

  @Test
  void aBudgetThatCannotBeHeldIsRefused() {
    AdviceCase input = of(100, 0, -10, -20);
    for (int nodes : new int[] {0, StorageAdvice.MAX_NODES + 1, Integer.MAX_VALUE}) {
      AdviceFault fault = (AdviceFault) StorageAdvice.of(input, nodes);
      assertThat(fault.code()).isEqualTo(Code.OUT_OF_RANGE);
      assertThat(fault.message())
          .isEqualTo("a search looks at 1 to 1000000 sets of directions, not " + nodes);
    }
    assertThat(StorageAdvice.of(input, StorageAdvice.MAX_NODES)).isInstanceOf(Advice.class);
  }

  private static void fault(AdviceCase input, String message) {
    AdviceFault fault = (AdviceFault) StorageAdvice.of(input);
    assertThat(fault.code()).isEqualTo(Code.OUT_OF_RANGE);
    assertThat(fault.message()).startsWith(message);
    assertThat(fault.hint()).isNotEmpty();
  }

  @Test
  void aBudgetLeavesAFeasibleScheduleAndAnHonestBound() {
    long[] prices = IntStream.range(0, 24).mapToLong(s -> -10 - s % 5).toArray();
    AdviceCase input = of(100, 0, prices);
    Advice hasty = (Advice) StorageAdvice.of(input, 1);
    assertThat(hasty.isComplete()).isFalse();
    Advice best = (Advice) StorageAdvice.of(input);
    assertThat(best.isComplete()).isTrue();
    assertThat(hasty.boundNano()).isGreaterThanOrEqualTo(best.boundNano());
    assertThat(hasty.valueNano()).isLessThanOrEqualTo(best.boundNano());
  }

  @Test
  void theGreatestNumbersDoNotWrap() {
    long most = 100_000_000_000L;
    Efficiency poor = new Efficiency(Efficiency.LEAST, Efficiency.LEAST);
    List<Price> prices = new ArrayList<>();
    for (int s = 0; s < AdviceCase.MAX_SLOTS; s++) {
      prices.add(new Price(s % 2 == 0 ? -AdviceCase.MAX_PRICE : 1, AdviceCase.MAX_PRICE));
    }
    AdviceCase input = new AdviceCase(new Battery(most, most, 0, most, poor), most, 0, prices);
    Advice advice = (Advice) StorageAdvice.of(input, 10);
    assertThat(advice.gapNano().signum()).isNotNegative();
    assertThat(advice.steps())
        .allSatisfy(step -> assertThat(step.stateMicroWh()).isBetween(0L, most * 1_000_000));
  }
}
