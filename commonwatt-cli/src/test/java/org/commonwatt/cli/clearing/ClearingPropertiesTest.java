package org.commonwatt.cli.clearing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.commonwatt.testkit.clearing.LinearProgram;
import org.jspecify.annotations.Nullable;

/** Random networks: meshes, fees, negative prices, ties, forced flows, neighbours, externals. */
class ClearingPropertiesTest {

  @Property(tries = 400)
  void welfareAndVolumeAreThoseOfAnLpSolver(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int areas) {
    ObjectNode input = network(seed, areas);
    Double welfare = LinearProgram.best(input, 0);
    if (welfare == null) {
      JsonNode error = Clearings.run(input.toString()).get(0);
      assertThat(error.path("code").asText()).isEqualTo("INFEASIBLE");
      assertThat(error.path("areas")).isNotEmpty();
      return;
    }
    JsonNode result = Clearings.clear(input);
    assertThat(result.path("welfareNano").asDouble()).isCloseTo(welfare, within(1e-3));
    Double both = LinearProgram.best(input, 1e-3);
    double volume = 0;
    for (JsonNode fill : result.path("fills")) {
      volume += fill.asDouble();
    }
    assertThat(welfare + 1e-3 * volume).isCloseTo(both == null ? 0 : both, within(1e-4));
  }

  @Property(tries = 200)
  void theOrderOfTheInputChangesNothing(@ForAll long seed) {
    ObjectNode input = any(seed);
    ObjectNode result = cleared(input);
    for (String part : List.of("areas", "orders")) {
      shuffle((ArrayNode) input.path(part), new Random(seed));
    }
    ObjectNode permuted = cleared(input);
    assertThat(named(permuted)).isEqualTo(named(result)); // listed in the order of the case
    permuted.remove("paradoxicallyRejected");
    result.remove("paradoxicallyRejected");
    assertThat(permuted).isEqualTo(result);
  }

  @Property(tries = 200)
  void theOrderOfTheLinksChangesNoFlow(@ForAll long seed) {
    ObjectNode input = any(seed);
    ArrayNode links = (ArrayNode) input.path("links");
    links.addAll(parallel(links, new Random(seed)));
    ObjectNode before = cleared(input);
    Map<List<Object>, List<Long>> flows = flows(links, before);
    shuffle(links, new Random(seed));
    ObjectNode after = cleared(input);
    assertThat(flows(links, after)).isEqualTo(flows);
    before.remove("links");
    after.remove("links");
    assertThat(after).isEqualTo(before);
  }

  @Property(tries = 200)
  void theOrderOfTheLinksDoesNotChangeWhereABudgetEnds(@ForAll long seed) {
    ObjectNode input = shortOfWork(seed);
    ObjectNode before = cleared(input);
    shuffle((ArrayNode) input.path("links"), new Random(seed));
    ObjectNode after = cleared(input);
    before.remove("links");
    after.remove("links");
    assertThat(after).isEqualTo(before);
  }

  @Example
  void manyBudgetsEndInAGap() {
    int gaps = 0;
    for (int seed = 0; seed < 200; seed++) {
      gaps += cleared(shortOfWork(seed)).path("optimality").asText().equals("gap") ? 1 : 0;
    }
    assertThat(gaps).isBetween(20, 180);
  }

  private static ObjectNode shortOfWork(long seed) {
    Random random = new Random(seed);
    ObjectNode input =
        new RandomCase(seed, 12, 6).areas(4, 1, 0).links(8).orders(20).minima(3).input();
    ((ObjectNode) input.path("rules")).put("workBudget", 100 << random.nextInt(8));
    return input;
  }

  /** Some more links beside those there are: with another limit, or identical. */
  private static List<JsonNode> parallel(ArrayNode links, Random random) {
    List<JsonNode> more = new ArrayList<>();
    for (JsonNode link : links) {
      if (random.nextInt(3) == 0) {
        ObjectNode other = link.deepCopy();
        boolean scheduled = link.path("minFlowWh").equals(link.path("maxFlowWh"));
        int room = scheduled ? 0 : random.nextInt(3);
        more.add(other.put("maxFlowWh", link.path("maxFlowWh").asLong() + room));
      }
    }
    return more;
  }

  /** The flows of each link, in order of size where several are identical. */
  private static Map<List<Object>, List<Long>> flows(ArrayNode links, JsonNode result) {
    Map<List<Object>, List<Long>> flows = new HashMap<>();
    for (int l = 0; l < links.size() && result.has("links"); l++) {
      JsonNode link = links.get(l);
      List<Object> same = new ArrayList<>(List.of(link.path("from"), link.path("to")));
      for (String field : List.of("minFlowWh", "maxFlowWh", "feeMicroPerKwh")) {
        same.add(link.path(field).asLong());
      }
      flows
          .computeIfAbsent(same, key -> new ArrayList<>())
          .add(result.at("/links/" + l + "/flowWh").asLong());
    }
    flows.values().forEach(Collections::sort);
    return flows;
  }

  /**
   * But for cuts for an owner's other orders: round by round they follow fills of whole Wh, and a
   * Wh more or less that rounding gives an order decides what the next round cuts.
   */
  @Property(tries = 200)
  void resultsScaleWithTheUnitOfEnergy(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 1_000_000) int factor) {
    ObjectNode input = any(seed);
    JsonNode result = Clearings.run(input.toString()).get(0);
    for (JsonNode order : input.path("orders")) {
      scale(order, "energyWh", factor);
      scale(order, "minEnergyWh", factor);
    }
    for (JsonNode link : input.path("links")) {
      scale(link, "minFlowWh", factor);
      scale(link, "maxFlowWh", factor);
    }
    JsonNode scaled = Clearings.run(input.toString()).get(0);
    assertThat(scaled.path("code")).isEqualTo(result.path("code"));
    if (!result.has("error") && !isCut(result) && !isCut(scaled)) {
      assertThat(new BigInteger(scaled.path("welfareNano").asText()))
          .isEqualTo(
              new BigInteger(result.path("welfareNano").asText())
                  .multiply(BigInteger.valueOf(factor)));
      for (Map.Entry<String, JsonNode> fill : result.path("fills").properties()) {
        long exact = fill.getValue().asLong() * factor;
        assertThat(scaled.path("fills").path(fill.getKey()).asLong())
            .isBetween(exact - factor, exact + factor);
      }
      for (Map.Entry<String, JsonNode> area : result.path("areas").properties()) {
        JsonNode other = scaled.path("areas").path(area.getKey());
        assertThat(other.path("priceInterval")).isEqualTo(area.getValue().path("priceInterval"));
      }
    }
  }

  private static boolean isCut(JsonNode result) {
    return result.has("reducedForSelfTradeWh");
  }

  @Example
  void mostResultsAreNotCutForOrdersOfOneOwner() {
    int whole = 0;
    for (int seed = 0; seed < 200; seed++) {
      JsonNode result = cleared(any(seed));
      whole += result.has("error") || isCut(result) ? 0 : 1;
    }
    assertThat(whole).isGreaterThan(80);
  }

  @Property(tries = 200)
  void intervalsAndWelfareScaleWithTheUnitOfPrice(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 100_000) int factor) {
    ObjectNode input = any(seed);
    JsonNode result = Clearings.run(input.toString()).get(0);
    input.path("orders").forEach(o -> scale(o, "priceMicroPerKwh", factor));
    input.path("links").forEach(l -> scale(l, "feeMicroPerKwh", factor));
    input.path("areas").forEach(a -> scale(a, "fixedPriceMicroPerKwh", factor));
    JsonNode scaled = Clearings.run(input.toString()).get(0);
    assertThat(scaled.path("code")).isEqualTo(result.path("code"));
    assertThat(scaled.path("fills")).isEqualTo(result.path("fills"));
    assertThat(scaled.path("links")).isEqualTo(result.path("links"));
    for (String amount : List.of("welfareNano", "feeNano")) {
      assertThat(new BigInteger(scaled.path(amount).asText("0")))
          .isEqualTo(
              new BigInteger(result.path(amount).asText("0")).multiply(BigInteger.valueOf(factor)));
    }
    for (Map.Entry<String, JsonNode> area : result.path("areas").properties()) {
      for (int end = 0; end < 2; end++) {
        JsonNode one = area.getValue().path("priceInterval").path(end);
        JsonNode other = scaled.path("areas").path(area.getKey()).path("priceInterval").path(end);
        assertThat(other.isNull()).isEqualTo(one.isNull());
        assertThat(other.asLong()).isEqualTo(one.asLong() * factor);
      }
    }
  }

  @Property(tries = 300)
  void theEndsOfIntervalsAreTheExtremesOfAllPricesThatSupportTheResult(@ForAll long seed) {
    Random random = new Random(seed);
    RandomCase drawn =
        new RandomCase(seed, 9, 4)
            .areas(1 + random.nextInt(3), random.nextInt(2), random.nextInt(2))
            .links(random.nextInt(5))
            .orders(random.nextInt(8));
    ObjectNode input = (random.nextBoolean() ? drawn : drawn.minima(3).owners(3)).input();
    JsonNode result = cleared(input);
    if (result.has("error")) {
      return;
    }
    List<JsonNode> orders = new ArrayList<>();
    for (JsonNode order : input.path("orders")) {
      JsonNode reduced = result.path("reducedForSelfTradeWh").path(order.path("id").asText());
      ((ObjectNode) order).put("energyWh", reduced.asLong(order.path("energyWh").asLong()));
      orders.add(order);
    }
    List<JsonNode> links = new ArrayList<>();
    input.path("links").forEach(links::add);
    long[] fills = orders.stream().mapToLong(o -> fill(result, o)).toArray();
    long[] flows = new long[links.size()];
    Arrays.setAll(flows, l -> result.at("/links/" + l + "/flowWh").asLong());
    PriceGrid grid = new PriceGrid(input, orders, links, fills, flows);
    @Nullable Long[][] ends = grid.ends();
    @Nullable Long[] stated = new @Nullable Long[ends.length];
    for (int a = 0; a < ends.length; a++) {
      String id = input.at("/areas/" + a + "/id").asText();
      if (result.path("areas").has(id)) {
        JsonNode interval = result.path("areas").path(id).path("priceInterval");
        assertThat(interval.toString()).isEqualTo(Arrays.toString(ends[a]).replace(" ", ""));
        JsonNode price = result.path("areas").path(id).path("priceMicroPerKwh");
        stated[a] = price.isNull() ? null : (Long) price.asLong();
      }
    }
    if (result.path("rule").asText().equals("midpoint")) {
      assertThat(grid.isSupportedBy(stated)).as("joint support of " + result).isTrue();
    }
  }

  @Property(tries = 200)
  void cleanSellsOfEqualPriceAreFilledBeforeOthers(@ForAll long seed) {
    cleanSellsBeforeOthers(seed);
  }

  @Example
  void manyCleanSellsStandBeforeOthersThatMiss() {
    int decided = 0;
    for (int seed = 0; seed < 200; seed++) {
      decided += cleanSellsBeforeOthers(seed);
    }
    assertThat(decided).isGreaterThan(20);
  }

  /** How often a clean sell got something, and another of its price less than all. */
  private static int cleanSellsBeforeOthers(long seed) {
    int decided = 0;
    Random random = new Random(seed);
    ObjectNode input =
        new RandomCase(seed, 3, 6)
            .areas(2, random.nextInt(2), 0)
            .links(random.nextInt(3))
            .orders(24)
            .input();
    ((ObjectNode) input.path("rules")).put("sellTies", "clean-first");
    JsonNode result = cleared(input);
    for (JsonNode clean : input.path("orders")) {
      for (JsonNode other : input.path("orders")) {
        if (clean.path("clean").asBoolean()
            && !other.path("clean").asBoolean()
            && clean.path("side").asText().equals("sell")
            && List.of("side", "area", "priceMicroPerKwh").stream()
                .allMatch(f -> clean.path(f).equals(other.path(f)))) {
          assertThat(fill(result, other) == 0 || fill(result, clean) == energy(clean))
              .as(clean + " before " + other + " in " + result)
              .isTrue();
          decided += fill(result, clean) > 0 && fill(result, other) < energy(other) ? 1 : 0;
        }
      }
    }
    return decided;
  }

  @Example
  void thePropertiesSeeManyFeasibleNetworks() {
    for (int areas : new int[] {6, 12}) {
      int feasible = 0;
      for (int seed = 0; seed < 200; seed++) {
        feasible += Clearings.run(network(seed, areas).toString()).get(0).has("error") ? 0 : 1;
      }
      assertThat(feasible).as("of 200 with %s areas", areas).isGreaterThan(60);
    }
  }

  @Example
  void thePropertiesSeeTradesReductionsAndParadoxes() {
    int trades = 0;
    int reductions = 0;
    int paradoxes = 0;
    for (int seed = 0; seed < 200; seed++) {
      JsonNode result = cleared(rich(seed));
      trades += result.path("status").asText().equals("cleared") ? 1 : 0;
      reductions += result.has("reducedForSelfTradeWh") ? 1 : 0;
      paradoxes += result.path("paradoxicallyRejected").isEmpty() ? 0 : 1;
    }
    assertThat(List.of(trades, reductions, paradoxes))
        .as("with a trade, a reduction, a paradoxical rejection")
        .satisfies(seen -> assertThat(seen.get(0)).isGreaterThan(60))
        .satisfies(seen -> assertThat(seen.get(1)).isGreaterThan(20))
        .satisfies(seen -> assertThat(seen.get(2)).isGreaterThan(5));
  }

  private static ObjectNode network(long seed, int areas) {
    Random random = new Random(seed);
    return new RandomCase(seed, 12, 6)
        .areas(areas, random.nextInt(3), random.nextInt(2))
        .links(random.nextInt(2 * areas + 2))
        .orders(random.nextInt(8 * areas))
        .input();
  }

  /** Few areas with minima and owners, or up to 12 without. */
  private static ObjectNode any(long seed) {
    return seed % 2 == 0 ? rich(seed) : network(seed, 1 + Math.floorMod(seed / 2, 12));
  }

  /** Minima and owners as well, so with fewer areas and orders. */
  private static ObjectNode rich(long seed) {
    Random random = new Random(seed);
    int areas = 1 + random.nextInt(4);
    return new RandomCase(seed, 12, 6)
        .areas(areas, random.nextInt(3), random.nextInt(2))
        .links(random.nextInt(2 * areas + 2))
        .orders(random.nextInt(4 * areas + 4))
        .minima(3)
        .owners(4)
        .input();
  }

  private static ObjectNode cleared(JsonNode input) {
    return (ObjectNode) Clearings.run(input.toString()).get(0);
  }

  private static Set<String> named(JsonNode result) {
    Set<String> named = new TreeSet<>();
    result.path("paradoxicallyRejected").forEach(id -> named.add(id.asText()));
    return named;
  }

  private static long fill(JsonNode result, JsonNode order) {
    return result.path("fills").path(order.path("id").asText()).asLong();
  }

  private static long energy(JsonNode order) {
    return order.path("energyWh").asLong();
  }

  private static void scale(JsonNode node, String field, long factor) {
    if (node.has(field)) {
      ((ObjectNode) node).put(field, node.path(field).asLong() * factor);
    }
  }

  private static void shuffle(ArrayNode array, Random random) {
    List<JsonNode> nodes = new ArrayList<>();
    array.forEach(nodes::add);
    Collections.shuffle(nodes, random);
    array.removeAll().addAll(nodes);
  }
}
