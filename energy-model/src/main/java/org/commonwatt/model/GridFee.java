package org.commonwatt.model;

/**
 * A grid fee of continuous trading, per kWh of a trade: the constant plus {@code ceil(max(price, 0)
 * × ppm / 10⁶)}, of the trade's own price.
 *
 * @param constantMicroPerKwh the constant part, µ/kWh, 0 to 10¹⁰
 * @param ppm the proportional part, parts per million of the price, 0 to 10⁸
 */
public record GridFee(long constantMicroPerKwh, int ppm) {
  /** The largest proportional part: a hundred times the price. */
  public static final int MAX_PPM = 100_000_000;

  /** No fee. */
  public static final GridFee NONE = new GridFee(0, 0);

  /** Checks the ranges. */
  public GridFee {
    if (constantMicroPerKwh < 0 || !Amounts.isPrice(constantMicroPerKwh)) {
      throw new IllegalArgumentException(
          "a grid fee's constantMicroPerKwh must be 0 to " + Amounts.MAX_ABS_PRICE_MICRO_PER_KWH);
    }
    if (ppm < 0 || ppm > MAX_PPM) {
      throw new IllegalArgumentException("a grid fee's ppm must be 0 to " + MAX_PPM);
    }
  }
}
