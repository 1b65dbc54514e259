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

class AdviceRunTest {
  private static final Path FORMATS = Path.of("../docs/formats");
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String GOOD =
      """
      {"id":"x","currency":"EUR","slotMinutes":60,
       "battery":{"chargeW":100,"dischargeW":100,"leastWh":0,"mostWh":100,
       "chargeEfficiencyPpm":1000000,"dischargeEfficiencyPpm":1000000},
       "startWh":0,"leastEndWh":10,"nodeBudget":50,
       "slots":[{"slot":"a","priceMicroPerKwh":10},
       {"slot":"b","priceMicroPerKwh":30,"sellPriceMicroPerKwh":20}]}
      """;

  private static String run(String input) throws IOException {
    StringWriter out = new StringWriter();
    boolean good = AdviceRun.run(new ByteArrayInputStream(input.getBytes(UTF_8)), out);
    assertThat(good).isEqualTo(!out.toString().contains("\"error\""));
    assertThat(out.toString()).endsWith("}\n");
    return out.toString();
  }

  private static JsonSchema schema() throws IOException {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(Files.readString(FORMATS.resolve("storage-advice.schema.json")));
  }

  @Test
  void theExampleOfTheDocumentIsWhatIsWritten() throws IOException {
    String input = Files.readString(FORMATS.resolve("storage-advice.example.json"));
    String document = Files.readString(FORMATS.resolve("storage-advice.md"));
    assertThat(document).contains("```json\n" + input + "```");
    assertThat(document).contains("```json\n" + run(input) + "```");
    assertThat(schema().validate(MAPPER.readTree(input))).isEmpty();
  }

  @Test
  void everyFieldIsRead() throws IOException {
    assertThat(schema().validate(MAPPER.readTree(GOOD))).isEmpty();
    assertThat(run(GOOD))
        .isEqualTo(
            "{\"id\":\"x\",\"search\":\"complete\",\"valueNano\":\"800\",\"boundNano\":\"800\","
                + "\"gapNano\":\"0\",\"slots\":["
                + "{\"slot\":\"a\",\"injectionWh\":-100,\"stateOfChargeMicroWh\":100000000},"
                + "{\"slot\":\"b\",\"injectionWh\":90,\"stateOfChargeMicroWh\":10000000}]}\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "\"id\":\"x\",|\"id\":\"\",|MALFORMED|1|id must have 1 to 256 characters (at /id)",
        "\"startWh\":0,|\"startWh\":0.5,|MALFORMED|4|startWh must be an integer, written without"
            + " fraction or exponent (at /startWh)",
        "\"startWh\":0,|\"startWh\":99999999999999999999,|OUT_OF_RANGE|4|startWh does not fit in 64"
            + " bits (at /startWh)",
        "\"startWh\":0,|\"start\":0,|MALFORMED|4|unknown field start (at /start)",
        "\"startWh\":0,|\"id\":\"y\",|MALFORMED_JSON|4|Duplicate field 'id'",
        "\"startWh\":0,|\"startWh\":,|MALFORMED_JSON|4|Unexpected character (',' (code 44)):"
            + " expected a value",
        "\"slotMinutes\":60|\"slotMinutes\":61|MALFORMED|1|slotMinutes is 1 to 60, not 61 (at"
            + " /slotMinutes)",
        "\"chargeW\":100|\"chargeW\":-1|MALFORMED|2|chargeW is 0 to 100000000000, not -1 (at"
            + " /battery/chargeW)",
        "Ppm\":1000000,|Ppm\":99999,|MALFORMED|3|chargeEfficiencyPpm is 100000 to 1000000, not 99999"
            + " (at /battery/chargeEfficiencyPpm)",
        "\"slot\":\"b\"|\"slot\":\"a\"|MALFORMED|6|there are two slots a (at /slots/1)",
        "\"slot\":\"a\",||MALFORMED|5|the field slot is missing (at /slots/0)",
        "\"nodeBudget\":50|\"nodeBudget\":1000001|MALFORMED|4|nodeBudget is 1 to 1000000, not 1000001"
            + " (at /nodeBudget)",
        "\"leastWh\":0|\"leastWh\":-1|OUT_OF_RANGE|0|a state of charge is 0 to 10¹¹ Wh",
        "\"priceMicroPerKwh\":10}|\"priceMicroPerKwh\":10000000001}|OUT_OF_RANGE|0|a price is −10¹⁰"
            + " to 10¹⁰ µ/kWh",
        "\"startWh\":0|\"startWh\":101|OUT_OF_RANGE|0|the state of charge at first is outside its"
            + " limits",
        "\"chargeW\":100|\"chargeW\":4|END_OUT_OF_REACH|0|the battery would have to start with 2 Wh to"
            + " hold 10 at the end",
      })
  void whatIsWrongIsToldWithItsLine(String good, String bad, String code, int line, String message)
      throws IOException {
    assertThat(GOOD).contains(good);
    JsonNode error = MAPPER.readTree(run(GOOD.replace(good, bad == null ? "" : bad)));
    assertThat(error.path("error").asText()).isEqualTo(message);
    assertThat(error.path("code").asText()).isEqualTo(code);
    assertThat(error.path("line").asInt()).isEqualTo(line);
    assertThat(error.path("hint").asText()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"id", "slotMinutes", "battery", "startWh", "slots"})
  void whatIsMissingIsNamed(String field) throws IOException {
    JsonNode without = MAPPER.readTree(GOOD);
    ((ObjectNode) without).remove(field);
    assertThat(schema().validate(without)).isNotEmpty();
    JsonNode error = MAPPER.readTree(run(without.toString()));
    assertThat(error.path("error").asText()).isEqualTo("the field " + field + " is missing");
    assertThat(error.path("code").asText()).isEqualTo("MALFORMED");
  }

  @Test
  void noSlotsAreOutOfRange() throws IOException {
    JsonNode without = MAPPER.readTree(GOOD);
    ((ObjectNode) without).putArray("slots");
    JsonNode error = MAPPER.readTree(run(without.toString()));
    assertThat(error.path("error").asText()).isEqualTo("there are 1 to 1000 slots");
    assertThat(error.path("code").asText()).isEqualTo("OUT_OF_RANGE");
  }

  @Test
  void aFileThatEndsTooEarlySaysSo() throws IOException {
    for (int end = 0; end < GOOD.length() - 2; end++) {
      JsonNode error = MAPPER.readTree(run(GOOD.substring(0, end)));
      assertThat(error.path("code").asText()).startsWith("MALFORMED");
    }
  }
}
