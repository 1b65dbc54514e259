package org.commonwatt.core.book;

import org.commonwatt.model.Amounts;

/**
 * A grid fee, per kWh of a trade.
 *
 * @param constantMicroPerKwh the constant part, µ/kWh, 0 to 10¹⁰
 * @param ppm the proportional part, parts per million of the trade's price where that is positive,
 *     0 to 10⁸
 */
public record FeeRule(long constantMicroPerKwh, int ppm) {
  /** The largest proportional part: a hundred times the price. */
  public static final int MAX_PPM = 100_000_000;

  /** No fee. */
  public static final FeeRule NONE = new FeeRule(0, 0);

  /** Checks the ranges. */
  public FeeRule {
    if (constantMicroPerKwh < 0 || constantMicroPerKwh > Amounts.MAX_ABS_PRICE_MICRO_PER_KWH) {
      throw new IllegalArgumentException("a constant fee must be 0 to 10^10 µ/kWh");
    }
    if (ppm < 0 || ppm > MAX_PPM) {
      throw new IllegalArgumentException("a proportional fee must be 0 to 10^8 ppm");
    }
  }

  /**
   * The fee at a price: the constant plus {@code ceil(max(price, 0) × ppm / 10⁶)}.
   *
   * @param priceMicroPerKwh the trade's price, within ±10¹⁰ µ/kWh
   * @return µ/kWh, never negative
   */
  public long at(long priceMicroPerKwh) {
    return constantMicroPerKwh + share(Math.max(priceMicroPerKwh, 0), ppm);
  }

  static long share(long price, int ppm) {
    return (price * ppm + 999_999) / 1_000_000; // at most 10^10 × 10^8
  }
}
