package org.commonwatt.ingest.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.commonwatt.ingest.MeterSource;
import org.commonwatt.ingest.modbus.Connection;
import org.commonwatt.ingest.modbus.Endpoint;
import org.commonwatt.ingest.modbus.Transport;
import org.commonwatt.ingest.mqtt.MqttMeter;
import org.commonwatt.ingest.mqtt.MqttPoint;
import org.commonwatt.ingest.mqtt.MqttSettings;
import org.commonwatt.ingest.registers.RegisterUnit;
import org.commonwatt.ingest.sunspec.SunSpecLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DevicesFileTest {
  private static final String FILE =
      """
      pollSeconds: 60
      devices:
        - {meter: a, host: gateway, unit: 1, ratedPowerW: 25000}
        - meter: b
          host: 10.0.0.7
          port: 5020
          unit: 2
          ratedPowerW: 12000
          map: abb-b23-b24
          pollSeconds: 300
      """;

  @TempDir private Path temp;

  @Test
  void readsDevicesWithTheirDefaults() throws IOException {
    Devices devices = parse(FILE);
    assertThat(devices.pollSeconds()).isEqualTo(60);
    assertThat(devices.devices())
        .containsExactly(
            new MeterSource("a", new Endpoint("gateway", 502), 1, 25_000, SunSpecLayout.ANY, 60),
            new MeterSource(
                "b",
                new Endpoint("10.0.0.7", 5_020),
                2,
                12_000,
                RegisterMapFile.ready("abb-b23-b24"),
                300));
    assertThat(parse("devices: []").pollSeconds()).isEqualTo(60);
  }

  @Test
  void aMeterIsDueAtMultiplesOfItsInterval() throws IOException {
    MeterSource slow = parse(FILE).devices().get(1);
    assertThat(slow.isDue(300_000L * 6_000_000)).isTrue();
    assertThat(slow.isDue(300_000L * 6_000_000 + 60_000)).isFalse();
  }

  @Test
  void aMapOfOnesOwnIsFoundBesideTheFile() throws IOException {
    Files.writeString(temp.resolve("own.yaml"), Schemas.example("formats/register-map.md"));
    Devices devices = parse(FILE.replace("abb-b23-b24", "own.yaml"));
    assertThat(devices.devices().get(1).layout())
        .isEqualTo(RegisterMapFile.read(temp.resolve("own.yaml")));
    assertThatThrownBy(() -> parse(FILE.replace("abb-b23-b24", "none.yaml")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("none.yaml");
  }

  @Test
  void aFileWithoutDevicesIsNoFaultOfTheProgram() {
    assertThatThrownBy(() -> parse("pollSeconds: 60\ndevices:\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("line 2: devices has no value");
    assertThatThrownBy(
            () ->
                parse(
                    FILE.replace(
                        "host: 10.0.0.7",
                        "host: 10.0.0.7\n    transport: tls\n    tls: {certificate: , key: k, trust: t}")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("certificate has no value");
  }

  private static final String OTHER_WAYS =
      """
      devices: []
      mqtt:
        host: broker
        user: commonwatt
        passwordFile: secret
        meters:
          - meter: a
            ratedPowerW: 9000
            import: {entity: a_in}
            export: {topic: a/out, field: total.out, unit: kWh}
            power: {topic: a/power, unit: W, positive: export}
            maxAgeSeconds: 60
      push:
        - key: gateway-1
          sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
          meters:
            - {meter: b, ratedPowerW: 8000}
      """;

  @Test
  void theExamplesOfThePageAreDevicesFiles() throws IOException {
    List<String> examples = Schemas.examples("metering.md");
    assertThat(examples).hasSize(2);
    assertThat(examples)
        .allSatisfy(
            example -> assertThat(Schemas.complaints("devices.schema.json", example)).isEmpty());
  }

  @Test
  void metersMayComeByOtherWays() throws IOException {
    Files.writeString(temp.resolve("secret"), "word\n");
    Devices devices = parse(OTHER_WAYS);
    assertThat(devices.ratedPowers()).containsOnly(Map.entry("a", 9_000L), Map.entry("b", 8_000L));
    MqttSettings mqtt = requireNonNull(devices.mqtt());
    assertThat(mqtt.broker()).hasToString("broker:1883");
    assertThat(mqtt.login()).isEqualTo(new MqttSettings.Login("commonwatt", "word"));
    assertThat(requireNonNull(mqtt.login()).toString()).doesNotContain("word");
    assertThat(mqtt.discovery()).isEqualTo("homeassistant");
    assertThat(mqtt.meters())
        .containsExactly(
            new MqttMeter(
                "a",
                9_000,
                new MqttPoint("a_in", null, false),
                new MqttPoint(
                    null,
                    new MqttPoint.Place("a/out", "total.out", RegisterUnit.KILOWATT_HOUR),
                    false),
                new MqttPoint(null, new MqttPoint.Place("a/power", "", RegisterUnit.WATT), false),
                Duration.ofSeconds(60)));
    assertThat(Schemas.complaints("devices.schema.json", OTHER_WAYS)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{entity: a_in}|{}|line 7: import needs entity, or topic and unit",
        "{entity: a_in}|{entity: a, unit: kWh}|line 7: import: topic, field and unit of an entity",
        "{entity: a_in}|{entity: a, positive: import}|line 7: import has no sign",
        "unit: kWh|unit: kW|line 7: export counts in Wh, kWh or MWh",
        ", positive: export||line 7: power: add positive",
        "topic: a/out|topic: a/+|line 7: a topic is not empty and has no # or +",
        "maxAgeSeconds: 60|maxAgeSeconds: 0|line 7: maxAgeSeconds is 1 to 86400",
        "user: commonwatt|port: 1883|line 3: user and passwordFile belong together",
        "passwordFile: secret|passwordFile: none|line 3: cannot read passwordFile none",
        "meter: b|meter: a|line 14: meter a is listed twice",
        "e3b0|E3B0|line 14: sha256 has 64",
        "ratedPowerW: 8000|ratedPowerW: 0|line 14: the rated power",
      })
  void whatIsWrongWithAnotherWayIsNamed(String part, String instead, String complaint)
      throws IOException {
    Files.writeString(temp.resolve("secret"), "word\n");
    String wrong = instead == null ? "" : instead;
    assertThat(OTHER_WAYS).contains(part);
    assertThatThrownBy(() -> parse(OTHER_WAYS.replace(part, wrong)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void aModelCanBeNamed() throws IOException {
    Devices devices = parse(FILE.replace("map: abb-b23-b24", "model: 103"));
    assertThat(devices.devices().get(1).layout()).isEqualTo(new SunSpecLayout(103));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "meter: b|meter: a|line 4: meter a is listed twice",
        "meter: b|meter: b b|line 4: ",
        "unit: 2|unit: two|line 7:",
        "unit: 2|unit: 256|line 4: a unit id is 0 to 255, not 256",
        "port: 5020|port: 0|line 4: a TCP port is 1 to 65535, not 0",
        "port: 5020|prot: 5020|line 6: there is no field prot here",
        "ratedPowerW: 12000|ratedPowerW: 0|line 4: the rated power is 1 to",
        "  ratedPowerW: 12000||line 4: Missing required field 'ratedPowerW'",
        "map: abb-b23-b24|map: abb|line 4: map is sunspec, a file that ends in .yaml, or one of abb",
        "map: abb-b23-b24|map: abb-b23-b24\\n    model: 103|line 4: model belongs to map: sunspec",
        "map: abb-b23-b24|model: 160|line 4: totals are in models",
        "pollSeconds: 300|pollSeconds: 90|line 4: pollSeconds of meter b must be a multiple of 60",
        "pollSeconds: 60|pollSeconds: 0|line 1: pollSeconds is 1 to 86400, not 0",
        "devices:|devices: [|not YAML",
      })
  void aComplaintNamesTheLineAndWhatToChange(String part, String instead, String complaint) {
    String text = FILE.replace(part, instead == null ? "" : instead.replace("\\n", "\n"));
    assertThat(text).isNotEqualTo(FILE);
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(temp.resolve("devices.yaml").toString())
        .hasMessageContaining(complaint);
  }

  @Test
  void metersBehindOneConverterHaveItsTransport() throws IOException {
    String serial = FILE.replace("unit: 1,", "unit: 1, transport: rtu-over-tcp,");
    Devices devices = parse(serial);
    assertThat(devices.connection(devices.devices().get(0).endpoint()).transport())
        .isEqualTo(Transport.RTU_OVER_TCP);
    assertThat(devices.connection(devices.devices().get(1).endpoint())).isEqualTo(Connection.TCP);
    assertThatThrownBy(
            () -> parse(serial.replace("10.0.0.7", "gateway").replace("port: 5020", "port: 502")))
        .hasMessageContaining("line 4: another device at gateway:502 has another transport");
  }

  @Test
  void tlsNeedsItsFiles() {
    assertThatThrownBy(() -> parse(FILE.replace("unit: 1,", "unit: 1, transport: tls,")))
        .hasMessageContaining("line 3: the transport tls needs tls");
    assertThatThrownBy(
            () ->
                parse(
                    FILE.replace(
                        "unit: 1,",
                        "unit: 1, transport: tls, tls: {certificate: c.pem, key: k.pem, trust: t.pem},")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("line 3: tls: cannot use")
        .hasMessageContaining("c.pem");
  }

  @Test
  void twoMetersCannotBeAtOneAddress() {
    String text =
        FILE.replace("host: 10.0.0.7", "host: gateway").replace("port: 5020", "port: 502");
    assertThatThrownBy(() -> parse(text.replace("unit: 2", "unit: 1")))
        .hasMessageContaining("line 4: two meters are at gateway:502 unit 1");
  }

  @Test
  void theSchemaTakesWhatThePagesShow() throws IOException {
    String example = Schemas.example("metering.md");
    assertThat(Schemas.complaints("devices.schema.json", example)).isEmpty();
    assertThat(parse(example).devices()).hasSizeGreaterThan(2);
    assertThat(Schemas.complaints("devices.schema.json", FILE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"meter: b", "unit: 2", "port: 5020", "ratedPowerW: 12000", "map: abb-b23-b24"})
  void theSchemaRefusesWhatTheReaderRefuses(String part) {
    String wrong = FILE.replace(part, part.substring(0, part.indexOf(':')) + ": [wrong]");
    String unknown = FILE.replace(part, "x" + part);
    for (String text : List.of(wrong, unknown)) {
      assertThat(Schemas.complaints("devices.schema.json", text)).isNotEmpty();
      assertThatThrownBy(() -> parse(text)).isInstanceOf(ConfigException.class);
    }
  }

  private Devices parse(String text) throws IOException {
    return DevicesFile.read(Files.writeString(temp.resolve("devices.yaml"), text));
  }
}
