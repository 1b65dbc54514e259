package org.commonwatt.cli.clearing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonwatt.audit.ClearingVerifier;

/** Faults planted in right results of random networks and of real hours: the audit finds each. */
class MutatedResultsTest {
  private static final List<String> MONEY =
      List.of("welfareNano", "feeNano", "congestionRentNano", "marketSurplusNano");

  @Property(tries = 300)
  void aPlantedFaultIsFound(@ForAll long seed) {
    Random random = new Random(seed);
    ObjectNode input =
        new RandomCase(seed, 12, 6)
            .areas(1 + random.nextInt(5), random.nextInt(3), random.nextInt(2))
            .links(random.nextInt(9))
            .orders(1 + random.nextInt(16))
            .minima(3)
            .owners(4)
            .input();
    JsonNode result = Clearings.run(input.toString()).get(0);
    if (!result.has("error")) {
      allFaultsAreFound(input, result, random);
    }
  }

  /** Two equals, one of which has a minimum: a fault of sets that is not looked for. */
  @Example
  void whichOfEquallyGoodSetsTakesPartIsTakenAsGiven() {
    aPlantedFaultIsFound(-8635227);
  }

  @Example
  void aFaultPlantedInARealHourIsFound() {
    for (JsonNode hour : Clearings.lines("gme-2025-04-26.cases.jsonl.gz").subList(0, 6)) {
      allFaultsAreFound(hour, Clearings.clear(hour), new Random(1));
    }
  }

  private static void allFaultsAreFound(JsonNode input, JsonNode right, Random random) {
    List<ObjectNode> wrong = new ArrayList<>();
    for (String area : (Iterable<String>) right.path("areas")::fieldNames) {
      shiftedPrice(area, right.deepCopy(), wrong);
      shiftedEnds(area, right.deepCopy(), wrong);
    }
    for (int l = 0; l < right.path("links").size(); l++) {
      swappedFlow(l, right.deepCopy(), wrong);
    }
    List<JsonNode> orders = new ArrayList<>();
    input.path("orders").forEach(orders::add);
    for (int i = 0; i < 10 && !orders.isEmpty(); i++) {
      JsonNode from = orders.get(random.nextInt(orders.size()));
      JsonNode to = orders.get(random.nextInt(orders.size()));
      movedFill(from, to, right.deepCopy(), wrong);
    }
    for (String field : MONEY) {
      ObjectNode mutated = right.deepCopy();
      mutated.put(field, new BigInteger(right.path(field).asText()).add(BigInteger.ONE).toString());
      wrong.add(mutated);
    }
    for (ObjectNode mutated : wrong) {
      assertThat(ClearingVerifier.verify(input, mutated))
          .as(mutated + " passed for " + right + " of " + input)
          .isNotEmpty();
    }
  }

  private static void shiftedPrice(String area, ObjectNode result, List<ObjectNode> wrong) {
    ObjectNode stated = (ObjectNode) result.path("areas").path(area);
    if (stated.path("priceMicroPerKwh").isNull()) {
      stated.put("priceMicroPerKwh", 0);
    } else {
      stated.put("priceMicroPerKwh", stated.path("priceMicroPerKwh").asLong() + 1);
    }
    wrong.add(result);
  }

  private static void shiftedEnds(String area, ObjectNode result, List<ObjectNode> wrong) {
    for (int end = 0; end < 2; end++) {
      ObjectNode mutated = result.deepCopy();
      ArrayNode ends = (ArrayNode) mutated.path("areas").path(area).path("priceInterval");
      ends.set(end, LongNode.valueOf(ends.path(end).isNull() ? 5 : ends.path(end).asLong() + 1));
      wrong.add(mutated);
    }
  }

  /** The same energy the other way. */
  private static void swappedFlow(int link, ObjectNode result, List<ObjectNode> wrong) {
    ObjectNode stated = (ObjectNode) result.path("links").path(link);
    long flow = stated.path("flowWh").asLong();
    if (flow != 0 && !bothFree(stated, result)) {
      stated.put("flowWh", -flow);
      wrong.add(result);
    }
  }

  /** Between areas that balance nothing any flow balances; then it is a matter of money. */
  private static boolean bothFree(JsonNode link, JsonNode result) {
    return !result.path("areas").has(link.path("from").asText())
        && !result.path("areas").has(link.path("to").asText());
  }

  /** One Wh from an order to another of its side and area. */
  private static void movedFill(
      JsonNode from, JsonNode to, ObjectNode result, List<ObjectNode> wrong) {
    ObjectNode fills = (ObjectNode) result.path("fills");
    String giver = from.path("id").asText();
    String taker = to.path("id").asText();
    boolean rivals =
        from.path("side").equals(to.path("side"))
            && from.path("area").equals(to.path("area"))
            && !giver.equals(taker);
    boolean anotherSet =
        (hasMinimum(from) && fills.path(giver).asLong() == 1)
            || (hasMinimum(to) && fills.path(taker).asLong() == 0);
    boolean asGood = from.path("priceMicroPerKwh").equals(to.path("priceMicroPerKwh"));
    // Which of equally good sets of orders with a minimum takes part is taken as given.
    if (rivals && fills.path(giver).asLong() > 0 && !(anotherSet && asGood)) {
      fills.put(giver, fills.path(giver).asLong() - 1);
      fills.put(taker, fills.path(taker).asLong() + 1);
      wrong.add(result);
    }
  }

  private static boolean hasMinimum(JsonNode order) {
    return order.path("minEnergyWh").asLong() > 0;
  }
}
