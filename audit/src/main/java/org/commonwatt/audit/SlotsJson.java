package org.commonwatt.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.commonwatt.model.Side;
import org.commonwatt.model.StatedAuction;
import org.commonwatt.model.StatedSlots;
import org.commonwatt.model.StatedSlots.Block;
import org.commonwatt.model.StatedSlots.Portion;
import org.commonwatt.model.StatedSlots.Terms;

/** Reads a case of several slots and its result: a slot as a case of its own, then the blocks. */
final class SlotsJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

  private final JsonNode input;
  private final JsonNode result;
  private final List<String> complaints = new ArrayList<>();
  private final Map<String, Integer> slots = new HashMap<>();
  private final StatedSlots stated;

  SlotsJson(JsonNode input, JsonNode result) {
    this.input = input;
    this.result = result;
    input.path("slots").forEach(slot -> slots.put(slot.asText(), slots.size()));
    List<StatedAuction> alone = new ArrayList<>();
    for (JsonNode slot : input.path("slots")) {
      ClearingJson read = new ClearingJson(caseOf(slot.asText()), resultOf(slot.asText()));
      complaints.addAll(read.complaints());
      alone.add(read.auction());
    }
    names();
    stated = new StatedSlots(alone, blocks(alone.get(0)), totals());
  }

  StatedSlots slots() {
    return stated;
  }

  /** What is named in one, but not in the other, or cannot be read. */
  List<String> complaints() {
    return complaints;
  }

  private static boolean isSimple(JsonNode order, String slot) {
    return order.path("slot").asText().equals(slot) && order.path("minEnergyWh").asLong() == 0;
  }

  private ObjectNode caseOf(String slot) {
    ObjectNode alone = NODES.objectNode();
    alone.set("id", input.path("id"));
    alone.set("rules", input.path("rules"));
    alone.set("areas", input.path("areas"));
    ArrayNode links = alone.putArray("links");
    for (JsonNode link : input.path("links")) {
      if (link.path("slot").asText(slot).equals(slot)) {
        links.add(link);
      }
    }
    ArrayNode orders = alone.putArray("orders");
    for (JsonNode order : input.path("orders")) {
      if (isSimple(order, slot)) {
        orders.add(order);
      }
    }
    return alone;
  }

  private ObjectNode resultOf(String slot) {
    ObjectNode alone = NODES.objectNode();
    alone.set("id", result.path("id"));
    alone.set("rule", result.path("rule"));
    alone.put("optimality", "optimal").put("status", "cleared");
    alone.set("areas", result.path("slots").path(slot).path("areas"));
    alone.set("links", result.path("slots").path(slot).path("links"));
    ObjectNode fills = alone.putObject("fills");
    for (JsonNode order : input.path("orders")) {
      String id = order.path("id").asText();
      if (isSimple(order, slot) && result.path("fills").has(id)) {
        fills.set(id, result.path("fills").path(id));
      }
    }
    ObjectNode reduced = alone.putObject("reducedForSelfTradeWh");
    result
        .path("reducedForSelfTradeWh")
        .fields()
        .forEachRemaining(
            entry -> {
              if (fills.has(entry.getKey())) {
                reduced.set(entry.getKey(), entry.getValue());
              }
            });
    for (String money : List.of("welfareNano", "feeNano", "congestionRentNano")) {
      alone.put(money, "0"); // of all slots together, judged apart
    }
    return alone.put("marketSurplusNano", "0");
  }

  private List<Block> blocks(StatedAuction first) {
    List<Block> blocks = new ArrayList<>();
    for (JsonNode order : input.path("orders")) {
      if (order.has("profile") || order.path("minEnergyWh").asLong() > 0) {
        blocks.add(block(order, first));
      }
    }
    return blocks;
  }

  private Block block(JsonNode order, StatedAuction first) {
    String id = order.path("id").asText();
    int area = 0;
    while (!first.areas().get(area).id().equals(order.path("area").asText())) {
      area++;
    }
    String participant = order.has("participant") ? order.path("participant").asText() : null;
    String parent = order.has("parent") ? order.path("parent").asText() : null;
    String group = order.has("exclusiveGroup") ? order.path("exclusiveGroup").asText() : null;
    int ratio = order.has("profile") ? order.path("minRatioPpm").asInt(1_000_000) : 0;
    return new Block(
        id,
        area,
        order.path("side").asText().equals("buy") ? Side.BUY : Side.SELL,
        order.path("priceMicroPerKwh").asLong(),
        portions(order, id),
        new Terms(ratio, order.path("minEnergyWh").asLong(), parent, group, participant),
        result.path("reducedForSelfTradeWh").has(id),
        order.has("time") ? order.path("time").asLong() : Long.MAX_VALUE);
  }

  private List<Portion> portions(JsonNode order, String id) {
    List<Portion> portions = new ArrayList<>();
    if (order.has("profile")) {
      JsonNode fills = result.path("blocks").path(id).path("fillsWh");
      order
          .path("profile")
          .fields()
          .forEachRemaining(
              entry ->
                  portions.add(
                      new Portion(
                          slots.getOrDefault(entry.getKey(), -1),
                          entry.getValue().asLong(),
                          fills.path(entry.getKey()).asLong(-1))));
    } else {
      int slot = slots.getOrDefault(order.path("slot").asText(), -1);
      long fill = result.path("fills").path(id).asLong(-1);
      portions.add(new Portion(slot, order.path("energyWh").asLong(), fill));
    }
    long whole = Math.max(1, portions.get(0).energyWh());
    BigInteger ppm = BigInteger.valueOf(portions.get(0).fillWh()).multiply(MILLION);
    expect(
        !order.has("profile")
            || result.path("blocks").path(id).path("ratioPpm").asLong(-1)
                == ppm.divide(BigInteger.valueOf(whole)).longValue(),
        id + " states another ratio than its fills have");
    return portions;
  }

  private void names() {
    Set<String> simple = new TreeSet<>();
    Set<String> blocks = new TreeSet<>();
    for (JsonNode order : input.path("orders")) {
      (order.has("profile") ? blocks : simple).add(order.path("id").asText());
    }
    expect(names("fills").equals(simple), "the fills are not those of the case's orders");
    expect(names("blocks").equals(blocks), "the blocks are not those of the case");
    expect(names("slots").equals(slots.keySet()), "the slots are not those of the case");
    boolean isGap = result.path("optimality").asText().equals("gap");
    expect(
        isGap || result.path("optimality").asText().equals("optimal"),
        "there is no such optimality");
  }

  private Set<String> names(String field) {
    Set<String> names = new TreeSet<>();
    result.path(field).fieldNames().forEachRemaining(names::add);
    return names;
  }

  private StatedAuction.Totals totals() {
    Set<String> rejected = new TreeSet<>();
    result.path("paradoxicallyRejected").forEach(id -> rejected.add(id.asText()));
    return new StatedAuction.Totals(
        result.path("status").asText().equals("cleared"),
        money("welfareNano"),
        money("feeNano"),
        money("congestionRentNano"),
        money("marketSurplusNano"),
        rejected);
  }

  private BigInteger money(String field) {
    String text = result.path(field).asText();
    boolean isNumber = text.matches("0|-?[1-9][0-9]*");
    expect(isNumber, field + " is no whole number");
    return isNumber ? new BigInteger(text) : BigInteger.ZERO;
  }

  private void expect(boolean holds, String complaint) {
    if (!holds) {
      complaints.add(complaint);
    }
  }
}
