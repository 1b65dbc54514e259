package org.commonwatt.ingest.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.FakeUnit;
import org.commonwatt.ingest.modbus.RegisterTable;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.commonwatt.ingest.registers.RegisterMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegisterMapFileTest {
  private static final String MAP =
      """
      name: Test
      source: this test
      import:
        table: holding
        address: 0x10
        type: u32
        scale: -1
        unit: kWh
      power: {table: input, address: 7, type: s16, unit: W, positive: export}
      """;

  @TempDir private Path temp;

  /** 12,345.5 kWh (4640e600), 0.25 kWh (3e800000), 1,500.75 W import (44bb9800). */
  @Test
  void readsAnEastronSdm630() {
    FakeUnit unit =
        new FakeUnit(RegisterTable.INPUT)
            .put(0x48, 0x4640, 0xe600)
            .put(0x4a, 0x3e80, 0)
            .put(0x34, 0x44bb, 0x9800);
    assertThat(read("eastron-sdm630", unit))
        .isEqualTo(new MeterRegisters(12_345_500, 250, -1_501, 1));
  }

  /** 1,234,567.89 kWh = 075bcd15 hundredths, 0.01 kWh, 250.50 W export = −25,050 hundredths. */
  @Test
  void readsAnAbbB23() {
    FakeUnit unit =
        new FakeUnit()
            .put(0x5000, 0, 0, 0x075b, 0xcd15)
            .put(0x5004, 0, 0, 0, 1)
            .put(0x5b14, 0xffff, 0x9e26);
    assertThat(read("abb-b23-b24", unit)).isEqualTo(new MeterRegisters(1_234_567_890, 10, 250, 10));
  }

  /** Low word first: 6,553.7 kWh = 00010001, 131.0 kWh = 0000051e, 1.2 W export = fffffff4. */
  @Test
  void readsACarloGavazziEm24() {
    FakeUnit unit =
        new FakeUnit(RegisterTable.INPUT)
            .put(0x34, 0x0001, 0x0001)
            .put(0x4e, 0x051e, 0x0000)
            .put(0x28, 0xfff4, 0xffff);
    assertThat(read("carlo-gavazzi-em24-e1", unit))
        .isEqualTo(new MeterRegisters(6_553_700, 131_000, 1, 100));
  }

  static List<String> names() {
    return RegisterMapFile.READY;
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyReadyMapSaysWhereItIsFrom(String name) {
    RegisterMap map = RegisterMapFile.ready(name);
    assertThat(map.name()).isNotBlank();
    assertThat(map.source()).isNotBlank().doesNotContain("\n");
  }

  @Test
  void thereIsNoOtherReadyMap() {
    assertThatThrownBy(() -> RegisterMapFile.ready("../x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("eastron-sdm630");
  }

  @Test
  void aFileIsReadAsItIsWritten() throws IOException {
    FakeUnit unit = new FakeUnit().put(0x10, 0, 3);
    assertThat(failureOf(parse(MAP).reader(unit, 1).read())).contains("no register 7");
    RegisterMap map = parse(MAP.replace("table: input", "table: holding"));
    assertThat(map.reader(unit.put(7, 5), 1).read())
        .isEqualTo(DeviceResult.ok(new MeterRegisters(300, 0, 5, 100)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type: u32|type: u17|line 6: u17 is none of u16, s16, u32, s32, u64, s64, f32",
        "unit: kWh|unit: joule|line 8: joule is none of Wh, kWh, MWh, W, kW",
        "unit: kWh|unit: W|import: the unit must be Wh",
        "  unit: kWh||line 4: Missing required field 'unit'",
        "  unit: kWh|  unit: kWh\\n  colour: red|line 9: there is no field colour here",
        "scale: -1|scale: 13|line 4: scale is a power of ten",
        "scale: -1|scale: 0.1|line 7:",
        "scale: -1|scale: -1\\n  divide: 0|line 4: divide is 1 to",
        "scale: -1|scale: -1\\n  positive: import|line 8: import has no sign",
        "address: 0x10|address: 70000|line 4: address is 0 to 65535",
        "address: 0x10|address: here|line 5:",
        "positive: export|positive: up|line 9: up is none of import, export",
        ", positive: export||line 9: power: add positive",
        "name: Test|name: Test\\nname: Twice|line 2:",
        "name: Test|name: [|not YAML",
      })
  void aComplaintNamesTheFileTheLineAndWhatToChange(String part, String instead, String complaint) {
    String text = MAP.replace(part, instead == null ? "" : instead.replace("\\n", "\n"));
    assertThat(text).isNotEqualTo(MAP);
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(temp.resolve("map.yaml").toString())
        .hasMessageContaining(complaint)
        .hasMessageNotContaining("\n");
  }

  @Test
  void aClockCountsFromItsEpochAndCostsNoReadingWhenItCannotBeRead() throws IOException {
    String clock =
        "clock: {table: holding, address: 0x20, type: u32, order: low-first, unit: s,"
            + " epoch: 2000-01-01T00:00:00+01:00}\n";
    String text = MAP.replace("table: input", "table: holding") + clock;
    assertThat(Schemas.complaints("register-map.schema.json", text)).isEmpty();
    FakeUnit unit = new FakeUnit().put(0x10, 0, 3).put(7, 5);
    MeterRegisters without = new MeterRegisters(300, 0, 5, 100);
    RegisterMap map = parse(text);
    assertThat(map.reader(unit, 1).read()).as("no register 32").isEqualTo(DeviceResult.ok(without));
    unit.put(0x20, 0xffff, 0xffff);
    assertThat(map.reader(unit, 1).read()).as("no value").isEqualTo(DeviceResult.ok(without));
    unit.put(0x20, 10, 1);
    long time = Instant.parse("1999-12-31T23:00:00Z").plusSeconds((1 << 16) + 10).toEpochMilli();
    assertThat(map.reader(unit, 1).read())
        .isEqualTo(DeviceResult.ok(new MeterRegisters(300, 0, 5, 100, time)));
    for (String wrong : List.of("unit: h", "epoch: 2000", "type: u17", "address: 70000")) {
      String name = wrong.substring(0, wrong.indexOf(':'));
      String other = clock.replaceFirst(name + ": [^,}]*", wrong);
      assertThatThrownBy(() -> parse(MAP + other))
          .as(wrong)
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("line 10");
    }
  }

  @Test
  void theSchemaTakesTheReadyMapsAndTheExample() throws IOException {
    for (String name : RegisterMapFile.READY) {
      try (InputStream in = RegisterMapFile.class.getResourceAsStream("maps/" + name + ".yaml")) {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        assertThat(Schemas.complaints("register-map.schema.json", text)).as(name).isEmpty();
      }
    }
    String example = Schemas.example("formats/register-map.md");
    assertThat(Schemas.complaints("register-map.schema.json", example)).isEmpty();
    assertThat(parse(example).name()).isEqualTo("Example meter");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "type: u32",
        "unit: kWh",
        "scale: -1",
        "address: 0x10",
        "positive: export",
        "name: Test"
      })
  void theSchemaRefusesWhatTheReaderRefuses(String part) {
    String text = MAP.replace(part, part.substring(0, part.indexOf(':')) + ": [wrong]");
    assertThat(Schemas.complaints("register-map.schema.json", text)).isNotEmpty();
    assertThatThrownBy(() -> parse(text)).isInstanceOf(ConfigException.class);
  }

  @Test
  void aFileThatIsEmptyOrMissingIsAComplaintToo() {
    assertThatThrownBy(() -> parse("# nothing\n")).isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> RegisterMapFile.read(temp.resolve("none.yaml")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("none.yaml");
  }

  private RegisterMap parse(String text) throws IOException {
    return RegisterMapFile.read(Files.writeString(temp.resolve("map.yaml"), text));
  }

  private static MeterRegisters read(String name, FakeUnit unit) {
    DeviceResult<MeterRegisters> result = RegisterMapFile.ready(name).reader(unit, 1).read();
    assertThat(result).isInstanceOf(DeviceResult.Ok.class);
    return ((DeviceResult.Ok<MeterRegisters>) result).value();
  }

  private static String failureOf(DeviceResult<MeterRegisters> result) {
    return ((DeviceResult.Failed<MeterRegisters>) result).failure().message();
  }
}
