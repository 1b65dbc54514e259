package org.commonwatt.cli.clearing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Orders with a minimum quantity, against trying everything. */
class MinimumQuantityTest {
  /** Which all-or-nothing sells fill 30 Wh best: 13 and 17, though 7 and 9 gain more per Wh. */
  private static final String KNAPSACK =
      """
      {'id':'knapsack','rules':{},'areas':[{'id':'A'}],'orders':[
       {'id':'b','area':'A','side':'buy','priceMicroPerKwh':100,'energyWh':30},
       {'id':'s1','area':'A','side':'sell','priceMicroPerKwh':10,'energyWh':7,'minEnergyWh':7},
       {'id':'s2','area':'A','side':'sell','priceMicroPerKwh':11,'energyWh':9,'minEnergyWh':9},
       {'id':'s3','area':'A','side':'sell','priceMicroPerKwh':12,'energyWh':11,'minEnergyWh':11},
       {'id':'s4','area':'A','side':'sell','priceMicroPerKwh':13,'energyWh':13,'minEnergyWh':13},
       {'id':'s5','area':'A','side':'sell','priceMicroPerKwh':14,'energyWh':17,'minEnergyWh':17}]}
      """;

  @Property(tries = 400)
  void theBestSetIsFound(@ForAll long seed) {
    Random random = new Random(seed);
    ObjectNode input =
        new RandomCase(seed, 5, 3)
            .areas(1 + random.nextInt(4), random.nextInt(2), random.nextInt(2))
            .links(random.nextInt(4))
            .orders(1 + random.nextInt(5))
            .minima(2)
            .input();
    BruteForce.Outcome best = BruteForce.best(input);
    if (best == null) {
      assertThat(Clearings.run(input.toString()).get(0).path("code").asText())
          .isEqualTo("INFEASIBLE");
      return;
    }
    JsonNode result = Clearings.clear(input);
    assertThat(result.path("optimality").asText()).isEqualTo("optimal");
    assertThat(outcome(input, result)).isEqualTo(best);
  }

  @Property(tries = 200)
  void withoutMinimaTheBestIsFoundToo(@ForAll long seed) {
    Random random = new Random(seed);
    ObjectNode input =
        new RandomCase(seed, 5, 2)
            .areas(1 + random.nextInt(3), random.nextInt(2), random.nextInt(2))
            .links(random.nextInt(4))
            .orders(1 + random.nextInt(6))
            .input();
    BruteForce.Outcome best = BruteForce.best(input);
    if (best != null) {
      assertThat(outcome(input, Clearings.clear(input))).isEqualTo(best);
    }
  }

  @Example
  void aSmallBudgetGivesTheBestFoundAndSaysSo() {
    ObjectNode input = (ObjectNode) Clearings.json(KNAPSACK);
    ((ObjectNode) input.path("rules")).put("nodeBudget", 2);
    JsonNode few = Clearings.clear(input);
    assertThat(few.path("optimality").asText()).isEqualTo("gap");
    ((ObjectNode) input.path("rules")).put("nodeBudget", 1_000_000);
    JsonNode all = Clearings.clear(input);
    assertThat(all.path("optimality").asText()).isEqualTo("optimal");
    assertThat(all.path("welfareNano").asLong())
        .isGreaterThan(few.path("welfareNano").asLong())
        .isEqualTo(13 * 87 + 17 * 86);
    assertThat(all.path("paradoxicallyRejected")).hasSize(3);
  }

  private static BruteForce.Outcome outcome(JsonNode input, JsonNode result) {
    List<JsonNode> orders = new ArrayList<>();
    input.path("orders").forEach(orders::add);
    orders.sort(
        Comparator.comparingLong((JsonNode o) -> o.path("time").asLong(Long.MAX_VALUE))
            .thenComparing(o -> o.path("id").asText()));
    long volume = 0;
    List<Boolean> accepted = new ArrayList<>();
    for (JsonNode order : orders) {
      long fill = result.path("fills").path(order.path("id").asText()).asLong();
      volume += fill;
      if (order.has("minEnergyWh")) {
        accepted.add(fill > 0);
      }
    }
    List<JsonNode> links = new ArrayList<>();
    input.path("links").forEach(links::add);
    long[] flows = new long[links.size()];
    Arrays.setAll(flows, l -> result.at("/links/" + l + "/flowWh").asLong());
    return new BruteForce.Outcome(
        result.path("welfareNano").asLong(),
        volume,
        accepted,
        BruteForce.Flows.of(input, links, flows));
  }
}
