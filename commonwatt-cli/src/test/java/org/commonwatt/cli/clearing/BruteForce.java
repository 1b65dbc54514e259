package org.commonwatt.cli.clearing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tries all fills and flows of a small case of normal areas, and keeps those for which some price
 * vector meets the conditions of the rules. It knows nothing of duality, curves or networks.
 */
final class BruteForce {
  private final List<JsonNode> orders = new ArrayList<>();
  private final List<JsonNode> links = new ArrayList<>();
  private final List<String> areas = new ArrayList<>();
  private final long[] fills;
  private final long[] flows;
  private final long[] prices;
  private final int lowestPrice;
  private final int highestPrice;
  private @Nullable Outcome best;

  /** The best result: welfare, volume, and whether each order with a minimum got something. */
  record Outcome(long welfare, long volume, List<Boolean> accepted) {
    private static final Comparator<Outcome> WORTH =
        Comparator.comparingLong(Outcome::welfare).thenComparingLong(Outcome::volume);

    boolean isBelow(Outcome other) {
      int worth = WORTH.compare(this, other);
      return worth != 0 ? worth < 0 : isLater(other);
    }

    private boolean isLater(Outcome other) {
      for (int i = 0; i < accepted.size(); i++) {
        if (!accepted.get(i).equals(other.accepted.get(i))) {
          return other.accepted.get(i);
        }
      }
      return false;
    }
  }

  private BruteForce(JsonNode input) {
    input.path("orders").forEach(orders::add);
    input.path("links").forEach(links::add);
    input.path("areas").forEach(a -> areas.add(a.path("id").asText()));
    orders.sort(
        Comparator.comparingLong((JsonNode o) -> o.path("time").asLong(Long.MAX_VALUE))
            .thenComparing(o -> o.path("id").asText()));
    fills = new long[orders.size()];
    flows = new long[links.size()];
    prices = new long[areas.size()];
    TreeSet<Integer> limits = new TreeSet<>(List.of(0));
    orders.forEach(o -> limits.add(o.path("priceMicroPerKwh").asInt()));
    lowestPrice = limits.first() - 3;
    highestPrice = limits.last() + 3;
  }

  /** The best outcome that prices support, null when no flow balances the areas. */
  static @Nullable Outcome best(JsonNode input) {
    BruteForce search = new BruteForce(input);
    search.tryFlows(0);
    return search.best;
  }

  private void tryFlows(int link) {
    if (link == flows.length) {
      tryFills(0);
      return;
    }
    JsonNode l = links.get(link);
    for (long f = l.path("minFlowWh").asLong(); f <= l.path("maxFlowWh").asLong(); f++) {
      flows[link] = f;
      tryFlows(link + 1);
    }
  }

  private void tryFills(int order) {
    if (order == fills.length) {
      judge();
      return;
    }
    JsonNode o = orders.get(order);
    fills[order] = 0;
    tryFills(order + 1);
    for (long f = Math.max(1, min(o)); f <= o.path("energyWh").asLong(); f++) {
      fills[order] = f;
      tryFills(order + 1);
    }
    fills[order] = 0;
  }

  private void judge() {
    long[] balance = new long[areas.size()];
    long welfare = 0;
    long volume = 0;
    List<Boolean> accepted = new ArrayList<>();
    for (int i = 0; i < fills.length; i++) {
      int sign = isBuy(i) ? 1 : -1;
      welfare += sign * fills[i] * limit(i);
      volume += fills[i];
      balance[area(i)] -= sign * fills[i];
      if (min(orders.get(i)) > 0) {
        accepted.add(fills[i] > 0);
      }
    }
    for (int l = 0; l < flows.length; l++) {
      welfare -= Math.abs(flows[l]) * links.get(l).path("feeMicroPerKwh").asLong();
      balance[end(l, "from")] -= flows[l];
      balance[end(l, "to")] += flows[l];
    }
    for (long b : balance) {
      if (b != 0) {
        return;
      }
    }
    Outcome outcome = new Outcome(welfare, volume, accepted);
    if ((best == null || best.isBelow(outcome)) && supported(0)) {
      best = outcome;
    }
  }

  private boolean supported(int area) {
    if (area == prices.length) {
      return linksHold();
    }
    for (prices[area] = lowestPrice; prices[area] <= highestPrice; prices[area]++) {
      if (ordersHold(area) && supported(area + 1)) {
        return true;
      }
    }
    return false;
  }

  private boolean ordersHold(int area) {
    for (int i = 0; i < fills.length; i++) {
      if (area(i) == area) {
        long gain = isBuy(i) ? limit(i) - prices[area] : prices[area] - limit(i);
        boolean rejectedMinimum = fills[i] == 0 && min(orders.get(i)) > 0;
        boolean full = fills[i] == orders.get(i).path("energyWh").asLong();
        if ((fills[i] > 0 && gain < 0) || (!full && !rejectedMinimum && gain > 0)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean linksHold() {
    for (int l = 0; l < flows.length; l++) {
      long spread = prices[end(l, "to")] - prices[end(l, "from")];
      long fee = links.get(l).path("feeMicroPerKwh").asLong();
      boolean canRise = flows[l] < links.get(l).path("maxFlowWh").asLong();
      boolean canFall = flows[l] > links.get(l).path("minFlowWh").asLong();
      if ((canRise && spread > (flows[l] >= 0 ? fee : -fee))
          || (canFall && spread < (flows[l] > 0 ? fee : -fee))) {
        return false;
      }
    }
    return true;
  }

  private boolean isBuy(int order) {
    return orders.get(order).path("side").asText().equals("buy");
  }

  private long limit(int order) {
    return orders.get(order).path("priceMicroPerKwh").asLong();
  }

  private int area(int order) {
    return areas.indexOf(orders.get(order).path("area").asText());
  }

  private int end(int link, String end) {
    return areas.indexOf(links.get(link).path(end).asText());
  }

  private static long min(JsonNode order) {
    return order.path("minEnergyWh").asLong();
  }
}
