package org.commonwatt.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The prices that a case's rule gives to stated fills and flows. A price zone is named after one of
 * its areas: areas between which a link without fee carries a flow strictly inside its limits.
 */
final class ZonePriceRecount {
  private final Map<String, String> zones = new TreeMap<>(); // by area
  private final Map<String, Long> dearestSell = new HashMap<>(); // accepted, by zone
  private final Map<String, Long> cheapestBuy = new HashMap<>();

  private ZonePriceRecount(JsonNode input, JsonNode result, Map<String, ?> areas) {
    areas.keySet().forEach(area -> zones.put(area, area));
    for (int l = 0; l < input.path("links").size(); l++) {
      JsonNode link = input.path("links").path(l);
      long flow = result.path("links").path(l).path("flowWh").asLong();
      if (link.path("feeMicroPerKwh").asLong() == 0
          && link.path("minFlowWh").asLong() < flow
          && flow < link.path("maxFlowWh").asLong()) {
        join(link.path("from").asText(), link.path("to").asText());
      }
    }
    for (JsonNode order : input.path("orders")) {
      String zone = zones.getOrDefault(order.path("area").asText(), "");
      long limit = order.path("priceMicroPerKwh").asLong();
      if (result.path("fills").path(order.path("id").asText()).asLong() == 0) {
        continue;
      }
      if (order.path("side").asText().equals("buy")) {
        cheapestBuy.merge(zone, limit, Math::min);
      } else {
        dearestSell.merge(zone, limit, Math::max);
      }
    }
  }

  /**
   * The prices of the case's rule.
   *
   * @param midpoints by normal area; also the price of a zone with fills but none on the rule's
   *     side
   * @return by normal area, null where there is none
   */
  static Map<String, @Nullable Long> prices(
      JsonNode input, JsonNode result, Map<String, @Nullable Long> midpoints) {
    String rule = input.path("rules").path("price").asText("midpoint");
    if (rule.equals("midpoint")) {
      return midpoints;
    }
    ZonePriceRecount recount = new ZonePriceRecount(input, result, midpoints);
    Map<String, @Nullable Long> prices = new TreeMap<>();
    midpoints.forEach((area, midpoint) -> prices.put(area, recount.price(rule, area, midpoint)));
    return prices;
  }

  private @Nullable Long price(String rule, String area, @Nullable Long midpoint) {
    Long sell = dearestSell.get(zones.getOrDefault(area, area));
    Long buy = cheapestBuy.get(zones.getOrDefault(area, area));
    if (sell == null && buy == null) {
      return null;
    }
    Long price =
        switch (rule) {
          case "marginal-offer" -> sell;
          case "marginal-bid" -> buy;
          case "average-of-last-pair" ->
              sell == null || buy == null ? null : (Long) Math.floorDiv(sell + buy, 2L);
          default -> null; // pay-as-bid
        };
    return price == null && !rule.equals("pay-as-bid") ? midpoint : price;
  }

  private void join(String one, String other) {
    String kept = zones.get(one);
    String left = zones.get(other);
    if (kept != null && left != null) {
      zones.replaceAll((area, zone) -> zone.equals(left) ? kept : zone);
    }
  }
}
