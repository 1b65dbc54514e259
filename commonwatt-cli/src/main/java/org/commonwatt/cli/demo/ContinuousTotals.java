package org.commonwatt.cli.demo;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * What was traded after the auctions.
 *
 * @param slots slots in which something was
 * @param trades continuous trades
 * @param tradedWh their energy
 * @param betweenAreasWh the part of it that came over a link
 * @param amendments orders amended
 * @param cancellations orders, or what was left of them, that their owners cancelled
 * @param blocks blocks and baskets that traded
 * @param blockWh their energy
 * @param preferences orders with alternatives
 * @param preferenceWh what they traded
 * @param firstChoiceWh of that by their first alternative
 * @param gridFeesNano what buyers paid for the grid, and the grid operator received
 */
@JsonPropertyOrder({
  "slots",
  "trades",
  "tradedWh",
  "betweenAreasWh",
  "amendments",
  "cancellations",
  "blocks",
  "blockWh",
  "preferences",
  "preferenceWh",
  "firstChoiceWh",
  "gridFeesNano"
})
public record ContinuousTotals(
    int slots,
    long trades,
    long tradedWh,
    long betweenAreasWh,
    long amendments,
    long cancellations,
    long blocks,
    long blockWh,
    long preferences,
    long preferenceWh,
    long firstChoiceWh,
    BigInteger gridFeesNano) {

  /** One line for people; rounds money for the eye only. */
  String describe(String currency) {
    return ("After the auctions: %d continuous trades of %d Wh in %d slots, %d Wh between areas;"
            + " %d amendments, %d cancellations; grid fees %s %s")
        .formatted(
            trades,
            tradedWh,
            slots,
            betweenAreasWh,
            amendments,
            cancellations,
            new BigDecimal(gridFeesNano, 9).setScale(4, RoundingMode.HALF_EVEN).toPlainString(),
            currency);
  }

  /** One line for people on blocks and preferences. */
  String describeWishes() {
    return "Blocks after the auctions: %d of %d Wh; preferences: %d that bought %d Wh, %d Wh by their first alternative"
        .formatted(blocks, blockWh, preferences, preferenceWh, firstChoiceWh);
  }
}
