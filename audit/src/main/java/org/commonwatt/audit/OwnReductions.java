package org.commonwatt.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether stated reductions are such as keep an owner from trading with itself: only an order that
 * crosses an earlier one of its owner in its area is reduced, by no less than the earlier ones'
 * energy, and what the owner's orders got can all be paired with others. How much further an order
 * is reduced than that depends on auctions held before, and is not judged.
 */
final class OwnReductions {
  private final JsonNode input;
  private final JsonNode result;
  private final List<String> complaints = new ArrayList<>();

  private OwnReductions(JsonNode input, JsonNode result) {
    this.input = input;
    this.result = result;
  }

  /** What is wrong with the reductions of a result; empty when nothing is. */
  static List<String> complaints(JsonNode input, JsonNode result) {
    OwnReductions check = new OwnReductions(input, result);
    Map<List<String>, List<JsonNode>> groups = new HashMap<>(); // by owner and area
    Map<String, List<String>> group = new HashMap<>();
    for (JsonNode order : input.path("orders")) {
      String id = order.path("id").asText();
      List<String> key =
          order.has("participant")
              ? List.of(order.path("participant").asText(), order.path("area").asText())
              : List.of(id); // an owner of this order alone
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(order);
      group.put(id, key);
    }
    groups.values().removeIf(orders -> orders.size() == 1);
    for (String id : (Iterable<String>) result.path("reducedForSelfTradeWh")::fieldNames) {
      check.expect(
          group.containsKey(id) && groups.containsKey(group.get(id)),
          id + " is reduced, but its owner has no other order");
    }
    groups.values().forEach(check::verify);
    return check.complaints;
  }

  private void verify(List<JsonNode> orders) {
    orders.sort(
        Comparator.comparingLong((JsonNode o) -> o.path("time").asLong(Long.MAX_VALUE))
            .thenComparing(o -> o.path("id").asText()));
    long[] unused = new long[orders.size()]; // each Wh of an earlier order counts once
    for (int later = 0; later < orders.size(); later++) {
      JsonNode order = orders.get(later);
      long energy = order.path("energyWh").asLong();
      long left = energy;
      boolean crosses = false;
      for (int earlier = 0; earlier < later; earlier++) {
        if (cross(orders.get(earlier), order)) {
          crosses = true;
          long taken = Math.min(left, unused[earlier]);
          unused[earlier] -= taken;
          left -= taken;
          left = left < order.path("minEnergyWh").asLong() ? 0 : left;
        }
      }
      unused[later] = left;
      verify(order, left, crosses);
    }
    verifyPartners(orders);
  }

  private void verify(JsonNode order, long most, boolean crosses) {
    String id = order.path("id").asText();
    JsonNode reduced = result.path("reducedForSelfTradeWh").path(id);
    long energy = order.path("energyWh").asLong();
    long stated = reduced.asLong(energy);
    expect(stated <= most, id + " takes part with more than crosses no earlier order: " + most);
    if (!reduced.isMissingNode()) {
      expect(0 <= stated && stated < energy, id + " is reduced to what is no less");
      expect(crosses, id + " is reduced, but crosses no earlier order of its owner");
    }
  }

  /** Buys and sells together can be paired with others if the area passes on so much energy. */
  private void verifyPartners(List<JsonNode> orders) {
    long buys = filled(orders, "buy");
    long sells = filled(orders, "sell");
    String area = orders.get(0).path("area").asText();
    expect(
        buys == 0 || sells == 0 || buys + sells <= through(area),
        "the owner of " + orders.get(0).path("id").asText() + " trades with itself in " + area);
  }

  private long filled(Iterable<JsonNode> orders, String side) {
    long sum = 0;
    for (JsonNode order : orders) {
      if (order.path("side").asText().equals(side)) {
        sum += result.path("fills").path(order.path("id").asText()).asLong();
      }
    }
    return sum;
  }

  /** What is sold in an area and flows into it, Wh. */
  private long through(String area) {
    List<JsonNode> here = new ArrayList<>();
    for (JsonNode order : input.path("orders")) {
      if (order.path("area").asText().equals(area)) {
        here.add(order);
      }
    }
    long sum = filled(here, "sell");
    for (int l = 0; l < input.path("links").size(); l++) {
      long flow = result.path("links").path(l).path("flowWh").asLong();
      String end = input.path("links").path(l).path(flow > 0 ? "to" : "from").asText();
      sum += end.equals(area) ? Math.abs(flow) : 0;
    }
    return sum;
  }

  private void expect(boolean holds, String complaint) {
    if (!holds) {
      complaints.add(complaint);
    }
  }

  private static boolean cross(JsonNode one, JsonNode other) {
    boolean buy = one.path("side").asText().equals("buy");
    if (buy == other.path("side").asText().equals("buy")) {
      return false;
    }
    long difference =
        one.path("priceMicroPerKwh").asLong() - other.path("priceMicroPerKwh").asLong();
    return buy ? difference >= 0 : difference <= 0;
  }
}
