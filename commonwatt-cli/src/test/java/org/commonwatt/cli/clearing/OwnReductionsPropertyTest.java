package org.commonwatt.cli.clearing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Self-trade reductions are exactly those of the orders, unless these leave an own trade. */
class OwnReductionsPropertyTest {

  @Property(tries = 300)
  void noOrderIsReducedFurtherWithoutNeed(@ForAll long seed) {
    verify(seed);
  }

  @Example
  void manyCasesHaveReductionsThatNeedNoFurtherRound() {
    int exact = 0;
    for (int seed = 0; seed < 200; seed++) {
      exact += verify(seed) ? 1 : 0;
    }
    assertThat(exact).isGreaterThan(40);
  }

  /** Whether a case had a reduction and needed no further round. */
  private static boolean verify(long seed) {
    Random random = new Random(seed);
    ObjectNode input =
        new RandomCase(seed, 8, 6)
            .areas(1 + random.nextInt(2), random.nextInt(2), 0)
            .links(random.nextInt(3))
            .orders(2 + random.nextInt(10))
            .minima(4)
            .owners(3)
            .input();
    Map<String, Long> upFront = upFront(input);
    JsonNode result = Clearings.run(input.toString()).get(0);
    JsonNode first = Clearings.run(withoutOwners(input, upFront).toString()).get(0);
    if (result.has("error") || first.has("error") || anOwnerTradesWithItself(input, first)) {
      return false;
    }
    ObjectNode reduced = Clearings.MAPPER.createObjectNode();
    for (JsonNode order : input.path("orders")) {
      String id = order.path("id").asText();
      if (upFront.getOrDefault(id, 0L) < order.path("energyWh").asLong()) {
        reduced.put(id, upFront.get(id));
      }
    }
    JsonNode stated = result.path("reducedForSelfTradeWh");
    assertThat(stated.isMissingNode() ? "{}" : stated.toString()).isEqualTo(reduced.toString());
    assertThat(result.path("fills")).isEqualTo(first.path("fills"));
    return !reduced.isEmpty();
  }

  /** Each order less what its owner's earlier ones in its area cross it with, each Wh once. */
  private static Map<String, Long> upFront(JsonNode input) {
    List<JsonNode> orders = new ArrayList<>();
    input.path("orders").forEach(orders::add);
    orders.sort(
        Comparator.comparingLong((JsonNode o) -> o.path("time").asLong(Long.MAX_VALUE))
            .thenComparing(o -> o.path("id").asText()));
    Map<String, Long> left = new TreeMap<>();
    Map<String, Long> unused = new TreeMap<>();
    for (JsonNode later : orders) {
      long energy = later.path("energyWh").asLong();
      for (JsonNode earlier : orders.subList(0, orders.indexOf(later))) {
        if (haveOneOwner(earlier, later) && cross(earlier, later)) {
          long taken = Math.min(energy, unused.getOrDefault(earlier.path("id").asText(), 0L));
          unused.merge(earlier.path("id").asText(), -taken, Long::sum);
          energy -= taken;
          energy = energy < later.path("minEnergyWh").asLong() ? 0 : energy;
        }
      }
      left.put(later.path("id").asText(), energy);
      unused.put(later.path("id").asText(), energy);
    }
    return left;
  }

  private static ObjectNode withoutOwners(ObjectNode input, Map<String, Long> energies) {
    ObjectNode other = input.deepCopy();
    for (JsonNode node : other.path("orders")) {
      ObjectNode order = (ObjectNode) node;
      long energy = energies.getOrDefault(order.path("id").asText(), 0L);
      order.put("energyWh", energy).remove("participant");
      if (energy == 0) {
        order.remove("minEnergyWh");
      }
    }
    return other;
  }

  /** Whether an owner's fills in an area are more than all others there could pair with. */
  private static boolean anOwnerTradesWithItself(JsonNode input, JsonNode result) {
    for (JsonNode order : input.path("orders")) {
      String area = order.path("area").asText();
      long[] own = new long[2];
      for (JsonNode other : input.path("orders")) {
        if (haveOneOwner(order, other)) {
          int side = other.path("side").asText().equals("buy") ? 0 : 1;
          own[side] += result.path("fills").path(other.path("id").asText()).asLong();
        }
      }
      long through = result.path("areas").path(area).path("sellWh").asLong();
      for (JsonNode link : result.path("links")) {
        long flow = link.path("flowWh").asLong();
        String into = link.path(flow > 0 ? "to" : "from").asText();
        through += into.equals(area) ? Math.abs(flow) : 0;
      }
      if (own[0] > 0 && own[1] > 0 && own[0] + own[1] > through) {
        return true;
      }
    }
    return false;
  }

  private static boolean haveOneOwner(JsonNode one, JsonNode other) {
    return one.has("participant")
        && one.path("participant").equals(other.path("participant"))
        && one.path("area").equals(other.path("area"));
  }

  private static boolean cross(JsonNode one, JsonNode other) {
    long difference =
        one.path("priceMicroPerKwh").asLong() - other.path("priceMicroPerKwh").asLong();
    boolean buys = one.path("side").asText().equals("buy");
    return !one.path("side").equals(other.path("side"))
        && (buys ? difference >= 0 : difference <= 0);
  }
}
