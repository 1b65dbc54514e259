package org.commonwatt.core.coupled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class SupplyCurveTest {

  @Property(tries = 60)
  void manyStepsGiveTheSameCurveAsAddingThemUp(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9000) int count,
      @ForAll @LongRange(min = 1, max = 10_000_000_000L) long range) {
    Random random = new Random(seed);
    Steps steps = new Steps(count);
    for (int i = 0; i < count; i++) {
      // Most prices lie close together and a few far away, so that a bucket is split again.
      long spread = random.nextInt(50) == 0 ? range : 1 + range / 1_000_000;
      steps.add(random.nextLong() % spread, 1 + random.nextInt(100));
    }
    SupplyCurve curve = steps.curve(-7);
    for (int q = 0; q < 20; q++) {
      long price = steps.prices[random.nextInt(count)] + random.nextInt(3) - 1;
      assertThat(curve.below(price)).isEqualTo(sum(steps, price - 1));
      assertThat(curve.upTo(price)).isEqualTo(sum(steps, price));
    }
    assertThat(curve.below(-(1L << 50))).isEqualTo(-7);
    assertThat(curve.upTo(1L << 50)).isEqualTo(sum(steps, Long.MAX_VALUE));
  }

  private static long sum(Steps steps, long upTo) {
    long sum = -7;
    for (int i = 0; i < steps.count; i++) {
      sum += steps.prices[i] <= upTo ? steps.energies[i] : 0;
    }
    return sum;
  }
}
