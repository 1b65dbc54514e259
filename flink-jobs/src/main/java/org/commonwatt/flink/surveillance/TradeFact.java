package org.commonwatt.flink.surveillance;

import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * A trade between two members.
 *
 * @param tradeId the engine's number
 * @param buyer who buys
 * @param seller who sells
 * @param energyWh Wh; negative when a former trade fell away by so much
 * @param priceMicroPerKwh what the seller gets, µ/kWh
 * @param deal what only a continuous trade has: who met whom in the book; null for a pair that an
 *     auction made, and for a trade that fell away
 */
public record TradeFact(
    long tradeId,
    String buyer,
    String seller,
    long energyWh,
    long priceMicroPerKwh,
    @Nullable Deal deal) {

  /**
   * How the parties of a continuous trade met.
   *
   * @param takerSide side of the arriving order
   * @param buyArea where the buyer's order is
   * @param sellArea where the seller's order is
   * @param buyOrderId the buyer's order
   * @param sellOrderId the seller's order
   */
  public record Deal(
      Side takerSide, String buyArea, String sellArea, long buyOrderId, long sellOrderId) {}

  /** The side on which a participant takes part. */
  Side sideOf(String participant) {
    return participant.equals(buyer) ? Side.BUY : Side.SELL;
  }
}
