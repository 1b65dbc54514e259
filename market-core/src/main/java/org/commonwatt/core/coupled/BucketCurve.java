package org.commonwatt.core.coupled;

import org.jspecify.annotations.Nullable;

/**
 * A staircase of very many steps: a histogram over the prices, whose buckets become curves of their
 * own only when a price inside of them is asked for. So the steps are never sorted as a whole.
 */
final class BucketCurve implements SupplyCurve {
  private static final int BUCKET_BITS = 16;

  private final Steps steps;
  private final long lowest;
  private final int shift; // a bucket is 2^shift wide and starts at a multiple of it
  private final long[] supply; // supply[i]: of the buckets before i
  private final int[] sizes;
  private final @Nullable SupplyCurve[] curves;

  BucketCurve(long base, Steps steps) {
    this.steps = steps;
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (int i = 0; i < steps.count; i++) {
      min = Math.min(min, steps.prices[i]);
      max = Math.max(max, steps.prices[i]);
    }
    int bits = Long.SIZE - Long.numberOfLeadingZeros(max - min);
    shift = Math.max(0, bits - BUCKET_BITS);
    lowest = min >> shift << shift;
    int buckets = (int) ((max - lowest) >> shift) + 1;
    supply = new long[buckets + 1];
    sizes = new int[buckets];
    curves = new SupplyCurve[buckets];
    count(base);
  }

  private void count(long base) {
    for (int i = 0; i < steps.count; i++) {
      int bucket = (int) ((steps.prices[i] - lowest) >> shift);
      supply[bucket + 1] += steps.energies[i];
      sizes[bucket]++;
    }
    supply[0] = base;
    for (int i = 1; i < supply.length; i++) {
      supply[i] += supply[i - 1];
    }
  }

  @Override
  public long below(long price) {
    if (price <= lowest) {
      return supply[0];
    }
    long bucket = (price - lowest) >> shift;
    if (bucket >= sizes.length) {
      return supply[sizes.length];
    }
    int index = (int) bucket;
    if (price == lowest + (bucket << shift) || sizes[index] == 0) {
      return supply[index];
    }
    return curve(index).below(price);
  }

  @Override
  public long upTo(long price) {
    return below(price + 1);
  }

  @Override
  public int grainBits() {
    return shift;
  }

  private SupplyCurve curve(int bucket) {
    SupplyCurve curve = curves[bucket];
    if (curve == null) {
      Steps inside = new Steps(sizes[bucket]);
      for (int i = 0; i < steps.count; i++) {
        if ((int) ((steps.prices[i] - lowest) >> shift) == bucket) {
          inside.add(steps.prices[i], steps.energies[i]);
        }
      }
      curve = inside.curve(supply[bucket]);
      curves[bucket] = curve;
    }
    return curve;
  }
}
