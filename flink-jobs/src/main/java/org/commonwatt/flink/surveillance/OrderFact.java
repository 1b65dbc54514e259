package org.commonwatt.flink.surveillance;

import org.commonwatt.model.Side;

/**
 * A step in the life of an order, with what is known of it.
 *
 * @param step what happened
 * @param orderId the engine's number
 * @param participant whose it is
 * @param area where
 * @param side buy or sell
 * @param priceMicroPerKwh its limit after the step, µ/kWh; 0 of an order at any price
 * @param beforeWh what was open of it before, Wh; 0 when it is new
 * @param afterWh what is open of it after, Wh
 */
public record OrderFact(
    Step step,
    long orderId,
    String participant,
    String area,
    Side side,
    long priceMicroPerKwh,
    long beforeWh,
    long afterWh) {
  /** What happened to an order. */
  public enum Step {
    /** It is new. */
    PLACED,
    /** Its owner gave it another price or energy. */
    AMENDED,
    /** It got energy in an auction; continuous fills are {@link TradeFact}s. */
    FILLED,
    /** Its owner took it away, alone or with others. */
    PULLED,
    /** It ended otherwise, in whole or in part: gate closed, expired, met an own order. */
    ENDED
  }

  /**
   * What its owner took away by the step, Wh: all of an order that was pulled, and of one that was
   * amended what it lost, or all of it when its price went away from the market.
   */
  public long pulledWh(long formerPrice) {
    if (step == Step.PULLED) {
      return beforeWh - afterWh;
    }
    if (step != Step.AMENDED) {
      return 0;
    }
    boolean away =
        side == Side.BUY ? priceMicroPerKwh < formerPrice : priceMicroPerKwh > formerPrice;
    return away ? beforeWh : Math.max(0, beforeWh - afterWh);
  }
}
