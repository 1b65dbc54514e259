package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A right result passes, and each kind of wrong one is found. */
class ClearingVerifierTest {
  private static final String CASE =
      """
      {'id':'x','areas':[{'id':'A'},{'id':'B'}],
       'links':[{'from':'A','to':'B','minFlowWh':-3,'maxFlowWh':3,'feeMicroPerKwh':5}],
       'orders':[{'id':'s','area':'A','side':'sell','priceMicroPerKwh':20,'energyWh':10},
        {'id':'m','area':'B','side':'sell','priceMicroPerKwh':30,'energyWh':9,'minEnergyWh':9},
        {'id':'b','area':'B','side':'buy','priceMicroPerKwh':90,'energyWh':8}]}
      """;
  private static final String RESULT =
      """
      {'id':'x','status':'cleared','optimality':'optimal','rule':'midpoint','areas':{
       'A':{'priceMicroPerKwh':20,'priceInterval':[20,20],'buyWh':0,'sellWh':3,'netExportWh':3},
       'B':{'priceMicroPerKwh':90,'priceInterval':[90,90],'buyWh':3,'sellWh':0,'netExportWh':-3}},
       'links':[{'from':'A','to':'B','flowWh':3}],'fills':{'s':3,'m':0,'b':3},
       'paradoxicallyRejected':['m'],
       'welfareNano':'195','feeNano':'15','congestionRentNano':'195','marketSurplusNano':'0'}
      """;

  /** A sells 10 at 1, B buys 10 at 9, and a free link carries just that. */
  private static final String TRADE =
      """
      {'id':'x','rules':{'price':'midpoint'},'areas':[{'id':'A'},{'id':'B'}],
       'links':[{'from':'A','to':'B','maxFlowWh':10}],
       'orders':[{'id':'s','area':'A','side':'sell','priceMicroPerKwh':1,'energyWh':10},
        {'id':'b','area':'B','side':'buy','priceMicroPerKwh':9,'energyWh':10}]}
      """;

  /** The forged answer to it: nothing is traded. */
  private static final String NO_TRADE =
      """
      {'id':'x','status':'no-trade','optimality':'optimal','rule':'midpoint','areas':{
       'A':{'priceMicroPerKwh':null,'priceInterval':[null,null],'buyWh':0,'sellWh':0,'netExportWh':0},
       'B':{'priceMicroPerKwh':null,'priceInterval':[null,null],'buyWh':0,'sellWh':0,'netExportWh':0}},
       'links':[{'from':'A','to':'B','flowWh':0}],'fills':{'s':0,'b':0},'paradoxicallyRejected':[],
       'welfareNano':'0','feeNano':'0','congestionRentNano':'0','marketSurplusNano':'0'}
      """;

  /** Both ends and every price between them support what p cannot sell itself. */
  private static final String OWN =
      """
      {'id':'x','areas':[{'id':'A'}],'orders':[
       {'id':'a','area':'A','side':'buy','priceMicroPerKwh':80,'energyWh':10,'time':1,'participant':'p'},
       {'id':'z','area':'A','side':'sell','priceMicroPerKwh':20,'energyWh':14,'time':2,'participant':'p'}]}
      """;

  private static final String OWN_RESULT =
      """
      {'id':'x','status':'no-trade','optimality':'optimal','rule':'midpoint','areas':{
       'A':{'priceMicroPerKwh':80,'priceInterval':[80,null],'buyWh':0,'sellWh':0,'netExportWh':0}},
       'links':[],'fills':{'a':0,'z':0},'reducedForSelfTradeWh':{'z':0},'paradoxicallyRejected':[],
       'welfareNano':'0','feeNano':'0','congestionRentNano':'0','marketSurplusNano':'0'}
      """;

  @Test
  void aRightResultPasses() {
    assertThat(complaints(CASE, RESULT)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'s':3|'s':2|balance",
        "'s':3|'s':11|outside 0 to 10",
        "'m':0|'m':3|below its minimum",
        "'priceMicroPerKwh':20,|'priceMicroPerKwh':19,|price of A is 20",
        "'priceMicroPerKwh':90|'priceMicroPerKwh':80|price of B is 90",
        "'priceMicroPerKwh':90|'priceMicroPerKwh':null|price of B is 90",
        "[90,90]|[null,90]|interval of B is 90 to 90",
        "[20,20]|[20,21]|interval of A is 20 to 20",
        "[20,20]|[20]|interval of A is 20 to 20",
        "'flowWh':3|'flowWh':4|outside its limits",
        "'flowWh':3|'flowWh':2|no prices support",
        "['m']|[]|paradoxically",
        "['m']|['m','n']|paradoxically",
        "['m']|['m','s']|paradoxically",
        "'cleared'|'no-trade'|status",
        "'optimality':'optimal'|'optimality':'best'|no such optimality",
        "'optimality':'optimal',|'optimality':'',|no such optimality",
        "'midpoint'|'pay-as-bid'|rule",
        "'id':'x'|'id':'y'|another case",
        "'buyWh':3|'buyWh':77|B buys 3",
        "'sellWh':3|'sellWh':4|A sells 3",
        "'netExportWh':3|'netExportWh':0|A exports 3",
        "'fills':{|'fills':{'other':0,|the case's orders",
        "'areas':{|'areas':{'C':{},|areas are not those",
        "'flowWh':3}]|'flowWh':3},{}]|links are not those",
        "'195','feeNano'|'194','feeNano'|welfare is 195",
        "'15'|'16'|fees are 15",
        "'195','marketSurplusNano'|'0','marketSurplusNano'|congestion rent is 195",
        "'0'|'1'|market surplus is 0",
        "'from':'A','to':'B','flowWh'|'from':'B','to':'A','flowWh'|out of order"
      })
  void aWrongResultIsFound(String right, String wrong, String complaint) {
    assertThat(RESULT).contains(right);
    assertThat(complaints(CASE, RESULT.replace(right, wrong))).anyMatch(c -> c.contains(complaint));
  }

  @Test
  void pricesThatDoNotSupportTogetherAreFound() {
    String input = TRADE.replace("'maxFlowWh':10", "'maxFlowWh':11"); // so that no spread remains
    String forged =
        NO_TRADE
            .replaceFirst("'priceMicroPerKwh':null", "'priceMicroPerKwh':4")
            .replaceFirst("'priceMicroPerKwh':null", "'priceMicroPerKwh':6")
            .replace("no-trade", "cleared")
            .replace("'flowWh':0", "'flowWh':10")
            .replace("{'s':0,'b':0}", "{'s':10,'b':10}");
    String together = "the stated prices together do not support the fills and flows";
    assertThat(complaints(input, forged)).contains(together);
    assertThat(complaints(input, forged.replace("':4", "':5").replace("':6", "':5")))
        .doesNotContain(together);
    assertThat(complaints(input, forged.replace("':6", "':9000000000000000000")))
        .contains(together);
  }

  /** Each number of one result, by one more and less: none of them is left unjudged. */
  @Test
  void everyOtherNumberInAResultIsFound() throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    JsonNode input = mapper.readTree(CASE.replace('\'', '"'));
    String stated = RESULT.replace('\'', '"');
    Matcher number = Pattern.compile("-?[0-9]+").matcher(stated);
    int figures = 0;
    while (number.find()) {
      for (int more : new int[] {-1, 1}) {
        long other = Long.parseLong(number.group()) + more;
        String mutated =
            stated.substring(0, number.start()) + other + stated.substring(number.end());
        assertThat(ClearingVerifier.verify(input, mapper.readTree(mutated)))
            .as(number.group() + " at " + number.start() + " changed to " + other)
            .isNotEmpty();
      }
      figures++;
    }
    assertThat(figures).isEqualTo(20);
  }

  /** Two ways of no fee; the shorter carries all, and what trades at no gain trades in full. */
  @ParameterizedTest
  @CsvSource({"5,0,10,true", "0,5,10,false", "4,1,10,false", "4,0,8,false", "0,0,0,false"})
  void ofEqualWelfareLessVolumeOrMoreFlowIsFound(
      long direct, long detour, long volume, boolean right) throws JsonProcessingException {
    String input =
        """
        {'id':'x','areas':[{'id':'A'},{'id':'B'},{'id':'C'}],'links':[
         {'from':'A','to':'C','maxFlowWh':9},{'from':'A','to':'B','maxFlowWh':9},
         {'from':'B','to':'C','maxFlowWh':9}],
         'orders':[{'id':'s','area':'A','side':'sell','priceMicroPerKwh':7,'energyWh':5},
          {'id':'b','area':'C','side':'buy','priceMicroPerKwh':7,'energyWh':5}]}
        """;
    String ends = "{'priceMicroPerKwh':7,'priceInterval':[7,7],";
    String result =
        "{'id':'x','status':'%s','optimality':'optimal','rule':'midpoint','areas':{"
                .formatted(volume > 0 ? "cleared" : "no-trade")
            + "'A':%s'buyWh':0,'sellWh':%d,'netExportWh':%d},"
                .formatted(ends, volume / 2, volume / 2)
            + "'B':%s'buyWh':0,'sellWh':0,'netExportWh':0},".formatted(ends)
            + "'C':%s'buyWh':%d,'sellWh':0,'netExportWh':-%d}},"
                .formatted(ends, volume / 2, volume / 2)
            + "'links':[{'from':'A','to':'C','flowWh':%d},{'from':'A','to':'B','flowWh':%d},"
                .formatted(direct, detour)
            + "{'from':'B','to':'C','flowWh':%d}],'fills':{'s':%d,'b':%d},"
                .formatted(detour, volume / 2, volume / 2)
            + "'paradoxicallyRejected':[],'welfareNano':'0','feeNano':'0',"
            + "'congestionRentNano':'0','marketSurplusNano':'0'}";
    assertThat(complaints(input, result).stream().filter(c -> c.contains("another optimum")))
        .hasSize(right ? 0 : 1);
    if (right) {
      assertThat(complaints(input, result)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "midpoint",
        "pay-as-bid",
        "marginal-offer",
        "marginal-bid",
        "average-of-last-pair"
      })
  void whatShouldHaveTradedIsMissedUnderEveryPriceRule(String rule) {
    String input = TRADE.replace("midpoint", rule);
    String forged = NO_TRADE.replace("midpoint", rule);
    String likely =
        forged
            .replaceFirst("\\[null,null\\]", "[null,1]")
            .replaceFirst("\\[null,null\\]", "[9,null]");
    for (String result : List.of(forged, likely)) {
      assertThat(complaints(input, result)).anyMatch(c -> c.contains("no prices support"));
    }
  }

  /** A gap is possible where the search over minima may have ended early. */
  @Test
  void aGapWithoutMinimaIsFound() {
    String gap = RESULT.replace("'optimal'", "'gap'");
    assertThat(complaints(CASE, gap)).isEmpty();
    assertThat(complaints(CASE.replace(",'minEnergyWh':9", ""), gap))
        .contains("a gap, but no order has a minimum");
  }

  @Test
  void anInventedReductionIsFound() {
    String forged = NO_TRADE.replace("'paradox", "'reducedForSelfTradeWh':{'b':0,'s':0},'paradox");
    assertThat(complaints(TRADE, forged))
        .anyMatch(c -> c.contains("b is reduced, but its owner has no other order"))
        .anyMatch(c -> c.contains("s is reduced, but its owner has no other order"));
  }

  @Test
  void aCaseWithoutOrdersTradesNothing() {
    String forged =
        """
        {'id':'x','status':'cleared','optimality':'optimal','rule':'midpoint','areas':{
         'A':{'priceMicroPerKwh':null,'priceInterval':[3,4],'buyWh':77,'sellWh':0,'netExportWh':0}},
         'links':[],'fills':{},'paradoxicallyRejected':[],
         'welfareNano':'0','feeNano':'0','congestionRentNano':'0','marketSurplusNano':'0'}
        """;
    assertThat(complaints("{'id':'x','areas':[{'id':'A'}]}", forged))
        .anyMatch(c -> c.contains("status"))
        .anyMatch(c -> c.contains("A buys 0"))
        .anyMatch(c -> c.contains("interval of A is null to null"));
  }

  @Test
  void anOwnersReductionPasses() {
    assertThat(complaints(OWN, OWN_RESULT)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'z':0}|{'a':0,'z':0}|a is reduced, but crosses no earlier",
        "{'z':0}|{'z':5}|z takes part with more",
        "{'z':0}|{'z':-1}|z is reduced to what is no less",
        "{'z':0}|{}|z takes part with more",
        "'fills':{'a':0,'z':0}|'fills':{'a':4,'z':4}|trades with itself",
        "{'z':0}|{'z':0,'other':0}|a reduced order is not of the case"
      })
  void aWrongReductionIsFound(String right, String wrong, String complaint) {
    assertThat(OWN_RESULT).contains(right);
    assertThat(complaints(OWN, OWN_RESULT.replace(right, wrong)))
        .anyMatch(c -> c.contains(complaint));
  }

  @Test
  void flowsInACircleAreFound() {
    String input =
        """
        {'id':'x','areas':[{'id':'A'},{'id':'B'}],'links':[
         {'from':'A','to':'B','minFlowWh':-9,'maxFlowWh':9,'feeMicroPerKwh':1},
         {'from':'A','to':'B','minFlowWh':-9,'maxFlowWh':9,'feeMicroPerKwh':1}]}
        """;
    String forged =
        NO_TRADE
            .replace(
                "{'from':'A','to':'B','flowWh':0}",
                "{'from':'A','to':'B','flowWh':5},{'from':'A','to':'B','flowWh':-5}")
            .replace("{'s':0,'b':0}", "{}")
            .replace("'welfareNano':'0','feeNano':'0'", "'welfareNano':'-10','feeNano':'10'")
            .replace("'congestionRentNano':'0'", "'congestionRentNano':'-10'");
    assertThat(complaints(input, forged))
        .containsExactly("no prices support the fills and flows: they are not optimal");
  }

  @Test
  void whatNeighboursMissIsFound() {
    String input =
        """
        {'id':'x','areas':[{'id':'A','fixedPriceMicroPerKwh':10},
          {'id':'B','fixedPriceMicroPerKwh':30}],
         'links':[{'from':'A','to':'B','maxFlowWh':9,'feeMicroPerKwh':19}]}
        """;
    String forged =
        """
        {'id':'x','status':'no-trade','optimality':'optimal','rule':'midpoint','areas':{},
         'links':[{'from':'A','to':'B','flowWh':0}],'fills':{},'paradoxicallyRejected':[],
         'welfareNano':'0','feeNano':'0','congestionRentNano':'0','marketSurplusNano':'0'}
        """;
    assertThat(complaints(input, forged)).anyMatch(c -> c.contains("no prices support"));
    assertThat(complaints(input.replace("19}", "20}"), forged)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"marginal-offer,1", "marginal-bid,9", "average-of-last-pair,5", "pay-as-bid,null"})
  void thePriceMustBeThatOfTheRule(String rule, String price) {
    String input = TRADE.replace("midpoint", rule).replace("'maxFlowWh':10", "'maxFlowWh':11");
    String right =
        NO_TRADE
            .replace("midpoint", rule)
            .replace("no-trade", "cleared")
            .replace("[null,null]", "[1,9]")
            .replace("'priceMicroPerKwh':null", "'priceMicroPerKwh':" + price)
            .replace(
                "'buyWh':0,'sellWh':0,'netExportWh':0}},",
                "'buyWh':10,'sellWh':0,'netExportWh':-10}},")
            .replace(
                "'buyWh':0,'sellWh':0,'netExportWh':0}", "'buyWh':0,'sellWh':10,'netExportWh':10}")
            .replace("'flowWh':0", "'flowWh':10")
            .replace("{'s':0,'b':0}", "{'s':10,'b':10}")
            .replace("'welfareNano':'0'", "'welfareNano':'80'")
            .replace(
                "'marketSurplusNano':'0'",
                rule.equals("pay-as-bid") ? "'marketSurplusNano':'80'" : "'marketSurplusNano':'0'");
    assertThat(complaints(input, right)).isEmpty();
    String wrong = right.replace("'priceMicroPerKwh':" + price, "'priceMicroPerKwh':4");
    assertThat(complaints(input, wrong)).anyMatch(c -> c.contains("price of A is " + price));
  }

  private static List<String> complaints(String input, String result) {
    try {
      ObjectMapper mapper = new ObjectMapper();
      return ClearingVerifier.verify(
          mapper.readTree(input.replace('\'', '"')), mapper.readTree(result.replace('\'', '"')));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
