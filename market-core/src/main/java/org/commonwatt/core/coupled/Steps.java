package org.commonwatt.core.coupled;

/** Steps of a supply curve in any order: at each price some more energy is supplied. */
final class Steps {
  final long[] prices;
  final long[] energies;
  int count;

  /** Steps given as columns. */
  Steps(long[] prices, long[] energies, int count) {
    this.prices = prices;
    this.energies = energies;
    this.count = count;
  }

  /** Room for steps. */
  Steps(int capacity) {
    this(new long[capacity], new long[capacity], 0);
  }

  void add(long price, long energy) {
    prices[count] = price;
    energies[count++] = energy;
  }

  /** The curve through the steps, which the curve keeps. */
  SupplyCurve curve(long base) {
    return count <= StepCurve.MAX_STEPS ? StepCurve.of(base, this) : new BucketCurve(base, this);
  }
}
