package org.commonwatt.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.commonwatt.model.Side;
import org.commonwatt.model.StatedAuction;
import org.commonwatt.model.StatedAuction.Area;
import org.commonwatt.model.StatedAuction.Arrival;
import org.commonwatt.model.StatedAuction.Figures;
import org.commonwatt.model.StatedAuction.Kind;
import org.commonwatt.model.StatedAuction.Link;
import org.commonwatt.model.StatedAuction.Order;
import org.commonwatt.model.StatedAuction.Totals;
import org.jspecify.annotations.Nullable;

/** Reads a case and its result, and whether they name the same areas, links and orders. */
final class ClearingJson {
  private final JsonNode input;
  private final JsonNode result;
  private final List<String> complaints = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>(); // of areas
  private final StatedAuction auction;

  ClearingJson(JsonNode input, JsonNode result) {
    this.input = input;
    this.result = result;
    String rule = input.path("rules").path("price").asText("midpoint");
    expect(text("id").equals(input.path("id").asText()), "the id is that of another case");
    expect(text("rule").equals(rule), "the rule is not that of the case: " + rule);
    optimality();
    StatedAuction.Rules rules =
        new StatedAuction.Rules(
            rule,
            input.path("rules").path("ties").asText("pro-rata"),
            input.path("rules").path("sellTies").asText().equals("clean-first"));
    auction = new StatedAuction(rules, areas(), links(), orders(), totals());
  }

  StatedAuction auction() {
    return auction;
  }

  /** What is named in one, but not in the other, or cannot be read. */
  List<String> complaints() {
    return complaints;
  }

  private List<Area> areas() {
    TreeMap<String, JsonNode> sorted = new TreeMap<>();
    input.path("areas").forEach(area -> sorted.put(area.path("id").asText(), area));
    List<Area> areas = new ArrayList<>();
    Set<String> normal = new TreeSet<>();
    sorted.forEach(
        (id, area) -> {
          Kind kind = kind(area);
          places.put(id, areas.size());
          Figures stated = kind == Kind.NORMAL ? figures(id) : Figures.NONE;
          areas.add(new Area(id, kind, number(area, "fixedPriceMicroPerKwh"), stated));
          if (kind == Kind.NORMAL) {
            normal.add(id);
          }
        });
    expect(names("areas").equals(normal), "the areas are not those of the case");
    return areas;
  }

  /** Whether a gap is true is not asked: that would be to search. */
  private void optimality() {
    boolean anyMinimum = false;
    for (JsonNode order : input.path("orders")) {
      anyMinimum |= number(order, "minEnergyWh") > 0;
    }
    boolean isGap = text("optimality").equals("gap");
    expect(isGap || text("optimality").equals("optimal"), "there is no such optimality");
    expect(!isGap || anyMinimum, "a gap, but no order has a minimum");
  }

  private static Kind kind(JsonNode area) {
    if (area.path("external").asBoolean()) {
      return Kind.EXTERNAL;
    }
    return area.has("fixedPriceMicroPerKwh") ? Kind.NEIGHBOUR : Kind.NORMAL;
  }

  private Figures figures(String id) {
    JsonNode stated = result.path("areas").path(id);
    JsonNode ends = stated.path("priceInterval");
    for (String energy : List.of("buyWh", "sellWh", "netExportWh")) {
      expect(stated.path(energy).canConvertToLong(), id + " states no " + energy);
    }
    return new Figures(
        price(id, stated.path("priceMicroPerKwh")),
        price(id, ends.path(0)),
        price(id, ends.path(1)),
        number(stated, "buyWh"),
        number(stated, "sellWh"),
        number(stated, "netExportWh"));
  }

  private @Nullable Long price(String id, JsonNode stated) {
    boolean isPrice = stated.isIntegralNumber() && stated.canConvertToLong();
    expect(isPrice || stated.isNull(), id + " states a price or an end of prices that is none");
    return isPrice ? (Long) stated.asLong() : null;
  }

  private List<Link> links() {
    List<Link> links = new ArrayList<>();
    for (JsonNode link : input.path("links")) {
      JsonNode stated = result.path("links").path(links.size());
      for (String end : List.of("from", "to")) {
        expect(
            stated.path(end).equals(link.path(end)),
            "link " + links.size() + " is missing or out of order");
      }
      links.add(
          new Link(
              place(link, "from"),
              place(link, "to"),
              number(link, "minFlowWh"),
              number(link, "maxFlowWh"),
              number(link, "feeMicroPerKwh"),
              stated.path("flowWh").asLong(Long.MIN_VALUE)));
    }
    expect(result.path("links").size() == links.size(), "the links are not those of the case");
    return links;
  }

  private List<Order> orders() {
    List<Order> orders = new ArrayList<>();
    Set<String> ids = new TreeSet<>();
    for (JsonNode order : input.path("orders")) {
      String id = order.path("id").asText();
      long energy = number(order, "energyWh");
      ids.add(id);
      orders.add(
          new Order(
              id,
              place(order, "area"),
              order.path("side").asText().equals("buy") ? Side.BUY : Side.SELL,
              number(order, "priceMicroPerKwh"),
              energy,
              number(order, "minEnergyWh"),
              arrival(order),
              result.path("reducedForSelfTradeWh").path(id).asLong(energy),
              result.path("fills").path(id).asLong(-1)));
    }
    expect(names("fills").equals(ids), "the fills are not those of the case's orders");
    expect(ids.containsAll(names("reducedForSelfTradeWh")), "a reduced order is not of the case");
    return orders;
  }

  private static Arrival arrival(JsonNode order) {
    String participant = order.has("participant") ? order.path("participant").asText() : null;
    return new Arrival(
        participant, order.path("time").asLong(Long.MAX_VALUE), order.path("clean").asBoolean());
  }

  private Totals totals() {
    Set<String> rejected = new TreeSet<>();
    result.path("paradoxicallyRejected").forEach(id -> rejected.add(id.asText()));
    expect(Set.of("cleared", "no-trade").contains(text("status")), "there is no such status");
    return new Totals(
        text("status").equals("cleared"),
        money("welfareNano"),
        money("feeNano"),
        money("congestionRentNano"),
        money("marketSurplusNano"),
        rejected);
  }

  private BigInteger money(String field) {
    boolean isNumber = text(field).matches("0|-?[1-9][0-9]*");
    expect(isNumber, field + " is no whole number");
    return isNumber ? new BigInteger(text(field)) : BigInteger.ZERO;
  }

  /** A link or an order of an unknown area is of no case, so it has no result. */
  private int place(JsonNode node, String field) {
    Integer place = places.get(node.path(field).asText());
    if (place == null) {
      throw new IllegalArgumentException("no area " + node.path(field) + " in the case");
    }
    return place;
  }

  private Set<String> names(String field) {
    Set<String> names = new TreeSet<>();
    result.path(field).fieldNames().forEachRemaining(names::add);
    return names;
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
}
