package org.commonwatt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.ingest.config.DevicesFile;
import org.commonwatt.ingest.simulator.DeviceSimulator;
import org.commonwatt.ingest.simulator.HomeProfiles;
import org.commonwatt.ingest.simulator.SimulatedMeter;
import org.commonwatt.ingest.simulator.SimulatorOptions;
import org.commonwatt.testkit.net.TestPorts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code meter scan}, {@code read} and {@code watch} against simulated meters. */
class MeterCommandTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2022-08-02T07:00:00Z"));

  @TempDir private Path temp;

  private record Said(int exitCode, String out, String err) {}

  @Test
  void whatAScanFindsIsADevicesFileThatCanBeRead() throws Exception {
    try (DeviceSimulator simulator = simulator()) {
      Said scan = run("meter", "scan", address(simulator), "--units=1-3", "--timeout-ms=60000");
      assertThat(scan.exitCode()).as(scan.toString()).isZero();
      assertThat(scan.out()).contains("Simulated home 1", "SunSpec model 203", "answer: 1.");
      Path file = Files.writeString(temp.resolve("devices.yaml"), scan.out());
      assertThat(DevicesFile.read(file).devices()).hasSize(2);
      Said read = run("meter", "read", "--config=" + file, "--timeout=60", "--json");
      assertThat(read.exitCode()).as(read.toString()).isZero();
      List<JsonNode> lines = json(read.out());
      assertThat(lines)
          .extracting(line -> line.get("meter").asText())
          .containsExactly("meter-1", "meter-2");
      assertThat(lines.get(0).get("importWh").asLong()).isGreaterThan(12_000_000);
      assertThat(lines.get(0).get("exportWh").asLong()).isGreaterThan(3_000_000);
      assertThat(lines.get(0).get("powerW").isIntegralNumber()).isTrue();
      assertThat(lines.get(0).get("quality").asText()).isEqualTo("actual");
      assertThat(Instant.parse(lines.get(0).get("time").asText())).isBefore(Instant.now());
    }
  }

  @Test
  void aMeterThatGivesNothingIsALineWithACodeAndTheExitCode() throws Exception {
    try (DeviceSimulator simulator = simulator()) {
      Path file = devices(simulator, 1, 9);
      Said read = run("meter", "read", "--config=" + file, "--timeout=60", "--json");
      assertThat(read.exitCode()).isEqualTo(1);
      assertThat(json(read.out()).get(0).has("importWh")).isTrue();
      assertThat(json(read.out()).get(1).get("code").asText()).isEqualTo("UNIT_UNREACHABLE");
      Said table = run("meter", "read", "--config=" + file, "--timeout=60");
      assertThat(table.out()).contains("m-1  import ", "m-9  UNIT_UNREACHABLE");
    }
  }

  @Test
  void watchingGoesRoundAndRound() throws Exception {
    try (DeviceSimulator simulator = simulator()) {
      Path file = devices(simulator, 1);
      Said watch =
          run("meter", "watch", "--config=" + file, "--timeout=60", "--json", "--rounds=2");
      assertThat(watch.exitCode()).as(watch.toString()).isZero();
      List<JsonNode> lines = json(watch.out());
      assertThat(lines).hasSize(2);
      Instant first = Instant.parse(lines.get(0).get("time").asText());
      Instant second = Instant.parse(lines.get(1).get("time").asText());
      assertThat(first.toEpochMilli() % 1_000).isZero();
      assertThat(second).isAfterOrEqualTo(first.plusSeconds(1));
    }
  }

  @Test
  void nobodyAtTheAddressIsOneLine() {
    Said scan = run("meter", "scan", "127.0.0.1:" + TestPorts.pick());
    assertThat(scan.exitCode()).isEqualTo(UserError.EXIT_CODE);
    assertThat(scan.err()).startsWith("commonwatt: no connection to 127.0.0.1").hasLineCount(1);
  }

  /** Such gateways are about: who asks for a unit that they do not have is thrown out. */
  @Test
  void aScanGoesOnBehindAUnitAtWhichTheGatewayHangsUp() throws Exception {
    try (DeviceSimulator simulator = simulator();
        HangingUp gateway = new HangingUp(simulator.meters(1).get(0).endpoint().port(), 1)) {
      Said scan = run("meter", "scan", gateway.address(), "--units=1-2", "--timeout-ms=60000");
      assertThat(scan.exitCode()).as(scan.toString()).isZero();
      assertThat(scan.out()).contains("unit: 2", "answer: 1.").doesNotContain("unit: 1,");
    }
  }

  @Test
  void aWrongFileIsOneLineThatNamesTheLine() throws IOException {
    Path file = Files.writeString(temp.resolve("d.yaml"), "devices:\n  - {meter: a, unit: 1}\n");
    Said read = run("meter", "read", "--config=" + file);
    assertThat(read.exitCode()).isEqualTo(UserError.EXIT_CODE);
    assertThat(read.err()).contains("d.yaml line 2: Missing required field").hasLineCount(1);
    Files.writeString(file, "devices: []\n");
    assertThat(run("meter", "read", "--config=" + file).err()).contains("names no device");
  }

  @Test
  void badOptionsAreRefused() {
    assertThat(run("meter").exitCode()).isEqualTo(2);
    assertThat(run("meter", "read").err()).contains("--config");
    assertThat(run("meter", "scan").err()).contains("HOST");
    assertThat(run("meter", "scan", "h", "--units=7-3").err()).contains("--units must be");
    assertThat(run("meter", "scan", "h", "--units=1-256").err()).contains("--units must be");
    assertThat(run("meter", "scan", "h:0").err()).contains("port");
    assertThat(run("meter", "scan", "h:1:2").err()).contains("HOST:PORT");
  }

  private Path devices(DeviceSimulator simulator, int... units) throws IOException {
    StringBuilder text = new StringBuilder("pollSeconds: 1\ndevices:\n");
    String[] address = address(simulator).split(":");
    for (int unit : units) {
      text.append(
          "  - {meter: m-%d, host: %s, port: %s, unit: %d, ratedPowerW: 9000}\n"
              .formatted(unit, address[0], address[1], unit));
    }
    return Files.writeString(temp.resolve("devices.yaml"), text);
  }

  private static DeviceSimulator simulator() throws IOException {
    return DeviceSimulator.start(
        SimulatorOptions.of(List.of(SimulatedMeter.of("s-1", 1), SimulatedMeter.of("s-2", 2))),
        HomeProfiles.bundled(-420),
        CLOCK);
  }

  private static String address(DeviceSimulator simulator) {
    return simulator.meters(1).get(0).endpoint().toString();
  }

  private static List<JsonNode> json(String lines) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    List<JsonNode> all = new ArrayList<>();
    for (String line : lines.lines().toList()) {
      all.add(mapper.readTree(line));
    }
    return all;
  }

  private static Said run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        Commonwatt.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err, true));
    int exitCode = line.execute(arguments);
    return new Said(exitCode, out.toString(), err.toString());
  }
}
