package org.commonwatt.cli.battery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.Hold;
import org.commonwatt.battery.life.LifeAction;
import org.commonwatt.battery.life.LifeEvent;
import org.commonwatt.battery.life.LifeState;
import org.commonwatt.battery.life.MeterTotals;
import org.commonwatt.battery.life.Operation;
import org.commonwatt.battery.life.SignedStatement;
import org.commonwatt.battery.life.SohTest;
import org.commonwatt.battery.life.Statement;
import org.commonwatt.ledger.BatteryLedger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Conditions as IDTA's Product Condition 1.0.1. */
class ConditionDocumentTest {
  private static final Path FOLDER = Path.of("src/test/resources/battery");
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
          .getSchema(json("idta-ProductConditionBattery-1.0.1-schema.json"));
  private static final ObjectNode MEASURED =
      (ObjectNode) json("idta-ProductConditionBattery-1.0.1.json");
  private static final String REPORT = "ab".repeat(32);
  private static final long NOW = 1_700_000_000_000L;

  @Test
  void whatTheLedgerKnowsStandsOverWhatWasMeasuredAndIsValid() {
    List<BatteryLedger.Told> events =
        List.of(
            told(1, Operation.REGISTER, null),
            told(2, Operation.HOLD, new LifeAction.Raise("fire-1", Hold.Cause.INCIDENT)),
            told(3, Operation.HOLD, new LifeAction.Raise("recall-1", Hold.Cause.RECALL)),
            told(4, Operation.THROUGHPUT, new LifeAction.Throughput("w", 0, 1, 1)));
    ObjectNode document = ConditionDocument.write(MEASURED, asset(test(56_500)), events);
    assertThat(SCHEMA.validate(MEASURED)).as("the sample").isEmpty();
    assertThat(SCHEMA.validate(document)).isEmpty();
    assertValue(document, "EnergyThroughput", "79.001");
    assertValue(document, "NumberOfFullCycles", "3");
    assertValue(document, "StateOfCertifiedEnergy", "80.008");
    assertValue(document, "RemainingEnergy", "9.601");
    assertValue(document, "RemainingCapacity", "56.5");
    assertThat(document.at("/EnergyThroughput/LastUpdate").asText())
        .as("of the last metering")
        .isEqualTo("2023-11-14T22:13:24Z");
    assertThat(document.at("/NegativeEvents")).hasSize(1);
    assertThat(document.at("/NegativeEvents/0/NegativeEventValue").asText())
        .isEqualTo("incident fire-1");
    assertThat(document.at("/InformationOnAccidents").toString()).isEqualTo("[\"" + REPORT + "\"]");
    assertThat(document.at("/StateOfCharge")).isEqualTo(MEASURED.at("/StateOfCharge"));
  }

  @Test
  void whatWasNotMeasuredIsNotThere() {
    List<BatteryLedger.Told> events = List.of(told(1, Operation.REGISTER, null));
    ObjectNode document = ConditionDocument.write(MEASURED, asset(test(0)), events);
    assertThat(SCHEMA.validate(document)).isEmpty();
    assertThat(document.has("RemainingCapacity")).isFalse();
    assertThat(document.at("/NegativeEvents")).isEmpty();
    assertThatThrownBy(() -> ConditionDocument.write(MEASURED, asset(null), events))
        .hasMessageContaining("never tested");
    ObjectNode less = MEASURED.deepCopy();
    less.remove("StateOfCharge");
    assertThatThrownBy(() -> ConditionDocument.write(less, asset(test(0)), events))
        .hasMessageContaining("StateOfCharge is missing");
  }

  private static void assertValue(ObjectNode document, String name, String value) {
    assertThat(document.path(name).path(name + "Value").decimalValue())
        .as(name)
        .isEqualByComparingTo(value);
  }

  private static BatteryLedger.Told told(
      long sequence, Operation operation, @Nullable LifeAction action) {
    long millis = NOW + 1_000 * sequence;
    LifeEvent event =
        new LifeEvent(
            "a",
            sequence,
            operation,
            "a",
            sequence,
            List.of("power"),
            millis,
            millis,
            List.of(REPORT),
            LifeState.COMMISSIONED);
    if (action == null) {
      return new BatteryLedger.Told(event, null);
    }
    String signed =
        new SignedStatement(Statement.of("a", sequence, millis, action), List.of()).text();
    try {
      return new BatteryLedger.Told(event, new BatteryLedger.Handed(MAPPER.readTree(signed), "tx"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SohTest test(long capacityMilliAh) {
    return new SohTest(
        SohTest.Basis.ACCREDITED, "GB/T 34015", capacityMilliAh, 9_601, 0, "lab", NOW);
  }

  private static Asset asset(@Nullable SohTest test) {
    return new Asset(
        "a",
        AssetKind.ESS,
        List.of(),
        12_000,
        120_000,
        "again",
        true,
        "power",
        LifeState.COMMISSIONED,
        null,
        List.of(),
        List.of(),
        0,
        0,
        0,
        0,
        List.of(),
        false,
        test,
        0,
        0,
        1,
        new MeterTotals(40_000, 39_001, "w"),
        null,
        null,
        4);
  }

  private static JsonNode json(String file) {
    try {
      return MAPPER.readTree(Files.readString(FOLDER.resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
