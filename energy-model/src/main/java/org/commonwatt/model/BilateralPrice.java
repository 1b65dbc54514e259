package org.commonwatt.model;

import java.nio.charset.StandardCharsets;

/**
 * The price of a bilateral contract, which only its parties, exchange and regulator know. The salt
 * keeps others from trying prices until the hash is right.
 *
 * @param priceMicroPerKwh µ/kWh, may be negative; absolute value up to {@link
 *     Amounts#MAX_ABS_PRICE_MICRO_PER_KWH}
 * @param salt 32 random bytes, drawn for this contract
 */
public record BilateralPrice(long priceMicroPerKwh, Hash salt) {

  /** The canonical JSON: fields in this order, no white space. */
  public String text() {
    return "{\"priceMicroPerKwh\":" + priceMicroPerKwh + ",\"salt\":\"" + salt + "\"}";
  }

  /** What stands for the price in {@link BilateralTerms}: the SHA-256 of the text. */
  public Hash hash() {
    return Hash.of(text().getBytes(StandardCharsets.UTF_8));
  }

  /** Never tells the price: it may be written to a log. */
  @Override
  public String toString() {
    return "BilateralPrice[" + hash() + "]";
  }
}
