package org.commonwatt.cli.clearing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.commonwatt.audit.ClearingVerifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Cases of several slots: the format, and one example of each rule. */
class BlockCasesTest {
  private static final Path FORMATS = Path.of("../docs/formats");

  @Test
  void theWorkedExampleIsThatOfTheFormatsPage() throws IOException {
    JsonNode input = example();
    JsonNode result = Clearings.clear(input);
    assertThat(Files.readString(FORMATS.resolve("clearing.md"))).contains(result.toString());
  }

  private static JsonNode example() throws IOException {
    return Clearings.json(Files.readString(FORMATS.resolve("clearing-slots.example.json")));
  }

  /** But for the ends of prices in slots that blocks join, which it does not find again. */
  @Test
  void theAuditNoticesEachChangedFigure() throws IOException {
    JsonNode input = example();
    JsonNode result = Clearings.clear(input);
    List<String> places = new ArrayList<>();
    numbers(result, "", places);
    assertThat(places).hasSizeGreaterThan(40);
    for (String place : places) {
      if (!place.contains("priceInterval")) {
        JsonNode changed = result.deepCopy();
        change(changed, place);
        assertThat(ClearingVerifier.verify(input, changed)).as(place).isNotEmpty();
      }
    }
  }

  private static void numbers(JsonNode node, String path, List<String> places) {
    if (node.isIntegralNumber() || path.endsWith("Nano")) {
      places.add(path);
    }
    node.fieldNames().forEachRemaining(name -> numbers(node.path(name), path + "/" + name, places));
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      numbers(node.path(i), path + "/" + i, places);
    }
  }

  private static void change(JsonNode root, String place) {
    int slash = place.lastIndexOf('/');
    JsonNode parent = root.at(place.substring(0, slash));
    String name = place.substring(slash + 1);
    long value = root.at(place).asLong() + 1;
    if (parent instanceof ObjectNode fields) {
      fields.set(
          name, name.endsWith("Nano") ? TextNode.valueOf("" + value) : LongNode.valueOf(value));
    } else {
      ((ArrayNode) parent).set(Integer.parseInt(name), IntNode.valueOf((int) value));
    }
  }

  /** A sell of 100 at 50 where the price is 40, with a child that sells at 20. */
  @ParameterizedTest
  @CsvSource({"35,100,100", "30,100,100", "29,0,0"})
  void aFamilyMayCarryAParentThatLosesAlone(long childsPrice, long parent, long child) {
    JsonNode result =
        Clearings.clear(
            slots(
                buyAt("b1", "s1", 40, 1_000),
                buyAt("b2", "s2", childsPrice, 1_000),
                block("up", "sell", 50, "{'s1':100}", "'participant':'p'"),
                block("run", "sell", 20, "{'s2':100}", "'participant':'p','parent':'up'")));
    assertThat(result.at("/blocks/up/fillsWh/s1").asLong()).isEqualTo(parent);
    assertThat(result.at("/blocks/run/fillsWh/s2").asLong()).isEqualTo(child);
  }

  @Test
  void aLeafThatLosesIsNotCarried() {
    JsonNode result =
        Clearings.clear(
            slots(
                buyAt("b1", "s1", 90, 1_000),
                buyAt("b2", "s2", 15, 1_000),
                block("up", "sell", 50, "{'s1':100}", "'participant':'p'"),
                block("run", "sell", 20, "{'s2':100}", "'participant':'p','parent':'up'")));
    assertThat(result.at("/blocks/up/ratioPpm").asLong()).isEqualTo(1_000_000);
    assertThat(result.at("/blocks/run/ratioPpm").asLong()).isZero();
    assertThat(result.path("paradoxicallyRejected")).isEmpty();
  }

  @Test
  void ofAGroupAtMostOneIsAcceptedAndTheOthersAreNotParadoxical() {
    JsonNode result =
        Clearings.clear(
            slots(
                buyAt("b1", "s1", 90, 1_000),
                buyAt("b2", "s2", 80, 1_000),
                block("now", "sell", 50, "{'s1':100}", "'participant':'p','exclusiveGroup':'g'"),
                block(
                    "later", "sell", 50, "{'s2':100}", "'participant':'p','exclusiveGroup':'g'")));
    assertThat(result.at("/blocks/now/ratioPpm").asLong()).isEqualTo(1_000_000);
    assertThat(result.at("/blocks/later/ratioPpm").asLong()).isZero();
    assertThat(result.path("paradoxicallyRejected")).isEmpty();
  }

  /** Its 100 Wh would push the seller of 50 Wh out and the price below its own limit. */
  @Test
  void aBlockInTheMoneyThatNoPricesSupportIsNamed() {
    JsonNode result =
        Clearings.clear(
            slots(
                buyAt("b1", "s1", 60, 60),
                sellAt("s", "s1", 55, 60),
                block("big", "sell", 40, "{'s1':100}", "")));
    assertThat(result.at("/blocks/big/ratioPpm").asLong()).isZero();
    assertThat(result.path("paradoxicallyRejected").toString()).isEqualTo("[\"big\"]");
    assertThat(result.at("/slots/s1/areas/A/priceInterval").toString()).isEqualTo("[55,60]");
  }

  /**
   * Its parent would lose with all of it; the child could not be accepted without, and is not
   * named.
   */
  @Test
  void ofAFamilyThatNoPricesSupportTheParentIsNamed() {
    JsonNode result =
        Clearings.clear(
            slots(
                buyAt("b1", "s1", 60, 60),
                sellAt("s", "s1", 55, 60),
                buyAt("b2", "s2", 41, 1_000),
                block("big", "sell", 40, "{'s1':100}", "'participant':'p'"),
                block("next", "sell", 40, "{'s2':10}", "'participant':'p','parent':'big'")));
    assertThat(result.at("/blocks/big/ratioPpm").asLong()).isZero();
    assertThat(result.at("/blocks/next/ratioPpm").asLong()).isZero();
    assertThat(result.path("paradoxicallyRejected").toString()).isEqualTo("[\"big\"]");
  }

  /** The example of docs/market-rules.md: the first price is the middle of what extends. */
  @Test
  void aBlockThatSellsAtAnAverageLeavesTheSecondPriceWhatTheFirstLeavesIt() {
    JsonNode result =
        Clearings.clear(
            slots(
                buyAt("b1", "s1", 60, 100),
                buyAt("c1", "s1", 30, 100),
                buyAt("b2", "s2", 60, 100),
                buyAt("c2", "s2", 30, 100),
                block("x", "sell", 50, "{'s1':100,'s2':100}", "")));
    assertThat(result.at("/slots/s1/areas/A/priceInterval").toString()).isEqualTo("[40,60]");
    assertThat(result.at("/slots/s2/areas/A/priceInterval").toString()).isEqualTo("[40,60]");
    assertThat(result.at("/slots/s1/areas/A/priceMicroPerKwh").asLong()).isEqualTo(50);
    assertThat(result.at("/slots/s2/areas/A/priceMicroPerKwh").asLong()).isEqualTo(55);
  }

  /** Both prices could be anything that adds up to 100 to 140. */
  @Test
  void aPriceWithoutEndsIsTheLimitOfTheEarliestBlockAndTheNextWhatThatLeaves() {
    JsonNode result =
        Clearings.clear(
            slots(
                block("x", "sell", 50, "{'s1':100,'s2':100}", "'time':1"),
                block("y", "buy", 70, "{'s1':100,'s2':100}", "'time':2")));
    assertThat(result.at("/blocks/y/ratioPpm").asLong()).isEqualTo(1_000_000);
    assertThat(result.at("/slots/s1/areas/A/priceInterval").toString()).isEqualTo("[null,null]");
    assertThat(result.at("/slots/s1/areas/A/priceMicroPerKwh").asLong()).isEqualTo(50);
    assertThat(result.at("/slots/s2/areas/A/priceMicroPerKwh").asLong()).isEqualTo(70);
  }

  @Test
  void aLeastRatioIsKeptAndWholeWattHoursSold() {
    JsonNode result =
        Clearings.clear(
            slots(
                buyAt("b1", "s1", 60, 47),
                buyAt("b2", "s2", 60, 1_000),
                block("part", "sell", 40, "{'s1':40,'s2':60}", "'minRatioPpm':500000"),
                block("none", "sell", 40, "{'s1':70,'s2':60}", "'minRatioPpm':900000")));
    assertThat(result.at("/blocks/part/ratioPpm").asLong()).isEqualTo(1_000_000);
    assertThat(result.at("/blocks/none/ratioPpm").asLong()).isZero();
  }

  @Test
  void anOrderWithAMinimumIsABlockOfOneSlot() {
    String order = sellAt("m", "s1", 40, 100).replace("}", ",'minEnergyWh':50}");
    JsonNode result = Clearings.clear(slots(buyAt("b1", "s1", 60, 70), order));
    assertThat(result.at("/fills/m").asLong()).isEqualTo(70);
    assertThat(result.path("blocks")).isEmpty();
  }

  @Test
  void aBlockThatCrossesAnEarlierOrderOfItsOwnerIsLeftOut() {
    String own = buyAt("own", "s1", 60, 100).replace("}", ",'participant':'p','time':1}");
    JsonNode result =
        Clearings.clear(
            slots(
                own,
                buyAt("b2", "s2", 60, 100),
                block("x", "sell", 40, "{'s1':100,'s2':100}", "'participant':'p','time':2")));
    assertThat(result.at("/blocks/x/ratioPpm").asLong()).isZero();
    assertThat(result.path("reducedForSelfTradeWh").toString()).isEqualTo("{\"x\":0}");
    assertThat(result.path("paradoxicallyRejected")).isEmpty();
  }

  @Test
  void aSimpleOrderIsReducedByAnEarlierBlockOfItsOwner() {
    String own = buyAt("own", "s1", 60, 130).replace("}", ",'participant':'p','time':2}");
    JsonNode result =
        Clearings.clear(
            slots(
                own,
                buyAt("b1", "s1", 60, 100),
                buyAt("b2", "s2", 60, 100),
                sellAt("other", "s1", 10, 30),
                block("x", "sell", 40, "{'s1':100,'s2':100}", "'participant':'p','time':1")));
    assertThat(result.at("/blocks/x/ratioPpm").asLong()).isEqualTo(1_000_000);
    assertThat(result.at("/reducedForSelfTradeWh/own").asLong()).isEqualTo(30);
    assertThat(result.at("/fills/own").asLong()).isEqualTo(30);
  }

  /** Its buys do not cross its block, whose slots have an average price, but are filled by it. */
  @Test
  void afterEightRoundsAllThatAnOwnerHasOnTheOtherSideDropsOut() {
    List<String> orders = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String buy = buyAt("own" + i, "s1", i < 99 ? 30 : 3, 10);
      orders.add(buy.replace("}", ",'participant':'p','time':" + (2 + i) + "}"));
    }
    orders.add(buyAt("other", "s1", 5, 1_000));
    orders.add(buyAt("dear", "s2", 90, 100));
    orders.add(block("x", "sell", 40, "{'s1':100,'s2':100}", "'participant':'p','time':1"));
    JsonNode result = Clearings.clear(slots(orders.toArray(String[]::new)));
    assertThat(result.at("/blocks/x/ratioPpm").asLong()).isEqualTo(1_000_000);
    assertThat(result.at("/fills/other").asLong()).isEqualTo(100);
    assertThat(result.path("reducedForSelfTradeWh")).hasSize(100);
    assertThat(result.at("/reducedForSelfTradeWh/own99").asLong(-1)).as("never filled").isZero();
  }

  @Test
  void aBudgetThatEndsTheSearchGivesAGapWithItsBound() {
    List<String> orders = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String profile = "{'s1':%d,'s2':%d}".formatted(7 + i % 5, 3 + i % 4);
      orders.add(block("s" + i, "sell", 40 + i, profile, ""));
      orders.add(block("b" + i, "buy", 45 + i, profile.replace("'s2':", "'s3':"), ""));
    }
    orders.add(buyAt("b", "s2", 60, 20));
    orders.add(sellAt("s", "s3", 40, 20));
    ObjectNode input = (ObjectNode) slots(orders.toArray(String[]::new));
    JsonNode best = Clearings.clear(input);
    assertThat(best.path("optimality").asText()).isEqualTo("optimal");
    assertThat(best.has("gapPpm")).isFalse();
    input.withObject("/rules").put("nodeBudget", 1);
    assertThat(Clearings.clear(input).path("gapPpm").isNull()).as("of no welfare").isTrue();
    input.withObject("/rules").put("nodeBudget", 50);
    JsonNode result = Clearings.clear(input);
    assertThat(result.path("optimality").asText()).isEqualTo("gap");
    assertThat(result.path("gapPpm").asLong()).isPositive();
    assertThat(result.path("welfareBoundNano").asLong())
        .isGreaterThanOrEqualTo(best.path("welfareNano").asLong());
    assertThat(result.path("welfareNano").asLong())
        .isLessThanOrEqualTo(best.path("welfareNano").asLong());
  }

  /** 1 Wh is left of the two: at limits far apart it bounds the price at more than a long. */
  @ParameterizedTest
  @CsvSource({"1000000000,-1000000000,true", "-1000000000,1000000000,false"})
  void theAuditNamesABoundThatNoPriceCanReach(long sell, long buy, boolean adverse) {
    JsonNode input =
        slots(
            block("up", "sell", sell, "{'s1':1000000000000}", "'participant':'p'"),
            block("run", "buy", buy, "{'s1':999999999999}", "'participant':'p','parent':'up'"),
            buyAt("b", "s1", 5, 1));
    JsonNode result = Clearings.run(input.toString()).get(0);
    accept(result, "up", 1_000_000_000_000L);
    accept(result, "run", 999_999_999_999L);
    ((ObjectNode) result.path("fills")).put("b", 1);
    List<String> complaints = ClearingVerifier.verify(input, result);
    assertThat(complaints.contains("no prices support a block of slot 0")).isEqualTo(adverse);
    assertThat(complaints).isNotEmpty();
  }

  private static void accept(JsonNode result, String block, long wh) {
    ObjectNode of = (ObjectNode) result.at("/blocks/" + block);
    of.put("ratioPpm", 1_000_000).putObject("fillsWh").put("s1", wh);
  }

  @Test
  void aChainOfParentsEndsAtAHundred() {
    assertThat(Clearings.run(slots(chain(101)).toString()).get(0).has("error")).isFalse();
    JsonNode error = Clearings.run(slots(chain(5_000)).toString()).get(0);
    assertThat(error.path("code").asText()).isEqualTo("BAD_BLOCK");
    assertThat(error.path("error").asText()).contains("blocks above it, more than 100");
    error = Clearings.run(slots(chain(102)).toString()).get(0);
    assertThat(error.path("error").asText())
        .isEqualTo("block c101 has 101 blocks above it, more than 100");
  }

  private static String[] chain(int blocks) {
    String[] orders = new String[blocks];
    for (int i = 0; i < blocks; i++) {
      String parent = i == 0 ? "" : ",'parent':'c" + (i - 1) + "'";
      orders[i] = block("c" + i, "sell", 1, "{'s1':1}", "'participant':'p'" + parent);
    }
    return orders;
  }

  static Stream<Arguments> badCases() {
    String good = sellAt("a", "s1", 1, 1);
    return Stream.of(
        bad("MALFORMED", "have neither", slots(good.replace("'slot':'s1',", "")), "neither a slot"),
        bad("MALFORMED", "both", slots(block("x", "buy", 1, "{'s1':1}", "'slot':'s1'")), "no slot"),
        bad("MALFORMED", "wrong type", slots(block("x", "buy", 1, "[1]", "")), "JSON object"),
        bad("MALFORMED", "no block", slots(good.replace("}", ",'parent':'y'}")), "with a profile"),
        bad(
            "MALFORMED",
            "not in one slot",
            Clearings.json(slots(good).toString().replaceFirst("\"slots\":\\[[^]]*],", "")),
            "names slots"),
        bad("UNKNOWN_SLOT", "order", slots(good.replace("s1", "s9")), "s9"),
        bad("UNKNOWN_SLOT", "profile", slots(block("x", "buy", 1, "{'s9':1}", "")), "s9"),
        bad("DUPLICATE_ID", "two", slots(good, good.replace("s1", "s2")), "the id a"),
        bad("DUPLICATE_ID", "block", slots(good, block("a", "buy", 1, "{'s1':1}", "")), "the id a"),
        bad("OUT_OF_RANGE", "energy 0", slots(block("x", "buy", 1, "{'s1':0}", "")), "is 0"),
        bad("OUT_OF_RANGE", "negative", slots(block("x", "buy", 1, "{'s1':-1}", "")), "energyWh"),
        bad(
            "OUT_OF_RANGE",
            "ratio",
            slots(block("x", "buy", 1, "{'s1':1}", "'minRatioPpm':1000001")),
            "minRatioPpm"),
        bad(
            "OUT_OF_RANGE",
            "no slot",
            Clearings.json(slots().toString().replaceFirst("\"slots\":\\[[^]]*]", "\"slots\":[]")),
            "no slot"),
        bad(
            "OUT_OF_RANGE",
            "price rule",
            Clearings.json(
                slots().toString().replaceFirst("\\{", "{\"rules\":{\"price\":\"pay-as-bid\"},")),
            "pay-as-bid"),
        bad("BAD_BLOCK", "empty", slots(block("x", "buy", 1, "{}", "")), "empty profile"),
        bad(
            "BAD_BLOCK",
            "parent",
            slots(block("x", "buy", 1, "{'s1':1}", "'participant':'p','parent':'y'")),
            "no block"),
        bad(
            "BAD_BLOCK",
            "own parent",
            slots(block("x", "buy", 1, "{'s1':1}", "'participant':'p','parent':'x'")),
            "own ancestor"),
        bad(
            "BAD_BLOCK",
            "two owners",
            slots(
                block("x", "buy", 1, "{'s1':1}", "'participant':'p','parent':'y'"),
                block("y", "buy", 1, "{'s1':1}", "'participant':'q'")),
            "another participant"),
        bad(
            "BAD_BLOCK",
            "group of nobody",
            slots(block("x", "buy", 1, "{'s1':1}", "'exclusiveGroup':'g'")),
            "without a participant"),
        bad(
            "BAD_BLOCK",
            "group of two",
            slots(
                block("x", "buy", 1, "{'s1':1}", "'participant':'p','exclusiveGroup':'g'"),
                block("y", "buy", 1, "{'s1':1}", "'participant':'q','exclusiveGroup':'g'")),
            "shares"),
        bad(
            "BAD_BLOCK",
            "group and parent",
            slots(
                block(
                    "x",
                    "buy",
                    1,
                    "{'s1':1}",
                    "'participant':'p','exclusiveGroup':'g','parent':'y'")),
            "has a parent"),
        bad(
            "BAD_BLOCK",
            "parent in group",
            slots(
                block("x", "buy", 1, "{'s1':1}", "'participant':'p','parent':'y'"),
                block("y", "buy", 1, "{'s1':1}", "'participant':'p','exclusiveGroup':'g'")),
            "in an exclusive group"));
  }

  private static Arguments bad(String code, String what, JsonNode input, String said) {
    return Arguments.of(code, what, input, said);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("badCases")
  void aBadCaseGivesAnErrorThatSaysWhatIsWrong(
      String code, String what, JsonNode input, String said) {
    JsonNode error = Clearings.run(input.toString()).get(0);
    assertThat(error.path("code").asText()).as(what + ": " + error).isEqualTo(code);
    assertThat(error.path("error").asText()).contains(said);
    assertThat(error.path("hint").asText()).isNotEmpty();
    if (code.equals("MALFORMED") || code.equals("OUT_OF_RANGE")) {
      assertThat(Clearings.CASE.validate(input)).as(what).isNotEmpty();
    }
  }

  @Test
  void tooMuchEnergyOfASlotAndForcedFlowsAreErrors() {
    JsonNode wide = slots();
    ((ArrayNode) wide.path("areas")).addObject().put("id", "B");
    ObjectNode link = ((ObjectNode) wide).withArray("links").addObject();
    link.put("from", "A").put("to", "B").put("maxFlowWh", 1L << 51);
    assertThat(Clearings.run(wide.toString()).get(0).path("code").asText()).isEqualTo("OVERFLOW");
    link.put("minFlowWh", 5).put("maxFlowWh", 5).put("slot", "s2");
    JsonNode error = Clearings.run(wide.toString()).get(0);
    assertThat(error.path("code").asText()).isEqualTo("INFEASIBLE");
    assertThat(error.path("error").asText()).contains("in s2");
    assertThat(error.path("areas").toString()).isEqualTo("[\"A\",\"B\"]");
  }

  /** A forced flow that only blocks can feed. */
  @Test
  void blocksMayBeWhatBalancesASlot() {
    JsonNode input = slots(block("x", "sell", 40, "{'s1':5,'s2':5}", ""));
    ((ArrayNode) input.path("areas")).addObject().put("id", "X").put("external", true);
    ObjectNode link = ((ObjectNode) input).withArray("links").addObject();
    link.put("from", "A").put("to", "X").put("minFlowWh", 5).put("maxFlowWh", 5).put("slot", "s2");
    ((ArrayNode) input.path("orders")).add(Clearings.json(buyAt("b", "s1", 9, 100)));
    JsonNode result = Clearings.clear(input);
    assertThat(result.at("/blocks/x/ratioPpm").asLong()).isEqualTo(1_000_000);
    long sum = 0;
    for (String slot : List.of("s1", "s2")) {
      sum += result.at("/slots/" + slot + "/areas/A/priceMicroPerKwh").asLong();
    }
    assertThat(sum).isGreaterThanOrEqualTo(80);
  }

  private static JsonNode slots(String... orders) {
    return Clearings.json(
        "{'id':'x','slots':['s1','s2','s3'],'areas':[{'id':'A'}],'orders':["
            + String.join(",", orders)
            + "]}");
  }

  private static String buyAt(String id, String slot, long price, long wh) {
    return "{'id':'%s','slot':'%s','area':'A','side':'buy','priceMicroPerKwh':%d,'energyWh':%d}"
        .formatted(id, slot, price, wh);
  }

  private static String sellAt(String id, String slot, long price, long wh) {
    return buyAt(id, slot, price, wh).replace("'buy'", "'sell'");
  }

  private static String block(String id, String side, long price, String profile, String more) {
    return "{'id':'%s','area':'A','side':'%s','priceMicroPerKwh':%d,'profile':%s%s}"
        .formatted(id, side, price, profile, more.isEmpty() ? "" : "," + more);
  }
}
