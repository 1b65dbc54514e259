package org.commonwatt.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the result of a coupled auction is optimal, without clearing anything: by
 * complementary slackness. Fills and flows that balance within their limits, and prices at which
 * nobody would rather have another fill and no link another flow, prove each other optimal. Of the
 * result only fills, flows and reductions are taken as given; whether such prices exist, and which,
 * follows from those, and every other figure must be what they give. Cases and results are those of
 * {@code docs/formats/clearing.md}.
 */
public final class ClearingVerifier {
  private final JsonNode input;
  private final JsonNode result;
  private final List<String> complaints = new ArrayList<>();
  private final Map<String, JsonNode> areas = new HashMap<>();
  private final TreeMap<String, Integer> normal = new TreeMap<>(); // with the index in prices
  private final PriceRecount prices;
  private final Map<String, Long> bought = new HashMap<>(); // Wh per area
  private final Map<String, Long> sold = new HashMap<>();
  private final Map<String, Long> exported = new HashMap<>();
  private BigInteger welfare = BigInteger.ZERO;
  private BigInteger fees = BigInteger.ZERO;

  private ClearingVerifier(JsonNode input, JsonNode result) {
    this.input = input;
    this.result = result;
    for (JsonNode area : input.path("areas")) {
      areas.put(area.path("id").asText(), area);
      if (!area.has("fixedPriceMicroPerKwh") && !area.path("external").asBoolean()) {
        normal.put(area.path("id").asText(), 0);
      }
    }
    int index = 0;
    for (Map.Entry<String, Integer> area : normal.entrySet()) {
      area.setValue(index++);
    }
    prices = new PriceRecount(index);
  }

  /**
   * Verifies a result.
   *
   * @param input a case
   * @param result what was stated for it
   * @return what is wrong; empty when the result is optimal and all that it states is right
   */
  public static List<String> verify(JsonNode input, JsonNode result) {
    ClearingVerifier verifier = new ClearingVerifier(input, result);
    verifier.verifyNames();
    verifier.complaints.addAll(OwnReductions.complaints(input, result));
    input.path("orders").forEach(verifier::verifyOrder);
    for (int l = 0; l < input.path("links").size(); l++) {
      verifier.verifyLink(input.path("links").path(l), result.path("links").path(l));
    }
    verifier.normal.keySet().forEach(verifier::verifyEnergy);
    verifier.prices.complete();
    if (verifier.prices.isEmpty()) {
      verifier.complaints.add("no prices support the fills and flows: they are not optimal");
    } else {
      verifier.verifyPrices();
    }
    verifier.verifyTotals();
    return verifier.complaints;
  }

  private void verifyNames() {
    TreeSet<String> orders = new TreeSet<>();
    input.path("orders").forEach(order -> orders.add(order.path("id").asText()));
    expect(text("id").equals(input.path("id").asText()), "the id is that of another case");
    expect(text("rule").equals(rule()), "the rule is not that of the case: " + rule());
    expect(names("areas").equals(normal.keySet()), "the areas are not those of the case");
    expect(names("fills").equals(orders), "the fills are not those of the case's orders");
    expect(
        result.path("links").size() == input.path("links").size(),
        "the links are not those of the case");
  }

  private TreeSet<String> names(String field) {
    TreeSet<String> names = new TreeSet<>();
    result.path(field).fieldNames().forEachRemaining(names::add);
    return names;
  }

  private void verifyOrder(JsonNode order) {
    String id = order.path("id").asText();
    String area = order.path("area").asText();
    boolean buy = order.path("side").asText().equals("buy");
    long limit = order.path("priceMicroPerKwh").asLong();
    long energy = participating(order);
    long least = number(order, "minEnergyWh");
    long fill = result.path("fills").path(id).asLong(-1);
    expect(0 <= fill && fill <= energy, "fill of " + id + " is outside 0 to " + energy);
    expect(fill == 0 || fill >= least, "fill of " + id + " is below its minimum");
    (buy ? bought : sold).merge(area, fill, Long::sum);
    welfare = welfare.add(product(buy ? fill : -fill, limit));
    int index = normal.getOrDefault(area, 0);
    boolean accepted = fill > 0;
    boolean wantsMore = fill < energy && (accepted || least == 0);
    if (buy ? accepted : wantsMore) { // else a buy would lose, or a sell miss a gain
      prices.atMost(index, limit);
    }
    if (buy ? wantsMore : accepted) {
      prices.atLeast(index, limit);
    }
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
    exported.merge(from, flow, Long::sum);
    exported.merge(to, -flow, Long::sum);
    fees = fees.add(product(Math.abs(flow), fee));
    welfare = welfare.add(product(flow, fixedPrice(to))).subtract(product(flow, fixedPrice(from)));
    if (min < max && flow < max) { // the spread is at most what one Wh more would cost
      bound(to, from, flow >= 0 ? fee : -fee);
    }
    if (min < max && flow > min) { // and at least what one Wh less would save
      bound(from, to, flow > 0 ? -fee : fee);
    }
  }

  /** The price of one area is at most that of the other plus this. */
  private void bound(String area, String other, long more) {
    Integer one = normal.get(area);
    Integer two = normal.get(other);
    if (one != null && two != null) {
      prices.atMost(one, two, more);
    } else if (one != null) {
      prices.atMost(one, fixedPrice(other) + more);
    } else if (two != null) {
      prices.atLeast(two, fixedPrice(area) - more);
    } else {
      expect(
          fixedPrice(area) <= fixedPrice(other) + more,
          "more should flow from " + other + " to " + area);
    }
  }

  private void verifyEnergy(String area) {
    long buys = bought.getOrDefault(area, 0L);
    long sells = sold.getOrDefault(area, 0L);
    JsonNode stated = result.path("areas").path(area);
    expect(sells - buys == exported.getOrDefault(area, 0L), "area " + area + " does not balance");
    expect(stated.path("buyWh").asLong(-1) == buys, area + " buys " + buys);
    expect(stated.path("sellWh").asLong(-1) == sells, area + " sells " + sells);
    JsonNode export = stated.path("netExportWh");
    expect(export.isNumber() && export.asLong() == sells - buys, area + " does not export that");
  }

  private void verifyPrices() {
    for (Map.Entry<String, Integer> area : normal.entrySet()) {
      JsonNode ends = result.path("areas").path(area.getKey()).path("priceInterval");
      Long lowest = prices.lowest(area.getValue());
      Long highest = prices.highest(area.getValue());
      expect(
          ends.size() == 2 && states(ends.path(0), lowest) && states(ends.path(1), highest),
          "the interval of " + area.getKey() + " is " + lowest + " to " + highest);
    }
    @Nullable Long[] midpoint = prices.midpoints();
    Map<String, @Nullable Long> midpoints = new TreeMap<>();
    normal.forEach((area, index) -> midpoints.put(area, midpoint[index]));
    Map<String, @Nullable Long> byRule = ZonePriceRecount.prices(input, result, midpoints);
    for (String area : normal.keySet()) {
      JsonNode stated = result.path("areas").path(area).path("priceMicroPerKwh");
      expect(states(stated, byRule.get(area)), "the price of " + area + " is " + byRule.get(area));
    }
    verifyRejected(isPayAsBid() ? midpoints : byRule);
  }

  private void verifyRejected(Map<String, @Nullable Long> references) {
    TreeSet<String> named = new TreeSet<>();
    result.path("paradoxicallyRejected").forEach(id -> named.add(id.asText()));
    for (JsonNode order : input.path("orders")) {
      String id = order.path("id").asText();
      Long price = references.get(order.path("area").asText());
      long limit = order.path("priceMicroPerKwh").asLong();
      boolean buy = order.path("side").asText().equals("buy");
      boolean inTheMoney = price != null && (buy ? limit > price : limit < price);
      boolean rejected =
          result.path("fills").path(id).asLong() == 0
              && participating(order) > 0
              && number(order, "minEnergyWh") > 0;
      expect(
          named.remove(id) == (rejected && inTheMoney),
          id + " is wrongly named or not as paradoxically rejected");
    }
    expect(named.isEmpty(), "no orders of the case, but paradoxically rejected: " + named);
  }

  private void verifyTotals() {
    boolean cleared = false;
    for (JsonNode fill : result.path("fills")) {
      cleared |= fill.asLong() > 0;
    }
    expect(text("status").equals(cleared ? "cleared" : "no-trade"), "the status is wrong");
    welfare = welfare.subtract(fees);
    expect(welfare.toString().equals(text("welfareNano")), "welfare is " + welfare);
    expect(fees.toString().equals(text("feeNano")), "fees are " + fees);
    BigInteger rent = isPayAsBid() ? BigInteger.ZERO : rent();
    expect(rent.toString().equals(text("congestionRentNano")), "congestion rent is " + rent);
    BigInteger surplus = isPayAsBid() ? welfare : BigInteger.ZERO;
    expect(surplus.toString().equals(text("marketSurplusNano")), "market surplus is " + surplus);
  }

  /** What the links earn beyond their fees; those of external areas earn nothing. */
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
            rent.add(product(flow, price(to)))
                .subtract(product(flow, price(from)))
                .subtract(product(Math.abs(flow), fee));
      }
    }
    return rent;
  }

  private long participating(JsonNode order) {
    JsonNode reduced = result.path("reducedForSelfTradeWh").path(order.path("id").asText());
    return reduced.asLong(number(order, "energyWh"));
  }

  private String rule() {
    return input.path("rules").path("price").asText("midpoint");
  }

  private boolean isPayAsBid() {
    return rule().equals("pay-as-bid");
  }

  private boolean isExternal(String area) {
    return areas.getOrDefault(area, input).path("external").asBoolean();
  }

  private long fixedPrice(String area) {
    return areas.getOrDefault(area, input).path("fixedPriceMicroPerKwh").asLong();
  }

  /** A neighbour's price or the stated one; 0 where none is, since flows cancel there. */
  private long price(String area) {
    return normal.containsKey(area)
        ? result.path("areas").path(area).path("priceMicroPerKwh").asLong()
        : fixedPrice(area);
  }

  private String text(String field) {
    return result.path(field).asText();
  }

  private void expect(boolean holds, String complaint) {
    if (!holds) {
      complaints.add(complaint);
    }
  }

  private static boolean states(JsonNode stated, @Nullable Long value) {
    return value == null
        ? stated.isNull()
        : stated.isIntegralNumber() && stated.canConvertToLong() && stated.asLong() == value;
  }

  private static long number(JsonNode node, String field) {
    return node.path(field).asLong(); // 0 when omitted
  }

  private static BigInteger product(long energy, long price) {
    return BigInteger.valueOf(energy).multiply(BigInteger.valueOf(price));
  }
}
