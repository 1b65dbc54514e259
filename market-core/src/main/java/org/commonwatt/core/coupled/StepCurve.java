package org.commonwatt.core.coupled;

import java.util.Arrays;

/** A staircase of few steps, sorted. */
final class StepCurve implements SupplyCurve {
  /** The most steps that are kept sorted. */
  static final int MAX_STEPS = 2048;

  private static final long PRICE_SHIFT = 1L << 40; // above any absolute price of a step
  private static final int INDEX_BITS = 12;

  private final long[] prices;
  private final long[] supply; // supply[i]: after the first i steps

  private StepCurve(long[] prices, long[] supply) {
    this.prices = prices;
    this.supply = supply;
  }

  /** A curve from steps in order of price. */
  static StepCurve sorted(long base, long[] prices, long[] energies) {
    long[] supply = new long[prices.length + 1];
    supply[0] = base;
    for (int i = 0; i < prices.length; i++) {
      supply[i + 1] = supply[i] + energies[i];
    }
    return new StepCurve(prices, supply);
  }

  /** A curve from at most {@link #MAX_STEPS} steps in any order. */
  static StepCurve of(long base, Steps steps) {
    int n = steps.count();
    long[] keys = new long[n];
    for (int i = 0; i < n; i++) {
      keys[i] = (steps.prices()[steps.from() + i] + PRICE_SHIFT) << INDEX_BITS | i;
    }
    Arrays.sort(keys);
    long[] prices = new long[n];
    long[] supply = new long[n + 1];
    supply[0] = base;
    for (int i = 0; i < n; i++) {
      int step = steps.from() + (int) (keys[i] & ((1 << INDEX_BITS) - 1));
      prices[i] = steps.prices()[step];
      supply[i + 1] = supply[i] + steps.energies()[step];
    }
    return new StepCurve(prices, supply);
  }

  @Override
  public long below(long price) {
    int low = 0;
    int high = prices.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (prices[middle] < price) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return supply[low];
  }

  @Override
  public long upTo(long price) {
    return below(price + 1);
  }
}
