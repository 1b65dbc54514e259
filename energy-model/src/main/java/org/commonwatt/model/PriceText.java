package org.commonwatt.model;

import java.nio.charset.StandardCharsets;

/** What the source of an imbalance price signs: {@code docs/formats/imbalance-price.md}. */
public final class PriceText {
  private static final String KIND = "commonwatt-imbalance-price-1";

  private PriceText() {}

  /**
   * The bytes.
   *
   * @param source id of who signs
   * @param market id of the market
   * @param price with the area, slot and version that it is of
   */
  public static byte[] of(String source, String market, ImbalancePrice price) {
    String text =
        String.join(
            "\n",
            KIND,
            source,
            market,
            price.area(),
            Long.toString(price.slot().startMillis()),
            Integer.toString(price.slot().minutes()),
            Integer.toString(price.version()),
            Long.toString(price.shortMicroPerKwh()),
            Long.toString(price.longMicroPerKwh()),
            "");
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
