package org.commonwatt.cli.clearing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Readings of the rules that the worked cases leave open, one example each. */
class ClearingRulesTest {

  @ParameterizedTest
  @CsvSource({
    "midpoint,75,0",
    "marginal-offer,60,0",
    "marginal-bid,90,0",
    "average-of-last-pair,75,0"
  })
  void thePriceIsThatOfTheRule(String rule, long price, String surplus) {
    JsonNode result = Clearings.clear(pair(rule));
    assertThat(result.at("/areas/A/priceMicroPerKwh").asLong()).isEqualTo(price);
    assertThat(result.path("marketSurplusNano").asText()).isEqualTo(surplus);
    assertThat(result.at("/areas/A/priceInterval").toString()).isEqualTo("[60,90]");
  }

  @Test
  void payAsBidHasNoPriceAndASurplus() {
    JsonNode result = Clearings.clear(pair("pay-as-bid"));
    assertThat(result.at("/areas/A/priceMicroPerKwh").isNull()).isTrue();
    assertThat(result.path("marketSurplusNano").asText()).isEqualTo("300"); // 10 Wh × 30
  }

  @Test
  void whatPassesThroughAnAreaWithoutAPriceSettlesThereAtNothing() {
    JsonNode result =
        Clearings.clear(
            Clearings.json(
                """
                {'id':'x','rules':{'price':'marginal-offer'},
                 'areas':[{'id':'A'},{'id':'T'},{'id':'X','external':true}],
                 'links':[{'from':'X','to':'T','minFlowWh':5,'maxFlowWh':5},
                  {'from':'T','to':'A','maxFlowWh':5}],
                 'orders':[{'id':'b','area':'A','side':'buy','priceMicroPerKwh':100,'energyWh':10},
                  {'id':'s','area':'A','side':'sell','priceMicroPerKwh':60,'energyWh':10}]}
                """));
    assertThat(result.at("/areas/A/priceMicroPerKwh").asLong()).isEqualTo(60);
    assertThat(result.at("/areas/T/priceMicroPerKwh").isNull()).isTrue();
    assertThat(result.path("congestionRentNano").asText()).isEqualTo("300");
  }

  @Test
  void neighboursOfEqualPriceServeInOrderOfId() {
    JsonNode result =
        Clearings.clear(
            Clearings.json(
                """
                {'id':'x','areas':[{'id':'A'},{'id':'N2','fixedPriceMicroPerKwh':50},
                  {'id':'N1','fixedPriceMicroPerKwh':50}],
                 'links':[{'from':'N2','to':'A','maxFlowWh':7},{'from':'N1','to':'A','maxFlowWh':7}],
                 'orders':[{'id':'b','area':'A','side':'buy','priceMicroPerKwh':90,'energyWh':10}]}
                """));
    assertThat(result.at("/links/0/flowWh").asLong()).isEqualTo(3);
    assertThat(result.at("/links/1/flowWh").asLong()).isEqualTo(7);
  }

  @Test
  void energyDoesNotFlowInCirclesAndTheFirstLinkCarriesLeast() {
    // From A to C at one price: directly, or over B1 or B2, which is farther.
    JsonNode result =
        Clearings.clear(
            Clearings.json(
                """
                {'id':'x','areas':[{'id':'A'},{'id':'B1'},{'id':'B2'},{'id':'C'}],
                 'links':[{'from':'A','to':'B1','minFlowWh':-9,'maxFlowWh':9},
                  {'from':'B1','to':'C','minFlowWh':-9,'maxFlowWh':9},
                  {'from':'A','to':'B2','minFlowWh':-9,'maxFlowWh':9},
                  {'from':'B2','to':'C','minFlowWh':-9,'maxFlowWh':9},
                  {'from':'A','to':'C','minFlowWh':-4,'maxFlowWh':4}],
                 'orders':[{'id':'s','area':'A','side':'sell','priceMicroPerKwh':10,'energyWh':11},
                  {'id':'b','area':'C','side':'buy','priceMicroPerKwh':90,'energyWh':11}]}
                """));
    assertThat(result.path("links").findValuesAsText("flowWh"))
        .containsExactly("0", "0", "7", "7", "4");
  }

  /** Whichever stands first: the smaller one carries least, and neither makes a spread. */
  @ParameterizedTest
  @CsvSource({"5,9,0,9", "9,5,9,0", "9,9,0,9", "0,9,0,9"})
  void parallelLinksAreOneWayWhateverTheirOrder(long one, long other, long first, long second) {
    JsonNode result =
        Clearings.clear(
            Clearings.json(
                """
                {'id':'x','rules':{'price':'marginal-offer'},'areas':[{'id':'A'},{'id':'B'}],
                 'links':[{'from':'A','to':'B','maxFlowWh':%d},{'from':'A','to':'B','maxFlowWh':%d}],
                 'orders':[{'id':'s','area':'A','side':'sell','priceMicroPerKwh':10,'energyWh':9},
                  {'id':'b','area':'B','side':'buy','priceMicroPerKwh':90,'energyWh':9}]}
                """
                    .formatted(one, other)));
    assertThat(result.path("links").findValuesAsText("flowWh"))
        .containsExactly(String.valueOf(first), String.valueOf(second));
    boolean full = one == 0; // nothing but one full link: two prices
    assertThat(result.at("/areas/A/priceMicroPerKwh").asLong()).isEqualTo(10);
    assertThat(result.at("/areas/B/priceMicroPerKwh").asLong()).isEqualTo(full ? 50 : 10);
    assertThat(result.path("congestionRentNano").asText()).isEqualTo(full ? "360" : "0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{}|15|{'b':15,'o':7,'c':4,'d':4}",
        "{'ties':'time'}|15|{'b':15,'o':15,'c':0,'d':0}",
        "{'sellTies':'clean-first'}|15|{'b':15,'o':0,'c':8,'d':7}",
        "{'sellTies':'clean-first','ties':'time'}|15|{'b':15,'o':0,'c':10,'d':5}",
        "{'sellTies':'clean-first'}|25|{'b':25,'o':5,'c':10,'d':10}"
      })
  void cleanSellsOfEqualPriceGoFirst(String rules, long wanted, String fills) {
    JsonNode result =
        Clearings.clear(
            Clearings.json(
                """
                {'id':'x','rules':%s,'areas':[{'id':'A'}],'orders':[
                 {'id':'b','area':'A','side':'buy','priceMicroPerKwh':9,'energyWh':%d},
                 {'id':'o','area':'A','side':'sell','priceMicroPerKwh':5,'energyWh':20,'time':1},
                 {'id':'c','area':'A','side':'sell','priceMicroPerKwh':5,'energyWh':10,'clean':true,'time':2},
                 {'id':'d','area':'A','side':'sell','priceMicroPerKwh':5,'energyWh':10,'clean':true,'time':3}]}
                """
                    .formatted(rules, wanted)));
    assertThat(result.path("fills")).isEqualTo(Clearings.json(fills));
  }

  @Test
  void aLaterOrderIsReducedByTheEarlierOneOfItsOwner() {
    JsonNode input = own(10, 14);
    JsonNode result = Clearings.clear(input);
    assertThat(result.at("/reducedForSelfTradeWh/sell").asLong()).isEqualTo(4);
    assertThat(result.at("/fills/buy").asLong()).isEqualTo(10); // from the other seller
    assertThat(result.at("/fills/sell").asLong()).isEqualTo(4); // to the other buyer
  }

  @Test
  void whatCouldOnlyTradeWithItsOwnerIsReducedFurther() {
    ObjectNode input = (ObjectNode) own(10, 14);
    ((ArrayNode) input.path("orders")).remove(3); // other buyer
    JsonNode result = Clearings.clear(input);
    long bought = result.at("/fills/buy").asLong();
    long sold = result.at("/fills/sell").asLong();
    assertThat(bought + sold).isLessThanOrEqualTo(result.at("/areas/A/sellWh").asLong());
    assertThat(bought).isEqualTo(10);
  }

  @Test
  void aForcedFlowThatOnlyAReducedOrderCouldServeIsInfeasibleAndTheErrorSaysWhy() {
    String input =
        """
        {'id':'x','areas':[{'id':'A'},{'id':'X','external':true}],
         'links':[{'from':'A','to':'X','minFlowWh':1,'maxFlowWh':1}],
         'orders':[{'id':'b','area':'A','side':'buy','priceMicroPerKwh':30,'energyWh':3,'participant':'p'},
          {'id':'s','area':'A','side':'sell','priceMicroPerKwh':20,'energyWh':2,'participant':'%s'}]}
        """;
    String one = input.formatted("p").replace("\n", "").replace('\'', '"');
    JsonNode error = Clearings.run(one).get(0);
    assertThat(error.path("code").asText()).isEqualTo("INFEASIBLE");
    assertThat(error.path("error").asText()).contains("earlier ones of their owner");
    Clearings.clear(Clearings.json(input.formatted("q")));
  }

  @Test
  void pricesThatOnlyOneSideBoundsAreTheirEnds() {
    JsonNode result =
        Clearings.clear(
            Clearings.json(
                """
                {'id':'x','areas':[{'id':'A'},{'id':'B'},{'id':'C'}],
                 'links':[{'from':'B','to':'A','maxFlowWh':5}],
                 'orders':[{'id':'s','area':'A','side':'sell','priceMicroPerKwh':10,'energyWh':11}]}
                """));
    assertThat(result.path("status").asText()).isEqualTo("no-trade");
    assertThat(result.at("/areas/A/priceMicroPerKwh").asLong()).isEqualTo(10);
    assertThat(result.at("/areas/A/priceInterval").toString()).isEqualTo("[null,10]");
    assertThat(result.at("/areas/B/priceInterval").toString()).isEqualTo("[null,null]");
    assertThat(result.at("/areas/B/priceMicroPerKwh").asLong()).isEqualTo(10);
    assertThat(result.at("/areas/C/priceMicroPerKwh").isNull()).isTrue();
  }

  private static JsonNode pair(String rule) {
    return Clearings.json(
        """
        {'id':'x','rules':{'price':'%s'},'areas':[{'id':'A'}],'orders':[
         {'id':'b','area':'A','side':'buy','priceMicroPerKwh':90,'energyWh':10},
         {'id':'s','area':'A','side':'sell','priceMicroPerKwh':60,'energyWh':10}]}
        """
            .formatted(rule));
  }

  private static JsonNode own(long buyWh, long sellWh) {
    return Clearings.json(
        """
        {'id':'x','areas':[{'id':'A'}],'orders':[
         {'id':'buy','area':'A','side':'buy','priceMicroPerKwh':80,'energyWh':%d,'time':1,'participant':'p'},
         {'id':'sell','area':'A','side':'sell','priceMicroPerKwh':20,'energyWh':%d,'time':2,'participant':'p'},
         {'id':'s','area':'A','side':'sell','priceMicroPerKwh':30,'energyWh':10,'time':3},
         {'id':'b','area':'A','side':'buy','priceMicroPerKwh':70,'energyWh':20,'time':4}]}
        """
            .formatted(buyWh, sellWh));
  }
}
