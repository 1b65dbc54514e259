package org.commonwatt.engine.readmodel;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * What the events of one transaction do to an order, added up in their order, so that the order's
 * row is written once.
 */
final class OrderChange {
  private @Nullable Long priceMicroPerKwh;
  private @Nullable Long openWh; // as the last amendment stated it
  private long openByWh; // change since, or since before the transaction
  private long filledWh;
  private BigInteger filledNano = BigInteger.ZERO;
  private @Nullable String reason;

  /** It traded. */
  void filled(long energyWh, long priceMicro) {
    openByWh -= energyWh;
    filledWh = Math.addExact(filledWh, energyWh);
    filledNano =
        filledNano.add(BigInteger.valueOf(energyWh).multiply(BigInteger.valueOf(priceMicro)));
  }

  /** It lost energy without a trade. */
  void reduced(long byWh) {
    openByWh -= byWh;
  }

  /** It has another price and so much is open of it. */
  void amended(long priceMicro, long openNowWh) {
    priceMicroPerKwh = priceMicro;
    openWh = openNowWh;
    openByWh = 0;
  }

  /** It has another limit. */
  void limited(long priceMicro) {
    priceMicroPerKwh = priceMicro;
  }

  /** What is left of it is out of the market. */
  void ended(String why) {
    reason = why;
  }

  /** The values of {@link MarketSql#ORDER_CHANGED}. */
  @Nullable Object[] values(String market, long orderId) {
    return new @Nullable Object[] {
      priceMicroPerKwh,
      openWh,
      openByWh,
      filledWh,
      new BigDecimal(filledNano),
      reason,
      market,
      orderId
    };
  }
}
