package org.commonwatt.cli.clearing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Good and bad lines of {@code commonwatt clear}. */
class ClearRunTest {
  private static final String GOOD = "{'id':'good','areas':[{'id':'A'}],'orders':[]}";

  static Stream<Arguments> badCases() {
    return Stream.of(
        Arguments.of("MALFORMED_JSON", "{'id':'x','areas':[}"),
        Arguments.of("MALFORMED_JSON", "{'id':'x','areas':[{'id':'A'}"),
        Arguments.of("MALFORMED_JSON", "{'id':'x','id':'y','areas':[]}"),
        Arguments.of("MALFORMED_JSON", "nonsense"),
        Arguments.of("MALFORMED", "[]"),
        Arguments.of("MALFORMED", "{'id':'x','areas':[]} {'id':'y','areas':[]}"),
        Arguments.of("MALFORMED", "{'areas':[]}"),
        Arguments.of("MALFORMED", "{'id':'x'}"),
        Arguments.of("MALFORMED", "{'id':'x','areas':[],'other':1}"),
        Arguments.of("MALFORMED", "{'id':'x','areas':[{'id':'A','external':1}]}"),
        Arguments.of(
            "MALFORMED",
            "{'id':'x','areas':[{'id':'A','external':true,'fixedPriceMicroPerKwh':1}]}"),
        Arguments.of("MALFORMED", "{'id':'x','rules':{'price':'guess'},'areas':[]}"),
        Arguments.of("OUT_OF_RANGE", "{'id':'x','rules':{'nodeBudget':0},'areas':[]}"),
        Arguments.of("DUPLICATE_ID", "{'id':'x','areas':[{'id':'A'},{'id':'A'}]}"),
        Arguments.of("DUPLICATE_ID", orders("'energyWh':1", "'energyWh':1")),
        Arguments.of("OUT_OF_RANGE", orders("'energyWh':-1")),
        Arguments.of("OUT_OF_RANGE", orders("'energyWh':1000000000001")),
        Arguments.of("OUT_OF_RANGE", orders("'energyWh':99999999999999999999")),
        Arguments.of("OUT_OF_RANGE", orders("'energyWh':1,'minEnergyWh':2")),
        Arguments.of("MALFORMED", orders("'energyWh':1.5")),
        Arguments.of("MALFORMED", orders("'energyWh':1.0")),
        Arguments.of("MALFORMED", orders("'energyWh':1e3")),
        Arguments.of("MALFORMED", orders("'energyWh':null")),
        Arguments.of("MALFORMED_JSON", orders("'energyWh':01")),
        Arguments.of("MALFORMED_JSON", orders("'energyWh':NaN")),
        Arguments.of("MALFORMED_JSON", orders("'energyWh':1,'energyWh':1")),
        Arguments.of("MALFORMED", orders("'energyWh':'1'")),
        Arguments.of("UNKNOWN_AREA", orders("'energyWh':1").replace("[{'id':'A'}]", "[]")),
        Arguments.of(
            "UNKNOWN_AREA",
            orders("'energyWh':1").replace("'id':'A'", "'id':'A','fixedPriceMicroPerKwh':1")),
        Arguments.of("UNKNOWN_AREA", link("'from':'A','to':'C','maxFlowWh':1")),
        Arguments.of("BAD_LINK", link("'from':'A','to':'A','maxFlowWh':1")),
        Arguments.of("BAD_LINK", link("'from':'A','to':'B','minFlowWh':2,'maxFlowWh':1")),
        Arguments.of("BAD_LINK", link("'from':'A','to':'X','maxFlowWh':1")),
        Arguments.of("OUT_OF_RANGE", link("'from':'A','to':'B','maxFlowWh':1,'feeMicroPerKwh':-1")),
        Arguments.of("OVERFLOW", link("'from':'A','to':'B','maxFlowWh':9223372036854775807")),
        Arguments.of("INFEASIBLE", link("'from':'A','to':'B','minFlowWh':1,'maxFlowWh':1")));
  }

  @ParameterizedTest
  @MethodSource("badCases")
  void aBadCaseGivesAnErrorAndTheOthersGoOn(String code, String bad) {
    List<JsonNode> results = Clearings.run((GOOD + "\n\n" + bad + "\n" + GOOD).replace('\'', '"'));
    assertThat(results).hasSize(3);
    assertThat(results.get(0).path("status").asText()).isEqualTo("no-trade");
    JsonNode error = results.get(1);
    assertThat(error.path("code").asText()).as(error.toString()).isEqualTo(code);
    assertThat(error.path("line").asInt()).isEqualTo(3);
    assertThat(error.path("hint").asText()).isNotEmpty();
    assertThat(results.get(2)).isEqualTo(results.get(0));
  }

  /** What the schema cannot say: numbers against each other, and how an integer is written. */
  private static final List<String> BEYOND_THE_SCHEMA =
      List.of("'minEnergyWh':2}", "1.0}", "1e3}", "}} {");

  @ParameterizedTest
  @MethodSource("badCases")
  void theSchemaRefusesWhatIsMalformedOrOutOfRange(String code, String bad) {
    boolean asked = code.equals("MALFORMED") || code.equals("OUT_OF_RANGE");
    boolean beyond = BEYOND_THE_SCHEMA.stream().anyMatch(bad::contains) || bad.contains("]} {");
    if (asked && !beyond) {
      assertThat(Clearings.CASE.validate(Clearings.json(bad))).as(bad).isNotEmpty();
    }
    assertThat(Clearings.CASE.validate(Clearings.json(GOOD))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'id':'x','areas':[{'id':'A'}|the JSON ends too early",
        "{'id':'x',|the JSON ends too early",
        "{'id':'x','areas':[{'id':'\u00ff'}|the JSON ends too early",
        "{'id':'x','areas':[}|Unexpected close marker '}': expected ']' (line 2, column 20)",
        "{'id':'x','areas':NaN}|Non-standard token 'NaN' (line 2, column",
        "{'id':'x','areas':[],'orders':[{'energyWh':NaN}]}|Non-standard token 'NaN' (line 2,"
            + " column",
        "{'id':'x','areas':[/* none */]}|Unexpected character ('/' (code 47)) (line 2, column",
        "{'id':'x','areas':[],'areas':[]}|Duplicate field 'areas' (line 2, column"
      })
  void anErrorSpeaksPlainlyAndHasTheIdThatWasRead(String line, String message) {
    JsonNode error = Clearings.run((GOOD + "\n" + line + "\n").replace('\'', '"')).get(1);
    assertThat(error.path("id").asText()).isEqualTo("x");
    assertThat(error.path("error").asText())
        .contains(message)
        .doesNotContain("Source", "Feature", "`");
  }

  @Test
  void bytesThatAreNoUtf8LeaveTheId() throws IOException {
    byte[] bytes = (GOOD + "\n{'id':'x','areas':[{'id':'?'}]}").replace('\'', '"').getBytes(UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bytes[i] == '?' ? (byte) 0xff : bytes[i];
    }
    StringWriter out = new StringWriter();
    assertThat(ClearRun.run(new ByteArrayInputStream(bytes), out)).isFalse();
    JsonNode error = Clearings.json(out.toString().lines().toList().get(1));
    assertThat(error.path("id").asText()).isEqualTo("x");
    assertThat(error.path("error").asText()).contains("Invalid UTF-8", "line 2, column");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'id':'x','areas':[{'id':'A'}", "{'id':'x',\n\n'areas':[{'id':'A'}"})
  void aCutFirstOrOnlyCaseHasItsId(String cut) {
    for (String rest : List.of("", "\n", "\n" + GOOD)) {
      JsonNode error = Clearings.run((cut + rest).replace('\'', '"')).get(0);
      assertThat(error.path("id").asText()).isEqualTo("x");
      assertThat(error.path("line").asInt()).isEqualTo(1);
    }
  }

  @Test
  void aFaultInASpreadCaseNamesItsOwnLine() {
    JsonNode error = Clearings.run("{\"id\":\"x\",\n\n\"areas\":[\n],,\n}").get(0);
    assertThat(error.path("error").asText()).contains("line 4, column");
  }

  @Test
  void anInfeasibleCaseNamesItsAreas() {
    // C could sell 5 to A; what leaves B for D is what nothing brings.
    String forced =
        """
        {'id':'x','areas':[{'id':'A'},{'id':'B'},{'id':'C'},{'id':'D'}],
         'links':[{'from':'C','to':'A','maxFlowWh':5},
          {'from':'B','to':'D','minFlowWh':5,'maxFlowWh':9}],
         'orders':[{'id':'b','area':'A','side':'buy','priceMicroPerKwh':9,'energyWh':5},
          {'id':'s','area':'C','side':'sell','priceMicroPerKwh':1,'energyWh':5},
          {'id':'d','area':'D','side':'buy','priceMicroPerKwh':9,'energyWh':5}]}
        """;
    JsonNode error = Clearings.run(forced.replace('\'', '"')).get(0);
    assertThat(error.path("id").asText()).isEqualTo("x");
    assertThat(error.path("areas").toString()).isEqualTo("[\"B\"]");
  }

  @Test
  void aSingleCaseMaySpreadOverLines() {
    List<JsonNode> results = Clearings.run(Clearings.json(GOOD).toPrettyString());
    assertThat(results).hasSize(1);
    assertThat(results.get(0).path("id").asText()).isEqualTo("good");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'id':'x','orders':[\n{'id':'b',ORDER}],'areas':[{'id':'A'}]}",
        "{'id':'x','areas':[{'id':'A'}],'orders':[\n{'id':'areas',ORDER}\n]}",
        "{'id':'x','areas':[{'id':'A'}],'orders':[\n{'id':'areas',ORDER},\n{'id':'b',ORDER}]}"
      })
  void aLineInsideASingleCaseMayLookLikeACase(String spread) {
    String order = "'area':'A','side':'buy','priceMicroPerKwh':1,'energyWh':1";
    List<JsonNode> results = Clearings.run(spread.replace("ORDER", order).replace('\'', '"'));
    assertThat(results).hasSize(1).noneMatch(result -> result.has("error"));
  }

  @Test
  void aSingleCaseMayBreakAfterAnyComma() {
    String spread = GOOD.replace('\'', '"').replace(",", ",\n\n");
    assertThat(Clearings.run(spread)).hasSize(1).noneMatch(r -> r.has("error"));
  }

  /** A parser that guesses encodings takes the first four bytes for UTF-32; found by fuzzing. */
  @Test
  void textOfAnotherEncodingIsNamedAndLeavesTheOthers() {
    String strange = "\u0000\u0000\u0000{zzzz";
    List<JsonNode> results = Clearings.run(strange + "\n" + GOOD.replace('\'', '"'));
    assertThat(results.stream().map(r -> r.path("code").asText()))
        .containsExactly("MALFORMED_JSON", "");
  }

  @Test
  void aCutFirstLineLeavesTheOthers() {
    List<JsonNode> results = Clearings.run(("{'id':'x'\n" + GOOD + "\n" + GOOD).replace('\'', '"'));
    assertThat(results.stream().map(r -> r.path("code").asText()))
        .containsExactly("MALFORMED_JSON", "", "");
    assertThat(results.get(0).path("line").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'id':'x','areas':[{'id':'A'},", // goes on as another area
        "{'id':'x','areas':[{'id':'A'}],'orders':[",
        "{'id':'x','areas':[\n{'id':'A'},",
        "{'id':'x',\n\n  nonsense"
      })
  void whereverTheFirstLineIsCutTheOthersGoOn(String cut) {
    List<JsonNode> results = Clearings.run((cut + "\n" + GOOD + "\n" + GOOD).replace('\'', '"'));
    int bad = results.size() - 2;
    assertThat(bad).isBetween(1, 2);
    assertThat(results.subList(0, bad))
        .allMatch(r -> r.path("code").asText().startsWith("MALFORMED"));
    assertThat(results.subList(bad, results.size()))
        .allMatch(r -> r.path("id").asText().equals("good"));
  }

  @Test
  void aSingleCaseThatIsCutGivesOneError() {
    String pretty = Clearings.json(orders("'energyWh':1").replace("'", "\"")).toPrettyString();
    List<JsonNode> results = Clearings.run(pretty.substring(0, pretty.length() - 5));
    assertThat(results).hasSize(1);
    assertThat(results.get(0).path("code").asText()).isEqualTo("MALFORMED_JSON");
    assertThat(results.get(0).path("line").asInt()).isEqualTo(1);
  }

  @Test
  void resultsAppearAsCasesAreRead() throws IOException {
    String line = GOOD.replace('\'', '"') + "\n";
    StringWriter out = new StringWriter();
    InputStream in =
        new InputStream() {
          private int position;

          @Override
          public int read() {
            int perLine = line.length();
            if (position % perLine == 0) { // everything before this line is answered
              assertThat(out.toString().lines().count()).isEqualTo(position / perLine);
            }
            return position < 3 * perLine ? line.charAt(position++ % perLine) : -1;
          }

          @Override
          public int read(byte[] bytes, int from, int length) {
            int c = read();
            bytes[from] = (byte) c;
            return c < 0 ? -1 : 1;
          }
        };
    assertThat(ClearRun.run(in, out)).isTrue();
    assertThat(Clearings.verified(line.repeat(3), out.toString())).hasSize(3);
  }

  @Test
  void idsOfAllLettersComeBack() {
    String input = GOOD.replace("good", "Zürich \\ud800 电").replace('\'', '"');
    JsonNode result = Clearings.run(input).get(0);
    assertThat(result.path("id").asText()).isEqualTo("Zürich \ud800 电");
  }

  @Test
  void aByteOrderMarkCarriageReturnsAndBlankLinesDoNoHarm() {
    String lines = ("\ufeff" + GOOD + "\r\n \t\r\n\r\n" + GOOD).replace('\'', '"');
    assertThat(Clearings.run(lines)).hasSize(2).noneMatch(r -> r.has("error"));
  }

  @Test
  void aDeepOrHugeLineIsAnErrorOfItsOwn() {
    String deep = "{'id':'x','areas':" + "[".repeat(100_000);
    String huge = "{'id':'x','areas':[{'id':'" + "A".repeat(30_000_000) + "'}]}";
    List<JsonNode> results =
        Clearings.run((GOOD + "\n" + deep + "\n" + huge + "\n" + GOOD).replace('\'', '"'));
    assertThat(results.stream().map(r -> r.path("code").asText()))
        .containsExactly("", "MALFORMED", "MALFORMED_JSON", "");
  }

  @Test
  void saysWhetherAllWasGood() throws IOException {
    assertThat(run(GOOD)).isTrue();
    assertThat(run("")).isTrue();
    assertThat(run(GOOD + "\n{}")).isFalse();
  }

  private static boolean run(String lines) throws IOException {
    String text = lines.replace('\'', '"');
    StringWriter out = new StringWriter();
    boolean good = ClearRun.run(new ByteArrayInputStream(text.getBytes(UTF_8)), out);
    Clearings.verified(text, out.toString());
    return good;
  }

  private static String orders(String... energies) {
    StringBuilder orders = new StringBuilder();
    for (String energy : energies) {
      orders.append(orders.isEmpty() ? "" : ",");
      orders.append("{'id':'o','area':'A','side':'buy','priceMicroPerKwh':1," + energy + "}");
    }
    return "{'id':'x','areas':[{'id':'A'}],'orders':[" + orders + "]}";
  }

  private static String link(String fields) {
    return "{'id':'x','areas':[{'id':'A'},{'id':'B'},{'id':'X','external':true}],'links':[{"
        + fields
        + "}]}";
  }
}
