package org.commonwatt.cli.clearing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges every price vector on a grid by the conditions of the rules, given the fills and flows of
 * a small case whose fees are at most {@link #HIGHEST_FEE}. It knows nothing of constraints between
 * prices: it only looks at one vector after the other.
 */
final class PriceGrid {
  private static final long HIGHEST_FEE = 2;

  private final List<JsonNode> areas = new ArrayList<>();
  private final List<JsonNode> links;
  private final List<JsonNode> orders;
  private final long[] fills;
  private final long[] flows;
  private final long[] prices;
  private final int[] orderArea;
  private final int[][] linkEnds;
  private final long reach; // how far beyond all limits a price may be that something bounds
  private @Nullable Long[] only; // per area, the one price to look at; null for all of the grid
  private long lowest;
  private long highest;

  /**
   * A grid for a case.
   *
   * @param orders the case's orders, in the order of the fills
   * @param links the case's links, in the order of the flows
   * @param fills what orders got; may change between two questions
   * @param flows what flows; may change between two questions
   */
  PriceGrid(
      JsonNode input, List<JsonNode> orders, List<JsonNode> links, long[] fills, long[] flows) {
    List<String> ids = new ArrayList<>();
    for (JsonNode area : input.path("areas")) {
      areas.add(area);
      ids.add(area.path("id").asText());
      include(area, "fixedPriceMicroPerKwh");
    }
    orders.forEach(order -> include(order, "priceMicroPerKwh"));
    this.orders = orders;
    this.links = links;
    this.fills = fills;
    this.flows = flows;
    prices = new long[areas.size()];
    only = new @Nullable Long[areas.size()];
    orderArea = orders.stream().mapToInt(o -> ids.indexOf(o.path("area").asText())).toArray();
    linkEnds =
        links.stream()
            .map(
                l ->
                    new int[] {
                      ids.indexOf(l.path("from").asText()), ids.indexOf(l.path("to").asText())
                    })
            .toArray(int[][]::new);
    reach = HIGHEST_FEE * areas.size();
  }

  private void include(JsonNode node, String field) {
    lowest = Math.min(lowest, node.path(field).asLong());
    highest = Math.max(highest, node.path(field).asLong());
  }

  /** Whether any price vector supports the fills and flows. */
  boolean isSupported() {
    return visit(0, new long[0][]);
  }

  /** Whether a supporting price vector has these prices, where they are not null. */
  boolean isSupportedBy(@Nullable Long[] stated) {
    only = stated;
    boolean supported = isSupported();
    only = new @Nullable Long[areas.size()];
    return supported;
  }

  /**
   * Ends of the supporting prices of each area, null where nothing bounds them.
   *
   * @throws IllegalStateException when no price vector supports the fills and flows
   */
  @Nullable Long[][] ends() {
    long[][] ends = new long[areas.size()][];
    visit(0, ends);
    return Arrays.stream(ends).map(this::bounded).toArray(Long[][]::new);
  }

  private @Nullable Long[] bounded(long @Nullable [] ends) {
    if (ends == null) {
      throw new IllegalStateException("nothing supports the fills and flows");
    }
    Long low = ends[0] < lowest - reach ? null : (Long) ends[0];
    Long high = ends[1] > highest + reach ? null : (Long) ends[1];
    return new @Nullable Long[] {low, high};
  }

  /**
   * Visits all vectors with the prices before an area given.
   *
   * @param ends takes the extremes of supporting prices; empty to end with the first such vector
   */
  private boolean visit(int area, long[][] ends) {
    if (area == prices.length) {
      for (int a = 0; a < ends.length; a++) {
        ends[a] =
            ends[a] == null
                ? new long[] {prices[a], prices[a]}
                : new long[] {Math.min(ends[a][0], prices[a]), Math.max(ends[a][1], prices[a])};
      }
      return true;
    }
    JsonNode fixed = areas.get(area).path("fixedPriceMicroPerKwh");
    boolean free = !fixed.isNumber() && !areas.get(area).path("external").asBoolean();
    Long stated = only[area];
    long least = stated == null ? lowest - 2 * reach : stated;
    long most = stated == null ? highest + 2 * reach : stated;
    long first = free ? least : fixed.asLong();
    long last = free ? most : fixed.asLong();
    boolean found = false;
    for (long price = first; price <= last && !(found && ends.length == 0); price++) {
      prices[area] = price;
      found |= ordersHold(area) && linksHold(area) && visit(area + 1, ends);
    }
    return found;
  }

  private boolean ordersHold(int area) {
    for (int i = 0; i < fills.length; i++) {
      if (orderArea[i] == area) {
        JsonNode order = orders.get(i);
        long limit = order.path("priceMicroPerKwh").asLong();
        boolean buy = order.path("side").asText().equals("buy");
        long gain = buy ? limit - prices[area] : prices[area] - limit;
        boolean rejectedMinimum = fills[i] == 0 && order.path("minEnergyWh").asLong() > 0;
        boolean full = fills[i] == order.path("energyWh").asLong();
        if ((fills[i] > 0 && gain < 0) || (!full && !rejectedMinimum && gain > 0)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Judges the links between an area and those before it. */
  private boolean linksHold(int area) {
    for (int l = 0; l < flows.length; l++) {
      JsonNode link = links.get(l);
      if (Math.max(linkEnds[l][0], linkEnds[l][1]) != area) {
        continue;
      }
      long spread = prices[linkEnds[l][1]] - prices[linkEnds[l][0]];
      long fee = link.path("feeMicroPerKwh").asLong();
      long min = link.path("minFlowWh").asLong();
      long max = link.path("maxFlowWh").asLong();
      if (min < max // else nothing is required
          && ((flows[l] < max && spread > (flows[l] >= 0 ? fee : -fee))
              || (flows[l] > min && spread < (flows[l] > 0 ? fee : -fee)))) {
        return false;
      }
    }
    return true;
  }
}
