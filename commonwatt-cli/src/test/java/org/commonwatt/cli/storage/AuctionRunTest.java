package org.commonwatt.cli.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuctionRunTest {
  private static final Path FORMATS = Path.of("../docs/formats");
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String GOOD =
      """
      {"id":"x","currency":"EUR","slotMinutes":60,"slotsOfDay":[2,2],"fromSlot":0,"slots":2,
       "areas":["A","B"],
       "links":[{"from":"A","to":"B","feeMicroPerKwh":1,"forwardWh":[9,9],"backwardWh":[0,0]}],
       "units":[{"id":"u","owner":"o","area":"B","chargeW":9,"dischargeW":9,"usableWh":20,
        "reserveWh":1,"storedWh":2,"chargeEfficiencyPpm":1000000,"dischargeEfficiencyPpm":1000000,
        "dailyCyclesPpm":900000,"priceMicroPerKwh":[4,5],"mostWh":[8,8],"energyWh":15}],
       "bids":[{"id":"a","participant":"p","area":"A","time":2,"limitMicroPerKwh":9,
        "surplusWh":[5,5],"energyWh":6},
        {"id":"b","participant":"q","area":"B","limitMicroPerKwh":20,"surplusWh":[3,0],
         "release":{"fromSlot":3,"wh":[3]}}],
       "flowBudget":50}
      """;

  private static String run(String input) throws IOException {
    StringWriter out = new StringWriter();
    boolean good = AuctionRun.run(new ByteArrayInputStream(input.getBytes(UTF_8)), out);
    assertThat(good).isEqualTo(!out.toString().contains("\"error\""));
    assertThat(out.toString()).endsWith("}\n");
    return out.toString();
  }

  private static JsonSchema schema() throws IOException {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(Files.readString(FORMATS.resolve("storage-auction.schema.json")));
  }

  @Test
  void theExampleOfTheDocumentIsWhatIsWritten() throws IOException {
    String input = Files.readString(FORMATS.resolve("storage-auction.example.json"));
    String document = Files.readString(FORMATS.resolve("storage-auction.md"));
    assertThat(document).contains("```json\n" + input + "```");
    assertThat(document).contains("```json\n" + run(input) + "```");
    assertThat(schema().validate(MAPPER.readTree(input))).isEmpty();
    String bad = input.replace("\"limitMicroPerKwh\":300000", "\"limit\":300000");
    assertThat(document).contains("```json\n" + run(bad) + "```");
  }

  @Test
  void everyFieldIsRead() throws IOException {
    assertThat(schema().validate(MAPPER.readTree(GOOD))).isEmpty();
    JsonNode result = MAPPER.readTree(run(GOOD));
    assertThat(result.path("optimality").asText()).isEqualTo("optimal");
    // b at 20 less 4; then a at 9 less 4 and the fee of 1, less 5 in the second slot
    assertThat(result.path("welfareNano").asText()).isEqualTo("" + (3 * 16 + 5 * 4 + 1 * 3));
    assertThat(result.path("commitments").path("u").path(0).toString())
        .isEqualTo("{\"bid\":\"b\",\"owner\":\"q\",\"fromSlot\":0,\"injectionWh\":[-3,0,0,3]}");
    assertThat(result.path("links")).hasSize(2);
    JsonNode nothing = MAPPER.readTree(run(GOOD.replace("\"energyWh\":15", "\"energyWh\":0")));
    assertThat(nothing.path("status").asText()).isEqualTo("no-trade");
    assertThat(nothing.path("fills")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "\"id\":\"x\",|\"id\":\"\",|MALFORMED|1|id must have 1 to 256 characters (at /id)",
        "\"time\":2|\"time\":0.5|MALFORMED|7|time must be an integer, written without fraction or"
            + " exponent (at /bids/0/time)",
        "\"time\":2|\"time\":99999999999999999999|OUT_OF_RANGE|7|time does not fit in 64 bits (at"
            + " /bids/0/time)",
        "\"time\":2|\"tine\":2|MALFORMED|7|unknown field tine (at /bids/0/tine)",
        "\"time\":2|\"id\":\"c\"|MALFORMED_JSON|7|Duplicate field 'id'",
        "\"time\":2|\"time\":|MALFORMED_JSON|7|Unexpected character (',' (code 44)): expected a"
            + " value",
        "[4,5]|[4,\"5\"]|MALFORMED|6|the value must be an integer, written without fraction or"
            + " exponent (at /units/0/priceMicroPerKwh/1)",
        "\"storedWh\":2|\"storedWh\":0|MALFORMED|11|unit u: reserveWh, storedWh and usableWh must"
            + " be in this order",
        "[4,5]|[4]|MALFORMED|11|unit u: priceMicroPerKwh and mostWh have one entry for each slot",
        "\"slotsOfDay\":[2,2]|\"slotsOfDay\":[2,-1]|MALFORMED|11|slotsOfDay has 1 to 6720 slots"
            + " together",
        "\"flowBudget\":50|\"flowBudget\":1|MALFORMED|11|flowBudget is 2 to 1000000, not 1 (at"
            + " /flowBudget)",
        "[4,5]|[4,10000000001]|OUT_OF_RANGE|0|offer of u: a number is outside its range",
        "\"wh\":[3]|\"wh\":[0]|OUT_OF_RANGE|0|bid b: a number is outside its range",
        "[9,9]|[9]|WRONG_SLOTS|0|link A to B does not fit the slots of the auction",
        "\"fromSlot\":3|\"fromSlot\":0|WRONG_SLOTS|0|bid b does not fit the slots of the auction",
        "\"slotsOfDay\":[2,2]|\"slotsOfDay\":[1,3]|SEVERAL_DAYS|0|unit u has a limit of cycles, and"
            + " the slots are of several days",
        "\"id\":\"b\"|\"id\":\"a\"|DUPLICATE_ID|0|there is a second bid a",
        "\"to\":\"B\"|\"to\":\"C\"|UNKNOWN_AREA|0|there is no area C",
        "\"participant\":\"q\"|\"participant\":\"o\"|SELF_TRADE|0|o owns a unit of the auction and"
            + " bids in it: b",
      })
  void whatIsWrongIsToldWithItsLine(String good, String bad, String code, int line, String message)
      throws IOException {
    assertThat(GOOD).contains(good);
    JsonNode error = MAPPER.readTree(run(GOOD.replace(good, bad)));
    assertThat(error.path("error").asText()).isEqualTo(message);
    assertThat(error.path("code").asText()).isEqualTo(code);
    assertThat(error.path("line").asInt()).isEqualTo(line);
    assertThat(error.path("hint").asText()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"id", "slotMinutes", "slotsOfDay", "fromSlot", "slots", "areas", "units", "bids"})
  void whatIsMissingIsNamed(String field) throws IOException {
    JsonNode without = MAPPER.readTree(GOOD);
    ((ObjectNode) without).remove(field);
    assertThat(schema().validate(without)).isNotEmpty();
    JsonNode error = MAPPER.readTree(run(without.toString()));
    assertThat(error.path("error").asText()).isEqualTo("the field " + field + " is missing");
    assertThat(error.path("code").asText()).isEqualTo("MALFORMED");
  }

  @Test
  void aFileThatEndsTooEarlySaysSo() throws IOException {
    for (int end = 0; end < GOOD.length() - 2; end++) {
      JsonNode error = MAPPER.readTree(run(GOOD.substring(0, end)));
      assertThat(error.path("code").asText()).startsWith("MALFORMED");
    }
  }
}
