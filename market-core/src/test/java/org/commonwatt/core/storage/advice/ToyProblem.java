package org.commonwatt.core.storage.advice;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.core.storage.Efficiency;
import org.commonwatt.core.storage.advice.AdviceCase.Battery;
import org.commonwatt.core.storage.advice.AdviceCase.Price;

/**
 * The toy problem of FlexMeasures' tutorial: 500 kW, 50 to 450 kWh, 225 kWh at first, a round trip
 * of 90 % (its root each way), and the tutorial's prices from 7:00 to 19:00 in quarter-hours.
 */
final class ToyProblem {
  /** EUR/MWh, times ten. */
  private static final int[] PRICES = {90, 95, 90, 85, 100, 80, 50, 40, 40, 55, 80, 120};

  private ToyProblem() {}

  static AdviceCase get() {
    List<Price> prices = new ArrayList<>();
    for (int tenths : PRICES) {
      for (int quarter = 0; quarter < 4; quarter++) {
        prices.add(new Price(tenths * 100L, tenths * 100L));
      }
    }
    Battery battery =
        new Battery(125_000, 125_000, 50_000, 450_000, new Efficiency(948_683, 948_683));
    return new AdviceCase(battery, 225_000, 50_000, prices);
  }
}
