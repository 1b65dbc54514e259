package org.commonwatt.cli.demo;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the links between the areas carried and earned over the settled slots.
 *
 * @param areas ids of the areas
 * @param prices auction prices of each area, in order of id
 * @param links what each link carried and earned, in order of (from, to); parallel links together
 * @param coupledSlots slots in which energy flowed over a link
 * @param congestedSlots slots in which a link earned more than its fee: it was full, and the prices
 *     of its two areas split
 * @param flowWh energy that flowed over links, whichever way
 * @param linkFeesNano what the grid operator received
 * @param congestionRentNano what the account of congestion rent received
 */
@JsonPropertyOrder({
  "areas",
  "prices",
  "links",
  "coupledSlots",
  "congestedSlots",
  "flowWh",
  "linkFeesNano",
  "congestionRentNano"
})
public record Congestion(
    List<String> areas,
    List<AreaPrices> prices,
    List<LinkTotals> links,
    int coupledSlots,
    int congestedSlots,
    long flowWh,
    BigInteger linkFeesNano,
    BigInteger congestionRentNano) {

  /**
   * The auction prices of an area.
   *
   * @param area id
   * @param pricedSlots slots in which it had a price
   * @param lowestMicroPerKwh the lowest of them, µ/kWh, null when it never had one
   * @param highestMicroPerKwh the highest of them, µ/kWh, null when it never had one
   */
  @JsonPropertyOrder({"area", "pricedSlots", "lowestMicroPerKwh", "highestMicroPerKwh"})
  public record AreaPrices(
      String area,
      int pricedSlots,
      @Nullable Long lowestMicroPerKwh,
      @Nullable Long highestMicroPerKwh) {}

  /**
   * What a link carried after the auctions and earned by them.
   *
   * @param from where a positive flow comes from
   * @param to where a positive flow goes to
   * @param forwardWh what flowed from {@code from} to {@code to}
   * @param backwardWh what flowed the other way, not negative
   * @param feesNano what the grid operator received
   * @param rentNano what the account of congestion rent received
   */
  @JsonPropertyOrder({"from", "to", "forwardWh", "backwardWh", "feesNano", "rentNano"})
  public record LinkTotals(
      String from,
      String to,
      long forwardWh,
      long backwardWh,
      BigInteger feesNano,
      BigInteger rentNano) {}

  /** One line for people; rounds money for the eye only. */
  String describe(String currency) {
    return "Areas %s: %d Wh flowed in %d slots, %d of them congested; link fees %s %s, congestion rent %s %s"
        .formatted(
            String.join(", ", areas),
            flowWh,
            coupledSlots,
            congestedSlots,
            rounded(linkFeesNano),
            currency,
            rounded(congestionRentNano),
            currency);
  }

  private static String rounded(BigInteger nano) {
    return new BigDecimal(nano, 9).setScale(4, RoundingMode.HALF_EVEN).toPlainString();
  }
}
