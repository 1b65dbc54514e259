package org.commonwatt.core.storage.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonwatt.core.storage.Efficiency;
import org.commonwatt.core.storage.advice.AdviceCase.Battery;
import org.commonwatt.core.storage.advice.AdviceCase.Price;
import org.jspecify.annotations.Nullable;

/** Advice against a general solver, and against all schedules in whole Wh. */
class StorageAdvicePropertiesTest {
  private static final int[] PPM = {1_000_000, 900_000, 948_683, 500_000, 700_001};

  private static AdviceCase draw(Random random, int slots, int size, boolean negative) {
    List<Price> prices = new ArrayList<>();
    int spread = random.nextInt(3) == 0 ? random.nextInt(60) - 30 : 0; // selling above buying, too
    for (int s = 0; s < slots; s++) {
      long price = random.nextInt(100) - (negative ? 50 : 0);
      prices.add(new Price(price + spread, price));
    }
    Efficiency efficiency =
        new Efficiency(PPM[random.nextInt(PPM.length)], PPM[random.nextInt(PPM.length)]);
    long least = random.nextInt(size);
    long most = least + 1 + random.nextInt(2 * size);
    Battery battery =
        new Battery(random.nextInt(size + 1), random.nextInt(size + 1), least, most, efficiency);
    long start = least + random.nextInt((int) (most - least) + 1);
    return new AdviceCase(battery, start, least + random.nextInt((int) (most - least)), prices);
  }

  @Property(tries = 300)
  void theBoundIsTheOptimumOfTheProgramAndTheScheduleNearIt(@ForAll long seed) {
    Random random = new Random(seed);
    AdviceCase input = draw(random, 1 + random.nextInt(7), 500, random.nextBoolean());
    double best = AdviceProgram.best(input);
    if (!(StorageAdvice.of(input) instanceof Advice advice)) {
      assertThat(best).isNaN();
      return;
    }
    assertThat(advice.isComplete()).isTrue();
    assertThat(advice.boundNano().doubleValue()).as("%s", input).isCloseTo(best, within(1.01));
    BigInteger perSlot = BigInteger.valueOf(150L * input.prices().size()); // 1 Wh at 150 µ/kWh
    assertThat(advice.gapNano()).isBetween(BigInteger.ZERO, perSlot);
    feasible(input, advice);
  }

  private static void feasible(AdviceCase input, Advice advice) {
    BigInteger value = BigInteger.ZERO;
    long state = input.startWh() * 1_000_000;
    for (int s = 0; s < advice.steps().size(); s++) {
      Advice.Step step = advice.steps().get(s);
      long wh = step.injectionWh();
      assertThat(wh).isBetween(-input.battery().chargeSlotWh(), input.battery().dischargeSlotWh());
      state += input.battery().efficiency().changeMicroWh(-wh);
      assertThat(step.stateMicroWh()).isEqualTo(state);
      assertThat(state)
          .isBetween(input.battery().leastWh() * 1_000_000, input.battery().mostWh() * 1_000_000);
      Price price = input.prices().get(s);
      long paid = wh < 0 ? price.buyMicroPerKwh() : price.sellMicroPerKwh();
      value = value.add(BigInteger.valueOf(wh * paid));
    }
    assertThat(state).isGreaterThanOrEqualTo(input.leastEndWh() * 1_000_000);
    assertThat(advice.valueNano()).isEqualTo(value);
  }

  @Property(tries = 300)
  void noScheduleInWholeWhPassesTheBound(@ForAll long seed) {
    Random random = new Random(seed);
    AdviceCase input = draw(random, 1 + random.nextInt(4), 5, random.nextBoolean());
    Long best = exhaust(input, 0, input.startWh() * 1_000_000);
    if (!(StorageAdvice.of(input) instanceof Advice advice)) {
      assertThat(best).isNull();
      return;
    }
    assertThat(best).isNotNull();
    if (best != null) {
      assertThat(advice.valueNano()).isLessThanOrEqualTo(BigInteger.valueOf(best));
      assertThat(advice.boundNano()).isGreaterThanOrEqualTo(BigInteger.valueOf(best));
    }
  }

  /** The most that the slots from one on can bring, null when the end is out of reach. */
  private static @Nullable Long exhaust(AdviceCase input, int slot, long state) {
    if (slot == input.prices().size()) {
      return state >= input.leastEndWh() * 1_000_000 ? 0L : null;
    }
    Price price = input.prices().get(slot);
    Long best = null;
    Battery battery = input.battery();
    for (long wh = -battery.chargeSlotWh(); wh <= battery.dischargeSlotWh(); wh++) {
      long then = state + battery.efficiency().changeMicroWh(-wh);
      boolean fits = then >= battery.leastWh() * 1_000_000 && then <= battery.mostWh() * 1_000_000;
      Long rest = fits ? exhaust(input, slot + 1, then) : null;
      if (rest != null) {
        long value = rest + wh * (wh < 0 ? price.buyMicroPerKwh() : price.sellMicroPerKwh());
        best = best == null ? value : (Long) Math.max(best, value);
      }
    }
    return best;
  }
}
