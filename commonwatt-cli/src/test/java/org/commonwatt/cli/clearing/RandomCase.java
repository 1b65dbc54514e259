package org.commonwatt.cli.clearing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/** Random cases of all price and tie rules with many ties: few prices, small energies. */
final class RandomCase {
  private static final List<String> PRICE_RULES =
      List.of(
          "midpoint",
          "midpoint",
          "marginal-offer",
          "marginal-bid",
          "average-of-last-pair",
          "pay-as-bid");

  private final Random random;
  private final int priceRange;
  private final int energyRange;
  private final ObjectNode input = Clearings.MAPPER.createObjectNode();
  private final ArrayNode areas;
  private final ArrayNode links;
  private final ArrayNode orders;
  private int normal;

  RandomCase(long seed, int priceRange, int energyRange) {
    random = new Random(seed);
    this.priceRange = priceRange;
    this.energyRange = energyRange;
    input.put("id", "seed " + seed);
    ObjectNode rules = input.putObject("rules");
    rules.put("price", PRICE_RULES.get(random.nextInt(PRICE_RULES.size())));
    rules.put("ties", random.nextBoolean() ? "pro-rata" : "time");
    if (random.nextBoolean()) {
      rules.put("sellTies", "clean-first");
    }
    areas = input.putArray("areas");
    links = input.putArray("links");
    orders = input.putArray("orders");
  }

  ObjectNode input() {
    return input;
  }

  /** Adds normal areas, neighbours and external areas. */
  RandomCase areas(int normalAreas, int neighbours, int externals) {
    normal = normalAreas;
    for (int a = 0; a < normalAreas; a++) {
      areas.addObject().put("id", "A" + a);
    }
    for (int n = 0; n < neighbours; n++) {
      areas.addObject().put("id", "N" + n).put("fixedPriceMicroPerKwh", price());
    }
    for (int e = 0; e < externals; e++) {
      areas.addObject().put("id", "X" + e).put("external", true);
    }
    return this;
  }

  /** Adds links between any areas; external ones get a small schedule. */
  RandomCase links(int count) {
    for (int l = 0; l < count; l++) {
      int a = random.nextInt(areas.size());
      int b = random.nextInt(areas.size());
      if (a != b) {
        boolean scheduled = areas.get(a).has("external") || areas.get(b).has("external");
        int one = random.nextInt(2 * energyRange + 1) - energyRange;
        int other = scheduled ? one : one + random.nextInt(2 * energyRange + 1);
        ObjectNode link = links.addObject();
        link.put("from", areas.get(a).path("id").asText());
        link.put("to", areas.get(b).path("id").asText());
        boolean forced = scheduled || random.nextInt(8) == 0;
        link.put("minFlowWh", forced ? one : Math.min(0, one));
        link.put("maxFlowWh", forced ? other : Math.max(0, other));
        if (random.nextBoolean()) {
          link.put("feeMicroPerKwh", random.nextInt(3));
        }
      }
    }
    return this;
  }

  /** Adds orders in the normal areas. */
  RandomCase orders(int count) {
    for (int i = 0; i < count; i++) {
      ObjectNode order = orders.addObject();
      order.put("id", "o" + i);
      order.put("area", "A" + random.nextInt(normal));
      order.put("side", random.nextBoolean() ? "buy" : "sell");
      order.put("priceMicroPerKwh", price());
      order.put("energyWh", 1 + random.nextInt(energyRange));
      if (random.nextBoolean()) {
        order.put("time", random.nextInt(count));
      }
      order.put("clean", random.nextBoolean());
    }
    return this;
  }

  /** Gives some orders a minimum quantity. */
  RandomCase minima(int oneIn) {
    for (int i = 0; i < orders.size(); i++) {
      if (random.nextInt(oneIn) == 0) {
        ObjectNode order = (ObjectNode) orders.get(i);
        order.put("minEnergyWh", 1 + random.nextInt(order.path("energyWh").asInt()));
      }
    }
    return this;
  }

  /** Gives some orders an owner, of a few who have several. */
  RandomCase owners(int count) {
    for (int i = 0; i < orders.size(); i++) {
      if (random.nextInt(3) > 0) {
        ((ObjectNode) orders.get(i)).put("participant", "p" + random.nextInt(count));
      }
    }
    return this;
  }

  private int price() {
    return random.nextInt(priceRange + 1) - priceRange / 3;
  }
}
