package org.commonwatt.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the result of a coupled auction is optimal, without clearing anything: by
 * complementary slackness. Fills and flows that balance within their limits, and prices at which
 * nobody would rather have another fill and no link another flow, prove each other optimal. Cases
 * and results are those of {@code docs/formats/clearing.md}.
 */
public final class ClearingVerifier {
  private final JsonNode input;
  private final JsonNode result;
  private final List<String> complaints = new ArrayList<>();
  private final Map<String, JsonNode> areas = new HashMap<>();
  private final Map<String, Long> sold = new HashMap<>(); // sells minus buys per area
  private BigInteger welfare = BigInteger.ZERO;
  private BigInteger fees = BigInteger.ZERO;

  private ClearingVerifier(JsonNode input, JsonNode result) {
    this.input = input;
    this.result = result;
    input.path("areas").forEach(area -> areas.put(area.path("id").asText(), area));
  }

  /**
   * Verifies a result.
   *
   * @param input a case
   * @param result what was stated for it
   * @return what is wrong; empty when the result is optimal and its totals are right
   */
  public static List<String> verify(JsonNode input, JsonNode result) {
    ClearingVerifier verifier = new ClearingVerifier(input, result);
    input.path("orders").forEach(verifier::verifyOrder);
    for (int l = 0; l < input.path("links").size(); l++) {
      verifier.verifyLink(input.path("links").path(l), result.path("links").path(l));
    }
    verifier.areas.forEach(verifier::verifyBalance);
    verifier.verifyTotals();
    return verifier.complaints;
  }

  private void verifyOrder(JsonNode order) {
    String id = order.path("id").asText();
    String area = order.path("area").asText();
    boolean buy = order.path("side").asText().equals("buy");
    long limit = order.path("priceMicroPerKwh").asLong();
    long energy = result.path("reducedForSelfTradeWh").path(id).asLong(number(order, "energyWh"));
    long least = number(order, "minEnergyWh");
    long fill = result.path("fills").path(id).asLong(-1);
    expect(0 <= fill && fill <= energy, "fill of " + id + " is outside 0 to " + energy);
    expect(fill == 0 || fill >= least, "fill of " + id + " is below its minimum");
    sold.merge(area, buy ? -fill : fill, Long::sum);
    welfare = welfare.add(product(buy ? fill : -fill, limit));
    Long gain = gain(area, buy, limit);
    if (fill > 0) {
      expect(gain != null && gain >= 0, id + " is accepted at a loss");
    }
    if (fill < energy && (fill > 0 || least == 0)) {
      expect(missed(area, buy, limit) <= 0, id + " is in the money and wants more");
    }
    boolean named = isNamed(id);
    boolean rejectedWinner = fill == 0 && energy > 0 && least > 0 && priced(area, buy, limit) > 0;
    expect(named == rejectedWinner, id + " is wrongly named or not as paradoxically rejected");
  }

  /** What an accepted order surely gains per kWh at a supporting price; null: nothing is sure. */
  private @Nullable Long gain(String area, boolean buy, long limit) {
    Long price = supporting(area, buy ? 1 : 0);
    return price == null ? null : (Long) (buy ? limit - price : price - limit);
  }

  /** What an order that wants more surely misses per kWh at a supporting price. */
  private long missed(String area, boolean buy, long limit) {
    Long price = supporting(area, buy ? 0 : 1);
    if (price == null) {
      return 0;
    }
    return buy ? limit - price : price - limit;
  }

  private long priced(String area, boolean buy, long limit) {
    Long price = price(area);
    return price == null ? 0 : (buy ? limit - price : price - limit);
  }

  /** The price where it promises to support the result, else an end of the interval. */
  private @Nullable Long supporting(String area, int end) {
    if (midpoint()) {
      return price(area);
    }
    JsonNode value = result.path("areas").path(area).path("priceInterval").path(end);
    return value.isNumber() ? (Long) value.asLong() : null;
  }

  private void verifyLink(JsonNode link, JsonNode stated) {
    String from = link.path("from").asText();
    String to = link.path("to").asText();
    String name = "link " + from + "-" + to;
    expect(
        from.equals(stated.path("from").asText()) && to.equals(stated.path("to").asText()),
        name + " is missing or out of order");
    long flow = stated.path("flowWh").asLong(Long.MIN_VALUE);
    long min = number(link, "minFlowWh");
    long max = number(link, "maxFlowWh");
    long fee = number(link, "feeMicroPerKwh");
    expect(min <= flow && flow <= max, name + " flows outside its limits");
    sold.merge(from, -flow, Long::sum);
    sold.merge(to, flow, Long::sum);
    fees = fees.add(product(Math.abs(flow), fee));
    welfare = welfare.add(product(flow, fixedPrice(to))).subtract(product(flow, fixedPrice(from)));
    Long low = price(from);
    Long high = price(to);
    if (midpoint() && low != null && high != null) {
      long spread = high - low;
      long up = flow >= 0 ? fee : -fee; // what one Wh more would cost
      long down = flow > 0 ? fee : -fee; // what one Wh less would save
      expect(flow >= max || spread <= up, name + " would rather carry more");
      expect(flow <= min || spread >= down, name + " would rather carry less");
    }
  }

  private void verifyBalance(String id, JsonNode area) {
    if (!area.has("fixedPriceMicroPerKwh") && !area.path("external").asBoolean()) {
      expect(sold.getOrDefault(id, 0L) == 0, "area " + id + " does not balance");
      JsonNode ends = result.path("areas").path(id).path("priceInterval");
      Long price = price(id);
      boolean inside =
          price == null
              || ((ends.path(0).isNull() || ends.path(0).asLong() <= price)
                  && (ends.path(1).isNull() || price <= ends.path(1).asLong()));
      expect(inside || !midpoint(), "the price of " + id + " is outside its interval");
    }
  }

  private void verifyTotals() {
    welfare = welfare.subtract(fees);
    expect(welfare.toString().equals(text("welfareNano")), "welfare is " + welfare);
    expect(fees.toString().equals(text("feeNano")), "fees are " + fees);
    boolean payAsBid = text("rule").equals("pay-as-bid");
    BigInteger rent = payAsBid ? BigInteger.ZERO : rent();
    expect(rent.toString().equals(text("congestionRentNano")), "congestion rent is " + rent);
    BigInteger surplus = payAsBid ? welfare : BigInteger.ZERO;
    expect(surplus.toString().equals(text("marketSurplusNano")), "market surplus is " + surplus);
  }

  /** What the areas pay for what they use beyond their own sells, less fees and schedules. */
  private BigInteger rent() {
    BigInteger rent = BigInteger.ZERO;
    for (int l = 0; l < input.path("links").size(); l++) {
      JsonNode link = input.path("links").path(l);
      String from = link.path("from").asText();
      String to = link.path("to").asText();
      if (!isExternal(from) && !isExternal(to)) {
        long flow = result.path("links").path(l).path("flowWh").asLong();
        long fee = number(link, "feeMicroPerKwh");
        rent =
            rent.add(product(flow, orZero(price(to))))
                .subtract(product(flow, orZero(price(from))))
                .subtract(product(Math.abs(flow), fee));
      }
    }
    return rent;
  }

  private boolean midpoint() {
    return text("rule").equals("midpoint");
  }

  private boolean isExternal(String area) {
    return areas.getOrDefault(area, input).path("external").asBoolean();
  }

  private boolean isNamed(String order) {
    for (JsonNode id : result.path("paradoxicallyRejected")) {
      if (id.asText().equals(order)) {
        return true;
      }
    }
    return false;
  }

  private long fixedPrice(String area) {
    return areas.getOrDefault(area, input).path("fixedPriceMicroPerKwh").asLong();
  }

  private @Nullable Long price(String area) {
    JsonNode fixed = areas.getOrDefault(area, input).path("fixedPriceMicroPerKwh");
    JsonNode price =
        fixed.isNumber() ? fixed : result.path("areas").path(area).path("priceMicroPerKwh");
    return price.isNumber() ? (Long) price.asLong() : null;
  }

  private String text(String field) {
    return result.path(field).asText();
  }

  private void expect(boolean holds, String complaint) {
    if (!holds) {
      complaints.add(complaint);
    }
  }

  private static long number(JsonNode node, String field) {
    return node.path(field).asLong(); // 0 when omitted
  }

  private static long orZero(@Nullable Long value) {
    return value == null ? 0 : value;
  }

  private static BigInteger product(long energy, long price) {
    return BigInteger.valueOf(energy).multiply(BigInteger.valueOf(price));
  }
}
