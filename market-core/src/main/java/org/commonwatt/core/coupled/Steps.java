package org.commonwatt.core.coupled;

/**
 * Steps of a supply curve in any order, a range of two columns: at each price some more energy is
 * supplied.
 *
 * @param prices of each step, µ/kWh
 * @param energies of each step, Wh, at least 0
 * @param from the first step
 * @param to behind the last step
 */
record Steps(long[] prices, long[] energies, int from, int to) {
  int count() {
    return to - from;
  }

  /**
   * The curve through the steps, whose columns it keeps.
   *
   * @param range where the prices lie, for very many steps
   */
  SupplyCurve curve(long base, BucketCurve.Range range) {
    return count() <= StepCurve.MAX_STEPS
        ? StepCurve.of(base, this)
        : new BucketCurve(base, this, range);
  }
}
