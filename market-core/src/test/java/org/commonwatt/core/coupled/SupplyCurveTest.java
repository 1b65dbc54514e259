package org.commonwatt.core.coupled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.coupled.BucketCurve.bucketBits;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.commonwatt.core.coupled.BucketCurve.Range;

class SupplyCurveTest {

  @Property(tries = 60)
  void manyStepsGiveTheSameCurveAsAddingThemUp(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9000) int count,
      @ForAll @LongRange(min = 1, max = 10_000_000_000L) long range) {
    Random random = new Random(seed);
    long[] prices = new long[count];
    long[] energies = new long[count];
    for (int i = 0; i < count; i++) {
      // Most prices lie close together and a few far away, so that a bucket is split again.
      long spread = random.nextInt(50) == 0 ? range : 1 + range / 1_000_000;
      prices[i] = random.nextLong() % spread;
      energies[i] = random.nextInt(100);
    }
    Steps steps = new Steps(prices, energies, random.nextInt(count), count);
    SupplyCurve curve = steps.curve(-7, new Range(-range, range, bucketBits(-range, range)));
    for (int q = 0; q < 20; q++) {
      long price = prices[random.nextInt(count)] + random.nextInt(3) - 1;
      assertThat(curve.below(price)).isEqualTo(sum(steps, price - 1));
      assertThat(curve.upTo(price)).isEqualTo(sum(steps, price));
    }
    assertThat(curve.below(-(1L << 50))).isEqualTo(-7);
    assertThat(curve.upTo(1L << 50)).isEqualTo(sum(steps, Long.MAX_VALUE));
  }

  private static long sum(Steps steps, long upTo) {
    long sum = -7;
    for (int i = steps.from(); i < steps.to(); i++) {
      sum += steps.prices()[i] <= upTo ? steps.energies()[i] : 0;
    }
    return sum;
  }
}
