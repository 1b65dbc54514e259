package org.commonwatt.core.coupled;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A staircase of very many steps: a histogram over the prices, whose buckets become curves of their
 * own only when a price inside of them is asked for. So the steps are never sorted as a whole.
 */
final class BucketCurve implements SupplyCurve {
  private static final int SPLIT_BITS = 14; // measured: the histogram stays in a core's cache

  private static final int BUCKETS = 1 << SPLIT_BITS;

  private final Steps steps;
  private final long firstBucket; // price >> shift of the first one
  private final int shift; // a bucket is 2^shift wide and starts at a multiple of it
  private final long[] supply; // supply[i]: of the buckets before i
  private final @Nullable SupplyCurve[] curves;

  /**
   * The prices of a curve.
   *
   * @param lowest no step has a lower price, µ/kWh
   * @param highest no step has a higher price, µ/kWh
   * @param bucketBits log₂ of the width of a bucket, at least {@link BucketCurve#bucketBits}
   */
  record Range(long lowest, long highest, int bucketBits) {}

  /** The least log₂ of a bucket's width with which two prices lie in buckets of one curve. */
  static int bucketBits(long lowest, long highest) {
    int bits = 0;
    while ((highest >> bits) - (lowest >> bits) >= BUCKETS) {
      bits++;
    }
    return bits;
  }

  /** A curve of steps whose prices lie from a lowest to a highest one. */
  BucketCurve(long base, Steps steps, Range range) {
    this.steps = steps;
    shift = range.bucketBits();
    firstBucket = range.lowest() >> shift;
    int buckets = (int) ((range.highest() >> shift) - firstBucket) + 1;
    curves = new SupplyCurve[buckets];
    supply = histogram(buckets + 1);
    supply[0] = base;
    for (int i = 1; i < supply.length; i++) {
      supply[i] += supply[i - 1];
    }
  }

  private long[] histogram(int size) {
    long[] sums = new long[size];
    long[] prices = steps.prices();
    long[] energies = steps.energies();
    long before = firstBucket - 1;
    for (int i = steps.from(); i < steps.to(); i++) {
      sums[(int) ((prices[i] >> shift) - before)] += energies[i];
    }
    return sums;
  }

  @Override
  public long below(long price) {
    long bucket = (price >> shift) - firstBucket;
    if (bucket < 0) {
      return supply[0];
    }
    if (bucket >= curves.length) {
      return supply[curves.length];
    }
    int index = (int) bucket;
    boolean atItsStart = price >> shift << shift == price;
    if (atItsStart || supply[index] == supply[index + 1]) {
      return supply[index];
    }
    return curve(index).below(price);
  }

  @Override
  public long upTo(long price) {
    return below(price + 1);
  }

  private SupplyCurve curve(int bucket) {
    SupplyCurve curve = curves[bucket];
    if (curve == null) {
      long start = (firstBucket + bucket) << shift;
      long end = start + (1L << shift) - 1;
      Range range = new Range(start, end, Math.max(0, shift - SPLIT_BITS));
      curve = inside(firstBucket + bucket).curve(supply[bucket], range);
      curves[bucket] = curve;
    }
    return curve;
  }

  private Steps inside(long bucket) {
    long[] all = steps.prices();
    long[] prices = new long[64];
    long[] energies = new long[64];
    int count = 0;
    for (int i = steps.from(); i < steps.to(); i++) {
      if (all[i] >> shift == bucket) {
        if (count == prices.length) {
          prices = Arrays.copyOf(prices, count * 2);
          energies = Arrays.copyOf(energies, count * 2);
        }
        prices[count] = all[i];
        energies[count++] = steps.energies()[i];
      }
    }
    return new Steps(prices, energies, 0, count);
  }
}
