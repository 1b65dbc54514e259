package org.commonwatt.cli.clearing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tries all fills and flows of a small case, and keeps those for which some price vector meets the
 * conditions of the rules. It knows nothing of duality, curves, networks or owners.
 */
final class BruteForce {
  private final JsonNode input;
  private final List<JsonNode> orders = new ArrayList<>();
  private final List<JsonNode> links = new ArrayList<>();
  private final List<JsonNode> areas = new ArrayList<>();
  private final long[] fills;
  private final long[] flows;
  private final PriceGrid grid;
  private @Nullable Outcome best;

  /** The best result: welfare, volume, whether each order with a minimum got something, flows. */
  record Outcome(long welfare, long volume, List<Boolean> accepted, Flows flows) {
    private static final Comparator<Outcome> WORTH =
        Comparator.comparingLong(Outcome::welfare).thenComparingLong(Outcome::volume);

    boolean isBelow(Outcome other) {
      int worth = WORTH.compare(this, other);
      if (worth != 0) {
        return worth < 0;
      }
      for (int i = 0; i < accepted.size(); i++) {
        if (!accepted.get(i).equals(other.accepted.get(i))) {
          return other.accepted.get(i);
        }
      }
      return other.flows.compareTo(flows) < 0;
    }
  }

  /**
   * What decides among flows of equal worth; the least is best.
   *
   * @param total of all links, without direction
   * @param keys of each link in the order of the rules: its energy, or less for a neighbour's more
   */
  record Flows(long total, List<Long> keys) implements Comparable<Flows> {
    static Flows of(JsonNode input, List<JsonNode> links, long[] flows) {
      record Carried(String neighbour, JsonNode link, long key) {}
      List<Carried> all = new ArrayList<>();
      for (int l = 0; l < flows.length; l++) {
        String neighbour = neighbour(input, links.get(l));
        long energy = Math.abs(flows[l]);
        all.add(new Carried(neighbour, links.get(l), neighbour.isEmpty() ? energy : -energy));
      }
      Comparator<Carried> order = Comparator.comparing(Carried::neighbour);
      for (String end : List.of("from", "to")) {
        order = order.thenComparing(c -> c.link().path(end).asText());
      }
      for (String number : List.of("minFlowWh", "maxFlowWh", "feeMicroPerKwh")) {
        order = order.thenComparingLong(c -> c.link().path(number).asLong());
      }
      all.sort(order.thenComparingLong(Carried::key));
      return new Flows(
          all.stream().mapToLong(c -> Math.abs(c.key())).sum(),
          all.stream().map(Carried::key).toList());
    }

    /** The neighbour that a link serves, empty when it joins areas. */
    private static String neighbour(JsonNode input, JsonNode link) {
      List<String> neighbours = new ArrayList<>();
      for (JsonNode area : input.path("areas")) {
        String id = area.path("id").asText();
        if (area.has("fixedPriceMicroPerKwh")
            && (id.equals(link.path("from").asText()) || id.equals(link.path("to").asText()))) {
          neighbours.add(id);
        }
      }
      return neighbours.size() == 1 ? neighbours.get(0) : "";
    }

    @Override
    public int compareTo(Flows other) {
      int order = Long.compare(total, other.total);
      for (int l = 0; order == 0 && l < keys.size(); l++) {
        order = keys.get(l).compareTo(other.keys.get(l));
      }
      return order;
    }
  }

  private BruteForce(JsonNode input) {
    this.input = input;
    input.path("orders").forEach(orders::add);
    input.path("links").forEach(links::add);
    input.path("areas").forEach(areas::add);
    orders.sort(
        Comparator.comparingLong((JsonNode o) -> o.path("time").asLong(Long.MAX_VALUE))
            .thenComparing(o -> o.path("id").asText()));
    fills = new long[orders.size()];
    flows = new long[links.size()];
    grid = new PriceGrid(input, orders, links, fills, flows);
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
      balance[area(orders.get(i).path("area"))] -= sign * fills[i];
      if (min(orders.get(i)) > 0) {
        accepted.add(fills[i] > 0);
      }
    }
    for (int l = 0; l < flows.length; l++) {
      welfare -= Math.abs(flows[l]) * links.get(l).path("feeMicroPerKwh").asLong();
      int from = area(links.get(l).path("from"));
      int to = area(links.get(l).path("to"));
      welfare += flows[l] * (fixedPrice(to) - fixedPrice(from));
      balance[from] -= flows[l];
      balance[to] += flows[l];
    }
    for (int a = 0; a < balance.length; a++) {
      if (balance[a] != 0 && isNormal(a)) {
        return;
      }
    }
    Outcome outcome = new Outcome(welfare, volume, accepted, Flows.of(input, links, flows));
    if ((best == null || best.isBelow(outcome)) && grid.isSupported()) {
      best = outcome;
    }
  }

  private boolean isBuy(int order) {
    return orders.get(order).path("side").asText().equals("buy");
  }

  private long limit(int order) {
    return orders.get(order).path("priceMicroPerKwh").asLong();
  }

  private int area(JsonNode id) {
    for (int a = 0; a < areas.size(); a++) {
      if (areas.get(a).path("id").equals(id)) {
        return a;
      }
    }
    throw new IllegalArgumentException("no area " + id);
  }

  private boolean isNormal(int area) {
    return !areas.get(area).has("fixedPriceMicroPerKwh")
        && !areas.get(area).path("external").asBoolean();
  }

  private long fixedPrice(int area) {
    return areas.get(area).path("fixedPriceMicroPerKwh").asLong();
  }

  private static long min(JsonNode order) {
    return order.path("minEnergyWh").asLong();
  }
}
