package org.commonwatt.model;

/** Exact integer arithmetic of the market's units, and the limits an order must keep. */
public final class Amounts {
  /** The largest energy of one order, in Wh. */
  public static final long MAX_ORDER_WH = 1_000_000_000_000L;

  /** The largest absolute price, in µ/kWh. */
  public static final long MAX_ABS_PRICE_MICRO_PER_KWH = 10_000_000_000L;

  private Amounts() {}

  /** Whether a price is within ±{@link #MAX_ABS_PRICE_MICRO_PER_KWH}. */
  public static boolean isPrice(long priceMicroPerKwh) {
    return -MAX_ABS_PRICE_MICRO_PER_KWH <= priceMicroPerKwh
        && priceMicroPerKwh <= MAX_ABS_PRICE_MICRO_PER_KWH;
  }

  /**
   * The money of an energy at a price.
   *
   * @param energyWh energy in Wh
   * @param priceMicroPerKwh price in µ/kWh, may be negative
   * @return the exact product in nano-currency
   * @throws ArithmeticException when the product does not fit in 64 bits
   */
  public static long moneyNano(long energyWh, long priceMicroPerKwh) {
    return Math.multiplyExact(energyWh, priceMicroPerKwh);
  }
}
