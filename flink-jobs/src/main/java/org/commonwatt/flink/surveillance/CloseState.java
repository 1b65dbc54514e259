package org.commonwatt.flink.surveillance;

import java.math.BigInteger;
import java.util.List;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * The continuous trades of a product before and within the last minutes before gate closure.
 *
 * @param auctionMicroPerKwh the auction's price, null when there is none
 * @param valueNano energy × price of the trades before the last minutes
 * @param energyWh their energy
 * @param closing the trades of the last minutes, in order
 */
public record CloseState(
    @Nullable Long auctionMicroPerKwh,
    BigInteger valueNano,
    long energyWh,
    List<ClosingTrade> closing) {
  static final CloseState NEW = new CloseState(null, BigInteger.ZERO, 0, List.of());

  /**
   * A trade of the last minutes.
   *
   * @param taker whose arriving order made it
   * @param side of that order
   */
  public record ClosingTrade(
      Place place,
      long tradeId,
      long orderId,
      String taker,
      Side side,
      long energyWh,
      long priceMicroPerKwh) {}
}
