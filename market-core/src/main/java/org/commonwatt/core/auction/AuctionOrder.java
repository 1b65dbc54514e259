package org.commonwatt.core.auction;

import org.commonwatt.model.Amounts;
import org.commonwatt.model.Side;

/**
 * A simple limit order in an auction.
 *
 * @param orderId unique in the auction; a smaller id arrived earlier
 * @param owner beneficial owner
 * @param side buy or sell
 * @param priceMicroPerKwh limit price, µ/kWh, within ±{@link Amounts#MAX_ABS_PRICE_MICRO_PER_KWH}
 * @param energyWh energy, 1 to {@link Amounts#MAX_ORDER_WH} Wh
 */
public record AuctionOrder(
    long orderId, String owner, Side side, long priceMicroPerKwh, long energyWh) {
  /** Checks the ranges. */
  public AuctionOrder {
    if (energyWh < 1 || energyWh > Amounts.MAX_ORDER_WH) {
      throw new IllegalArgumentException(
          "order " + orderId + ": energy must be 1 to " + Amounts.MAX_ORDER_WH + " Wh");
    }
    if (!Amounts.isPrice(priceMicroPerKwh)) {
      throw new IllegalArgumentException(
          "order "
              + orderId
              + ": price must be within ±"
              + Amounts.MAX_ABS_PRICE_MICRO_PER_KWH
              + " µ/kWh");
    }
  }
}
