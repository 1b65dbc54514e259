package org.commonwatt.cli.demo;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;

/**
 * What the links between the areas carried and earned over the settled slots.
 *
 * @param areas ids of the areas
 * @param coupledSlots slots in which energy flowed over a link
 * @param congestedSlots slots in which a link earned more than its fee: it was full, and the prices
 *     of its two areas split
 * @param flowWh energy that flowed over links, whichever way
 * @param linkFeesNano what the grid operator received
 * @param congestionRentNano what the account of congestion rent received
 */
@JsonPropertyOrder({
  "areas",
  "coupledSlots",
  "congestedSlots",
  "flowWh",
  "linkFeesNano",
  "congestionRentNano"
})
public record Congestion(
    List<String> areas,
    int coupledSlots,
    int congestedSlots,
    long flowWh,
    BigInteger linkFeesNano,
    BigInteger congestionRentNano) {

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
