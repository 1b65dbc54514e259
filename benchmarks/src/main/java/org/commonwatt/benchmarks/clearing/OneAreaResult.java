package org.commonwatt.benchmarks.clearing;

import org.commonwatt.core.coupled.ClearingResult;
import org.jspecify.annotations.Nullable;

/**
 * What a peer finds for one area.
 *
 * @param volumeWh energy bought, which is the energy sold
 * @param lowest lowest supporting price, µ/kWh; null when nothing bounds it
 * @param highest highest supporting price, µ/kWh; null when nothing bounds it
 */
record OneAreaResult(long volumeWh, @Nullable Long lowest, @Nullable Long highest) {

  /** The same of our result. */
  static OneAreaResult of(ClearingResult result) {
    return new OneAreaResult(
        result.buyWh(0), result.lowestPriceMicroPerKwh(0), result.highestPriceMicroPerKwh(0));
  }
}
