package org.commonwatt.core.book;

import org.commonwatt.model.Amounts;

/**
 * The trading rules of a slot, for all its areas.
 *
 * @param tickMicroPerKwh limit prices are multiples of it, at least 1 µ/kWh
 * @param minPriceMicroPerKwh lower end of the static collar, itself permitted
 * @param maxPriceMicroPerKwh upper end of the static collar, itself permitted
 * @param maxEnergyWh the most energy of an order, 1 to 10¹² Wh
 * @param bandMicroPerKwh trades may differ from the reference by this much; 0: no dynamic halt
 * @param haltMillis how long a dynamic halt lasts, ms, at least 1 if there is a band
 * @param protectionMicroPerKwh a market order trades at most this far from its first price
 */
public record SlotRules(
    long tickMicroPerKwh,
    long minPriceMicroPerKwh,
    long maxPriceMicroPerKwh,
    long maxEnergyWh,
    long bandMicroPerKwh,
    long haltMillis,
    long protectionMicroPerKwh) {
  /** The longest dynamic halt, ms: 31 days. */
  public static final long MAX_HALT_MILLIS = 31 * 86_400_000L;

  /** Checks the ranges; the message says what to change. */
  public SlotRules {
    if (tickMicroPerKwh < 1 || tickMicroPerKwh > Amounts.MAX_ABS_PRICE_MICRO_PER_KWH) {
      throw new IllegalArgumentException("a tick must be 1 to 10^10 µ/kWh");
    }
    if (!Amounts.isPrice(minPriceMicroPerKwh)
        || !Amounts.isPrice(maxPriceMicroPerKwh)
        || minPriceMicroPerKwh > maxPriceMicroPerKwh) {
      throw new IllegalArgumentException("a collar must be min <= max, within ±10^10 µ/kWh");
    }
    if (maxEnergyWh < 1 || maxEnergyWh > Amounts.MAX_ORDER_WH) {
      throw new IllegalArgumentException("maxEnergyWh must be 1 to " + Amounts.MAX_ORDER_WH);
    }
    if (!isDistance(bandMicroPerKwh) || !isDistance(protectionMicroPerKwh)) {
      throw new IllegalArgumentException("band and protection must be 0 to 2·10^10 µ/kWh");
    }
    if (haltMillis < (bandMicroPerKwh > 0 ? 1 : 0) || haltMillis > MAX_HALT_MILLIS) {
      throw new IllegalArgumentException(
          "a dynamic halt must last 1 to " + MAX_HALT_MILLIS + " ms (31 days)");
    }
  }

  /**
   * Plain rules: every price of a collar, orders to 10¹² Wh, no halt, no protection needed.
   *
   * @param minPriceMicroPerKwh lower end of the collar
   * @param maxPriceMicroPerKwh upper end of the collar
   */
  public static SlotRules plain(long minPriceMicroPerKwh, long maxPriceMicroPerKwh) {
    return new SlotRules(
        1,
        minPriceMicroPerKwh,
        maxPriceMicroPerKwh,
        Amounts.MAX_ORDER_WH,
        0,
        0,
        2 * Amounts.MAX_ABS_PRICE_MICRO_PER_KWH);
  }

  private static boolean isDistance(long micro) {
    return micro >= 0 && micro <= 2 * Amounts.MAX_ABS_PRICE_MICRO_PER_KWH;
  }
}
