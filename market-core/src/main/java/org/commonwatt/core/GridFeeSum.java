package org.commonwatt.core;

import org.commonwatt.core.book.FeeRule;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.GridFee;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.Rulebook;

/** What a trade of continuous trading may cost for the grid at most. */
final class GridFeeSum {
  private GridFeeSum() {}

  /**
   * The fees of all links and levels together at a price: more than any way brings.
   *
   * @param price µ/kWh, 0 to 10¹⁰
   * @return µ/kWh, at most about 10¹⁶; 0 without continuous trading
   */
  static long at(long price, Rulebook rulebook) {
    Continuous continuous = rulebook.continuous();
    if (continuous == null) {
      return 0;
    }
    GridFees fees = continuous.fees();
    long sum = 0;
    for (GridFees.Level level : fees.levels()) {
      sum = Math.addExact(sum, rule(level.fee()).at(price));
    }
    for (AreaLink link : rulebook.areas().links()) {
      sum = Math.addExact(sum, rule(fees.of(link).fee()).at(price));
    }
    return sum;
  }

  /** A fee as the book computes it. */
  static FeeRule rule(GridFee fee) {
    return new FeeRule(fee.constantMicroPerKwh(), fee.ppm());
  }
}
