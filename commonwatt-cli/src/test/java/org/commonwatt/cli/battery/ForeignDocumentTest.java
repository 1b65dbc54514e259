package org.commonwatt.cli.battery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.commonwatt.battery.AssetKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The public samples of other data models become statements. */
class ForeignDocumentTest {
  private static final Path SAMPLES = Path.of("src/test/resources/battery");
  private static final String CODE = "X12MCPM27KLPCLX2M2382320";
  private static final long NOW = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
  private static final StatementGaps NOTHING = new StatementGaps("", null, 0, 0, NOW);

  @TempDir private Path folder;

  private static List<StatementFile.Line> read(String sample, StatementGaps gaps)
      throws IOException {
    return StatementFile.read(SAMPLES.resolve(sample), gaps);
  }

  private static ObjectNode only(List<StatementFile.Line> lines) {
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).error()).isNull();
    return Objects.requireNonNull(lines.get(0).statement());
  }

  private static @Nullable String error(List<StatementFile.Line> lines) {
    return lines.get(lines.size() - 1).error();
  }

  @Test
  void aPassportOfCatenaXIsARegistration() throws IOException {
    ObjectNode statement = only(read("catenax-BatteryPass-6.1.0.json", NOTHING));
    assertThat(statement.get("operation").asText()).isEqualTo("REGISTER");
    assertThat(statement.get("asset").asText()).isEqualTo("SN12345678");
    assertThat(statement.get("eventMillis").asLong())
        .isEqualTo(Instant.parse("2000-01-01T00:00:00Z").toEpochMilli());
    JsonNode action = statement.get("action");
    assertThat(action.get("kind").asText()).isEqualTo("PACK");
    assertThat(action.get("ratedWh").asLong()).isEqualTo(500);
    assertThat(action.get("massG").asLong()).isEqualTo(20);
    assertThat(action.get("passport").asText()).isEqualTo("550e8400-e29b-41d4-a716-446655440000");
    assertThat(statement.get("evidence").get(0).asText())
        .as("the document itself")
        .matches("[0-9a-f]{64}");
  }

  @Test
  void aCodeOfCatenaXIsTakenForWhatItsPositionFourSays() throws IOException {
    String sample = "catenax-TractionBatteryCode-2.0.0.json";
    assertThat(error(read(sample, NOTHING)))
        .contains(CODE + " is labelled PACK, and its position 4 says MODULE: say --kind MODULE");
    assertThat(error(read(sample, new StatementGaps("", AssetKind.MODULE, 0, 0, NOW))))
        .contains("the document does not say rated energy: say --rated-wh");
    ObjectNode statement =
        only(read(sample, new StatementGaps("", AssetKind.MODULE, 2_000, 12_000, NOW)));
    assertThat(statement.get("asset").asText()).isEqualTo(CODE);
    assertThat(statement.at("/action/kind").asText()).isEqualTo("MODULE");
    assertThat(statement.at("/action/codes/0").asText()).isEqualTo(CODE);
  }

  @Test
  void aPackIsAttachedTheModulesThatItsCodesName() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("pack.json"),
            """
            {"productType": "pack", "tractionBatteryCode": "001PB240000003B3C0221953",
             "subcomponents": [
               {"productType": "module", "tractionBatteryCode": "001MB240000003B3C0221953"},
               {"productType": "module", "tractionBatteryCode": "001MB240000003B3C0221954"}]}
            """);
    List<StatementFile.Line> lines =
        StatementFile.read(file, new StatementGaps("", null, 2_000, 12_000, NOW));
    assertThat(lines).extracting(StatementFile.Line::error).containsOnlyNulls();
    assertThat(lines)
        .extracting(line -> Objects.requireNonNull(line.statement()).get("operation").asText())
        .containsExactly("REGISTER", "REGISTER", "REGISTER", "ATTACH");
    ObjectNode attach = Objects.requireNonNull(lines.get(3).statement());
    assertThat(attach.has("sequence")).as("its next event").isFalse();
    assertThat(attach.at("/action/parts")).hasSize(2);
  }

  @Test
  void productInformationOfBatteryPassIsARegistration() throws IOException {
    String sample = "batterypass-GeneralProductInformation-1.2.0.json";
    assertThat(error(read(sample, NOTHING))).contains("--rated-wh");
    ObjectNode statement = only(read(sample, new StatementGaps("", null, 50_000, 0, NOW)));
    assertThat(statement.get("asset").asText()).isEqualTo("eOMtThyhVNLWUZNRcBaQKxI");
    assertThat(statement.get("eventMillis").asLong())
        .isEqualTo(Instant.parse("2025-06-17T09:14:27.698Z").toEpochMilli());
    assertThat(statement.at("/action/massG").asLong()).as("699 kg").isEqualTo(699_000);
    assertThat(statement.at("/action/passport").asText()).isEqualTo("urn:bmwk:123456687678");
    String text = Files.readString(SAMPLES.resolve(sample));
    Path reused =
        Files.writeString(folder.resolve("r.json"), text.replace("\"Original\"", "\"Reused\""));
    StatementGaps rated = new StatementGaps("", null, 50_000, 0, NOW);
    only(StatementFile.read(reused, rated));
    Files.writeString(reused, text.replace("\"Original\"", "\"Pristine\""));
    assertThat(error(StatementFile.read(reused, rated))).contains("Pristine");
  }

  @Test
  void aConditionOfIdtaIsATest() throws IOException {
    String sample = "idta-ProductConditionBattery-1.0.1.json";
    assertThat(error(read(sample, NOTHING))).contains("say --asset");
    ObjectNode statement = only(read(sample, new StatementGaps("p-1", null, 0, 0, NOW)));
    assertThat(statement.get("operation").asText()).isEqualTo("TEST");
    assertThat(statement.get("asset").asText()).isEqualTo("p-1");
    assertThat(statement.at("/action/basis").asText()).isEqualTo("IN_HOUSE");
    assertThat(statement.at("/action/energyWh").asLong()).as("30 kWh").isEqualTo(30_000);
    assertThat(statement.at("/action/capacityMilliAh").asLong()).as("56 Ah").isEqualTo(56_000);
  }
}
