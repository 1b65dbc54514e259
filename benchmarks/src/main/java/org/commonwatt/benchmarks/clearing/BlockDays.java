package org.commonwatt.benchmarks.clearing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.commonwatt.core.coupled.BlockOrder;
import org.commonwatt.core.coupled.BlockOrder.Portion;
import org.commonwatt.core.coupled.BlockOrder.Terms;
import org.commonwatt.core.coupled.CaseLink;
import org.commonwatt.core.coupled.CaseOrder;
import org.commonwatt.core.coupled.ClearingRules;
import org.commonwatt.core.coupled.MultiSlotBuilder;
import org.commonwatt.core.coupled.MultiSlotCase;
import org.commonwatt.core.coupled.PriceRule;
import org.commonwatt.core.coupled.TieRule;
import org.commonwatt.model.Side;

/**
 * Days of 96 quarter-hours in three areas in a row, with block orders: prices follow the hour,
 * blocks are asked near the average of theirs, so that many of them are close to the edge. The same
 * seed gives the same day.
 */
final class BlockDays {
  static final int SLOTS = 96;
  private static final String[] AREAS = {"A", "B", "C"};

  private final Random random;
  private final ObjectMapper json = new ObjectMapper();

  private BlockDays(long seed) {
    random = new Random(seed);
  }

  /** A day as a case in JSON. */
  static ObjectNode day(long seed, int ordersOfSlot, int blocks) {
    return new BlockDays(seed).draw(ordersOfSlot, blocks);
  }

  private ObjectNode draw(int ordersOfSlot, int blocks) {
    ObjectNode day = json.createObjectNode().put("id", "day");
    ArrayNode slots = day.putArray("slots");
    for (int s = 0; s < SLOTS; s++) {
      slots.add("q" + s);
    }
    for (String area : AREAS) {
      day.withArray("areas").addObject().put("id", area);
    }
    for (int l = 0; l < 2; l++) {
      ObjectNode link = day.withArray("links").addObject();
      link.put("from", AREAS[l]).put("to", AREAS[l + 1]);
      link.put("minFlowWh", -60_000).put("maxFlowWh", 60_000).put("feeMicroPerKwh", 500 * l);
    }
    ArrayNode orders = day.putArray("orders");
    for (int s = 0; s < SLOTS; s++) {
      for (int i = 0; i < ordersOfSlot; i++) {
        simple(orders.addObject(), s, i);
      }
    }
    for (int b = 0; b < blocks; b++) {
      block(orders.addObject(), b);
    }
    return day;
  }

  private static long level(int slot, int area) {
    return 250_000 + Math.round(90_000 * Math.sin(slot * Math.PI / 24)) + 8_000L * area;
  }

  private void simple(ObjectNode order, int slot, int number) {
    int area = number % AREAS.length;
    boolean buy = random.nextBoolean();
    long price = level(slot, area) + random.nextInt(300_000) - 150_000 + (buy ? 20_000 : -20_000);
    order.put("id", "o" + slot + "-" + number).put("slot", "q" + slot).put("area", AREAS[area]);
    order.put("side", buy ? "buy" : "sell").put("priceMicroPerKwh", price);
    order.put("energyWh", 200 + random.nextInt(2_000)).put("time", number);
  }

  private void block(ObjectNode order, int number) {
    int area = random.nextInt(AREAS.length);
    int length = 4 + random.nextInt(29);
    int first = random.nextInt(SLOTS - length);
    long wh = 500 + random.nextInt(8_000);
    long sum = 0;
    ObjectNode profile = json.createObjectNode();
    for (int s = first; s < first + length; s++) {
      profile.put("q" + s, wh);
      sum += level(s, area);
    }
    int tens = number / 10;
    boolean joined = number % 10 >= 8 || number % 10 <= 1; // one owner, so all on one side
    boolean buy = joined ? tens % 2 == 0 : random.nextBoolean();
    order.put("id", "b" + number).put("area", AREAS[area]).put("side", buy ? "buy" : "sell");
    order.put("priceMicroPerKwh", sum / length + random.nextInt(60_000) - 30_000);
    order.set("profile", profile);
    order.put("minRatioPpm", number % 3 == 0 ? 500_000 : 1_000_000).put("time", number);
    if (number % 10 == 9 || number % 10 == 8) { // every fifth is in a group of two
      order.put("exclusiveGroup", "g" + tens).put("participant", "g" + tens);
    } else if (number % 10 == 0 || number % 10 == 1) { // every tenth has a parent
      order.put("participant", "p" + tens);
      if (number % 10 == 1) {
        order.put("parent", "b" + (number - 1));
      }
    }
  }

  /** A day as the auction takes it. */
  static MultiSlotCase toCase(JsonNode day, int nodeBudget, long workBudget) {
    MultiSlotBuilder builder =
        new MultiSlotBuilder(
            new ClearingRules(PriceRule.MIDPOINT, TieRule.PRO_RATA, false, nodeBudget, workBudget));
    day.path("slots").forEach(slot -> builder.slot(slot.asText()));
    day.path("areas").forEach(area -> builder.area(area.path("id").asText()));
    for (JsonNode link : day.path("links")) {
      builder.link(
          new CaseLink(
              link.path("from").asText(),
              link.path("to").asText(),
              link.path("minFlowWh").asLong(),
              link.path("maxFlowWh").asLong(),
              link.path("feeMicroPerKwh").asLong()));
    }
    for (JsonNode order : day.path("orders")) {
      if (order.has("profile")) {
        builder.block(block(order));
      } else {
        builder.order(order.path("slot").asText(), simple(order));
      }
    }
    return builder.build();
  }

  private static Side side(JsonNode order) {
    return order.path("side").asText().equals("buy") ? Side.BUY : Side.SELL;
  }

  private static CaseOrder simple(JsonNode order) {
    return new CaseOrder(
        order.path("id").asText(),
        order.path("area").asText(),
        side(order),
        order.path("priceMicroPerKwh").asLong(),
        order.path("energyWh").asLong(),
        order.path("time").asLong(),
        null,
        false,
        0);
  }

  private static BlockOrder block(JsonNode order) {
    List<Portion> profile = new ArrayList<>();
    order
        .path("profile")
        .fields()
        .forEachRemaining(e -> profile.add(new Portion(e.getKey(), e.getValue().asLong())));
    return new BlockOrder(
        order.path("id").asText(),
        order.path("area").asText(),
        side(order),
        order.path("priceMicroPerKwh").asLong(),
        profile,
        new Terms(
            order.path("minRatioPpm").asInt(),
            order.has("parent") ? order.path("parent").asText() : null,
            order.has("exclusiveGroup") ? order.path("exclusiveGroup").asText() : null),
        order.path("time").asLong(),
        order.has("participant") ? order.path("participant").asText() : null);
  }
}
