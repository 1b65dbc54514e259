package org.commonwatt.cli.battery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.LifeState;
import org.commonwatt.battery.life.MeterTotals;
import org.commonwatt.battery.life.Operation;
import org.commonwatt.battery.life.Passport;
import org.commonwatt.battery.life.SohTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Passports as Catena-X's BatteryPass 6.1.0. */
class PassportDocumentTest {
  private static final Path FOLDER = Path.of("src/test/resources/battery");
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
          .getSchema(json("catenax-BatteryPass-6.1.0-schema.json"));
  private static final ObjectNode MAKERS = (ObjectNode) json("catenax-BatteryPass-6.1.0.json");
  private static final String ID = "550e8400-e29b-41d4-a716-446655440001";
  private static final String BEFORE = "550e8400-e29b-41d4-a716-446655440000";
  private static final String BEFORE_TOO = "550e8400-e29b-41d4-a716-446655440009";
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final long ISSUED = 1_700_000_000_000L;

  @Test
  void anExportValidatesAndIsReadBack() throws IOException {
    Asset asset = asset(LifeState.COMMISSIONED, List.of("001PB24B3C0221953RM"), test());
    PassportFacts facts =
        PassportFacts.of(asset, passport(ID, BEFORE, BEFORE_TOO), Operation.REPURPOSE);
    ObjectNode document = PassportDocument.write(MAKERS, facts, NOW);
    assertThat(SCHEMA.validate(document)).isEmpty();
    assertThat(document.at("/sustainability/status").textValue()).isEqualTo("repurposed");
    assertThat(document.at("/metadata/predecessor").textValue()).isEqualTo("urn:uuid:" + BEFORE);
    assertThat(document.at("/performance/dynamic/energy/remaining/value").decimalValue())
        .isEqualByComparingTo("9.6");
    assertThat(document.at("/performance/dynamic/energy/soce/value").decimalValue())
        .isEqualByComparingTo("80");
    assertThat(document.at("/performance/dynamic/fullCycles/value").longValue()).isEqualTo(3);
    assertThat(document.at("/materials")).as("the maker's").isEqualTo(MAKERS.at("/materials"));
    JsonNode again = MAPPER.readTree(MAPPER.writeValueAsString(document));
    assertThat(PassportDocument.read(again)).isEqualTo(facts);
  }

  @Property(tries = 50)
  void whateverFiguresAreWrittenAreReadAndValid(
      @ForAll @LongRange(min = 1, max = 1_000_000_000_000L) long ratedWh,
      @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long energyWh,
      @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long atMillis,
      @ForAll @Size(max = 3) @UniqueElements List<@LongRange(min = 1) Long> predecessors,
      @ForAll PassportFacts.Status status,
      @ForAll boolean closed) {
    PassportFacts facts =
        new PassportFacts(
            UUID.fromString(ID),
            predecessors.stream().map(low -> new UUID(5, low)).toList(),
            "again",
            ISSUED / 86_400_000 * 86_400_000,
            closed,
            "ess-1",
            List.of(),
            ratedWh,
            ratedWh,
            status,
            new PassportFacts.Health(energyWh, ratedWh, Instant.ofEpochMilli(atMillis)),
            energyWh,
            7);
    ObjectNode document = PassportDocument.write(MAKERS, facts, NOW);
    assertThat(SCHEMA.validate(document)).isEmpty();
    assertThat(PassportDocument.read(document)).isEqualTo(facts);
  }

  @Test
  void theSampleOfOthersIsRead() {
    PassportFacts facts = PassportDocument.read(MAKERS);
    assertThat(facts.passportId()).isEqualTo(UUID.fromString(BEFORE));
    assertThat(facts.predecessors()).isEmpty();
    assertThat(facts.operatorOrg()).isEqualTo("BPNL0123456789ZZ");
    assertThat(facts.assetId()).isEqualTo("SN12345678");
    assertThat(facts.massG()).isEqualTo(20);
    assertThat(facts.ratedWh()).isEqualTo(500);
    assertThat(facts.fullCycles()).isEqualTo(1500);
    assertThat(facts.status()).isEqualTo(PassportFacts.Status.ORIGINAL);
    ObjectNode reused = MAKERS.deepCopy();
    reused.withObject("/sustainability").put("status", "Reused");
    assertThat(PassportDocument.read(reused).status()).isEqualTo(PassportFacts.Status.RE_USED);
    reused.withObject("/characteristics/physicalDimension/weight").put("unit", "unit:kilogram");
    assertThat(PassportDocument.read(reused).massG()).isEqualTo(20_000);
  }

  @Test
  void whatCannotBeWrittenOrReadIsNamed() {
    Passport passport = passport(ID);
    assertThatThrownBy(
            () ->
                PassportFacts.of(
                    asset(LifeState.COMMISSIONED, List.of(), null), passport, Operation.REGISTER))
        .hasMessageContaining("never tested");
    assertThatThrownBy(
            () ->
                PassportFacts.of(
                    asset(LifeState.COMMISSIONED, List.of(), test()),
                    passport("pass-1"),
                    Operation.REGISTER))
        .hasMessageContaining("pass-1 is no passport of ess-1");
    assertThatThrownBy(
            () ->
                PassportFacts.of(
                    asset(LifeState.COMMISSIONED, List.of(), test()),
                    passport(ID, "pass-0"),
                    Operation.REPURPOSE))
        .hasMessageContaining("passport pass-0 has no UUID");
    ObjectNode broken = MAKERS.deepCopy();
    broken.withObject("/sustainability").put("status", "lost");
    assertThatThrownBy(() -> PassportDocument.read(broken))
        .hasMessageContaining("/sustainability/status");
    ObjectNode empty = MAPPER.createObjectNode();
    assertThatThrownBy(() -> PassportDocument.read(empty)).hasMessageContaining("is missing");
  }

  @Test
  void theFirstEventSaysWhetherItIsMadeOfOthers() {
    assertThat(status(LifeState.RECYCLED, Operation.REGISTER))
        .isEqualTo(PassportFacts.Status.WASTE);
    assertThat(status(LifeState.COMMISSIONED, Operation.REPURPOSE))
        .as("of parts that had no passports")
        .isEqualTo(PassportFacts.Status.REPURPOSED);
    assertThat(status(LifeState.COMMISSIONED, Operation.REGISTER))
        .isEqualTo(PassportFacts.Status.ORIGINAL);
  }

  private static PassportFacts.Status status(LifeState state, Operation first) {
    return PassportFacts.of(asset(state, List.of(), test()), passport(ID), first).status();
  }

  @ParameterizedTest
  @CsvSource({
    "unit:gram, 20, 20",
    "unit:tonneMetricTon, 2, 2000000",
    "unit:pound, 20, 9072",
    "unit:ounceAvoirdupois, 16, 454",
    "unit:tonUsOrShortTonUkorus, 0.5, 453592"
  })
  void everyUnitOfTheSchemaIsRead(String unit, BigDecimal value, long grams) {
    ObjectNode document = MAKERS.deepCopy();
    document
        .withObject("/characteristics/physicalDimension/weight")
        .put("unit", unit)
        .put("value", value);
    assertThat(SCHEMA.validate(document)).isEmpty();
    assertThat(PassportDocument.read(document).massG()).isEqualTo(grams);
  }

  @Test
  void everyStatusOfTheSchemaIsRead() {
    List<String> words = new ArrayList<>();
    SCHEMA.getSchemaNode().findValues("enum").stream()
        .filter(list -> list.toString().contains("\"re-used\""))
        .forEach(list -> list.forEach(word -> words.add(word.textValue())));
    assertThat(words).hasSize(5);
    for (String word : words) {
      ObjectNode document = MAKERS.deepCopy();
      document.withObject("/sustainability").put("status", word);
      assertThat(PassportDocument.read(document).status().word()).isEqualTo(word);
    }
  }

  private static Passport passport(String id, String... predecessors) {
    return new Passport(id, "ess-1", List.of(predecessors), "again", ISSUED, 0);
  }

  private static SohTest test() {
    return new SohTest(
        SohTest.Basis.ACCREDITED, "GB/T 34015", 100_000, 9_600, 0, "lab", 1_700_000_000_123L);
  }

  private static Asset asset(LifeState state, List<String> codes, @Nullable SohTest test) {
    return new Asset(
        "ess-1",
        AssetKind.ESS,
        codes,
        12_000,
        120_000,
        "again",
        true,
        "power",
        state,
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
        1,
        0,
        1,
        new MeterTotals(40_000, 36_500, "w"),
        ID,
        null,
        1);
  }

  private static JsonNode json(String file) {
    try {
      return MAPPER.readTree(Files.readString(FOLDER.resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
