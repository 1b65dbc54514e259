package org.commonwatt.ingest.independent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.commonwatt.ingest.Eventually;
import org.commonwatt.ingest.MeterPoller;
import org.commonwatt.ingest.MeterSource;
import org.commonwatt.ingest.Sample;
import org.commonwatt.ingest.config.RegisterMapFile;
import org.commonwatt.ingest.modbus.Connection;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.DigitalpetriModbusClient;
import org.commonwatt.ingest.modbus.Endpoint;
import org.commonwatt.ingest.modbus.FailureCode;
import org.commonwatt.ingest.modbus.ModbusClient;
import org.commonwatt.ingest.modbus.ModbusOptions;
import org.commonwatt.ingest.modbus.RegisterTable;
import org.commonwatt.ingest.modbus.Transport;
import org.commonwatt.ingest.registers.MeterLayout;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.commonwatt.ingest.simulator.DeviceSimulator;
import org.commonwatt.ingest.simulator.HomeProfiles;
import org.commonwatt.ingest.simulator.SimulatedMeter;
import org.commonwatt.ingest.simulator.SimulatorOptions;
import org.commonwatt.ingest.sunspec.SunSpecLayout;
import org.commonwatt.testkit.net.TestPorts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Modbus devices and a client that share no code with ours. What the meters of {@code
 * pymodbus/meters.py} and {@code modbus-serial/meters.js} show is packed into registers by Python
 * and by Node.js.
 */
@Tag("slow")
class IndependentDevicesSlowTest {
  private static final Duration PATIENT = Duration.ofSeconds(60);

  @TempDir private Path temp;

  private ModbusTools tools;

  @BeforeEach
  void find() {
    tools = ModbusTools.find();
  }

  @ParameterizedTest
  @CsvSource({"socket, TCP", "rtu, RTU_OVER_TCP"})
  void metersOfFourKindsAreReadRight(String framer, Transport transport) throws Exception {
    int port = TestPorts.pick();
    Process meters = tools.meters(port, framer, temp);
    try (ModbusClient client = client(port, transport)) {
      awaitAnswer(client);
      assertThat(read(client, 1, RegisterMapFile.ready("eastron-sdm630")))
          .isEqualTo(new MeterRegisters(12_345_500, 250, -1_501, 1));
      assertThat(read(client, 2, RegisterMapFile.ready("abb-b23-b24")))
          .isEqualTo(new MeterRegisters(1_234_567_890, 10, 250, 10));
      assertThat(read(client, 3, RegisterMapFile.ready("carlo-gavazzi-em24-e1")))
          .isEqualTo(new MeterRegisters(6_553_700, 131_000, 1, 100));
      assertThat(read(client, 4, SunSpecLayout.ANY))
          .isEqualTo(new MeterRegisters(429_496_729, 12_345, 12_340, 1));
      assertThat(client.read(RegisterTable.HOLDING, 2, 0, 1))
          .as("no such register")
          .satisfies(result -> assertThat(code(result)).isEqualTo(FailureCode.ILLEGAL_ADDRESS));
    } finally {
      meters.destroyForcibly().waitFor();
    }
  }

  /** Python's clock and its registers, polled for one instant. */
  @Test
  void theTimeOfAReadingIsTheMetersWhereItsClockIsOff() throws Exception {
    Path map =
        Files.writeString(
            temp.resolve("clock.yaml"),
            """
            name: with a clock
            source: pymodbus/meters.py
            import: {table: holding, address: 0, type: u32, unit: Wh}
            export: {table: holding, address: 2, type: u32, unit: Wh}
            power: {table: holding, address: 4, type: s32, unit: W, positive: import}
            clock: {table: holding, address: 10, type: u32, order: low-first, unit: s,
                    epoch: "2000-01-01T00:00:00Z"}
            """);
    int port = TestPorts.pick();
    Process meters = tools.meters(port, "socket", temp);
    try (ModbusClient client = client(port, Transport.TCP)) {
      awaitAnswer(client);
      MeterRegisters right = read(client, 5, RegisterMapFile.read(map));
      assertThat(right.importWh()).isEqualTo(5_000);
      assertThat(right.exportWh()).isEqualTo(7);
      assertThat(right.powerW()).isEqualTo(300);
      assertThat(Math.abs(Objects.requireNonNull(right.clockMillis()) - System.currentTimeMillis()))
          .isLessThan(30_000);
    }
    MeterLayout layout = RegisterMapFile.read(map);
    try {
      Eventually.undisturbed(() -> pollThreeClocks(port, layout));
    } finally {
      meters.destroyForcibly().waitFor();
    }
  }

  /** A machine that stands still between two looks at a clock makes a right one look wrong. */
  private static void pollThreeClocks(int port, MeterLayout layout) throws Exception {
    List<MeterSource> sources =
        IntStream.of(5, 6, 7)
            .mapToObj(
                unit ->
                    new MeterSource("m-" + unit, new Endpoint("127.0.0.1", port), unit, 9_000)
                        .withLayout(layout))
            .toList();
    try (MeterPoller poller =
        new MeterPoller(
            sources,
            endpoint -> client(endpoint.port(), Transport.TCP),
            InstantSource.system(),
            Duration.ofMinutes(5))) {
      List<Long> offsets =
          poller.sample(System.currentTimeMillis()).stream().map(Sample::offsetMillis).toList();
      assertThat(offsets.get(0)).as("right").isZero();
      assertThat(offsets.get(1)).as("90 s fast, in whole seconds").isBetween(85_000L, 90_000L);
      assertThat(offsets.get(2)).as("never set: of the year 2000").isZero();
    }
  }

  /** Word orders, a negative scale factor, values that are not there, exceptions, slowness. */
  @Test
  void metersOfModbusSerialAreReadRight() throws Exception {
    int port = TestPorts.pick();
    Process meters = tools.nodeMeters(port, temp);
    try (ModbusClient client = client(port, Transport.TCP)) {
      awaitAnswer(client);
      assertThat(read(client, 1, RegisterMapFile.ready("eastron-sdm630")))
          .isEqualTo(new MeterRegisters(12_345_500, 250, -1_501, 1));
      assertThat(read(client, 2, RegisterMapFile.ready("abb-b23-b24")))
          .isEqualTo(new MeterRegisters(1_234_567_890, 10, 250, 10));
      assertThat(read(client, 3, RegisterMapFile.ready("carlo-gavazzi-em24-e1")))
          .as("the low word first")
          .isEqualTo(new MeterRegisters(6_553_700, 131_000, 1, 100));
      assertThat(read(client, 4, SunSpecLayout.ANY))
          .as("hundredths of a Wh, tenths of a W, floored")
          .isEqualTo(new MeterRegisters(42_949_672, 1_234, 123, 1));
      assertThat(readCode(client, 5, SunSpecLayout.ANY)).isEqualTo(FailureCode.NOT_IMPLEMENTED);
      assertThat(readCode(client, 6, RegisterMapFile.ready("abb-b23-b24")))
          .isEqualTo(FailureCode.NOT_IMPLEMENTED);
      assertThat(read(client, 7, RegisterMapFile.ready("eastron-sdm630")).importWh())
          .as("each answer takes 0.7 s")
          .isEqualTo(12_345_500);
      assertThat(readCode(client, 8, SunSpecLayout.ANY)).isEqualTo(FailureCode.NO_SUNSPEC);
      assertThat(code(client.read(RegisterTable.HOLDING, 8, 0, 2)))
          .isEqualTo(FailureCode.EXCEPTION);
      assertThat(code(client.read(RegisterTable.HOLDING, 9, 0, 2)))
          .isEqualTo(FailureCode.UNIT_UNREACHABLE);
      assertThat(code(client.read(RegisterTable.HOLDING, 2, 0, 1)))
          .isEqualTo(FailureCode.ILLEGAL_ADDRESS);
    } finally {
      meters.destroyForcibly().waitFor();
    }
  }

  /** A process that is stopped keeps its sockets open and says nothing. */
  @Test
  void aDeviceThatStandsStillTimesOutAndIsReadAgainWhenItGoesOn() throws Exception {
    int port = TestPorts.pick();
    Process meters = tools.nodeMeters(port, temp);
    try (ModbusClient patient = client(port, Transport.TCP);
        ModbusClient client =
            new DigitalpetriModbusClient(
                new Endpoint("127.0.0.1", port),
                Connection.TCP,
                new ModbusOptions(Duration.ofSeconds(2), 2, Duration.ZERO, Duration.ZERO),
                InstantSource.system())) {
      awaitAnswer(patient);
      awaitAnswer(client);
      signal("STOP", meters);
      assertThat(code(client.read(RegisterTable.INPUT, 1, 0x48, 2))).isEqualTo(FailureCode.TIMEOUT);
      assertThat(code(client.read(RegisterTable.INPUT, 1, 0x48, 2))).isEqualTo(FailureCode.TIMEOUT);
      signal("CONT", meters);
      awaitAnswer(client);
      assertThat(read(client, 2, RegisterMapFile.ready("abb-b23-b24")).importWh())
          .isEqualTo(1_234_567_890);
    } finally {
      meters.destroyForcibly().waitFor();
    }
  }

  private static void signal(String name, Process process) throws Exception {
    int exit =
        new ProcessBuilder("kill", "-" + name, "" + process.pid()).inheritIO().start().waitFor();
    assertThat(exit).isZero();
  }

  @Test
  void aDeviceThatWasRestartedIsReadAgain() throws Exception {
    int port = TestPorts.pick();
    try (ModbusClient client = client(port, Transport.TCP)) {
      for (int i = 0; i < 2; i++) {
        Process meters = tools.meters(port, "socket", temp);
        try {
          awaitAnswer(client);
        } finally {
          meters.destroyForcibly().waitFor();
        }
        assertThat(client.read(RegisterTable.INPUT, 1, 0x48, 2))
            .isInstanceOf(DeviceResult.Failed.class);
      }
    }
  }

  @Test
  void mbpollReadsOurSimulatedMeters() throws Exception {
    InstantSource clock = InstantSource.fixed(Instant.parse("2022-08-02T07:00:00Z"));
    SimulatedMeter meter = SimulatedMeter.of("home-2", 2);
    try (DeviceSimulator simulator =
        DeviceSimulator.start(
            SimulatorOptions.of(List.of(meter)), HomeProfiles.bundled(-420), clock)) {
      Endpoint endpoint = simulator.meters(1).get(0).endpoint();
      assertThat(tools.mbpoll(endpoint.port(), "-a", "1", "-r", "40000", "-c", "2", "-t", "4:hex"))
          .extracting(line -> line.replaceAll("\\s", ""))
          .containsExactly("[40000]:0x5375", "[40001]:0x6E53");
      try (ModbusClient client = client(endpoint.port(), Transport.TCP)) {
        long importWh = read(client, 1, SunSpecLayout.ANY).importWh();
        assertThat(
                tools.mbpoll(
                    endpoint.port(), "-a", "1", "-r", "40116", "-c", "1", "-t", "4:int", "-B"))
            .extracting(line -> line.replaceAll("\\s", ""))
            .containsExactly("[40116]:" + importWh);
      }
    }
  }

  private static ModbusClient client(int port, Transport transport) {
    return new DigitalpetriModbusClient(
        new Endpoint("127.0.0.1", port),
        new Connection(transport, null),
        new ModbusOptions(PATIENT, 3, Duration.ZERO, Duration.ZERO),
        InstantSource.system());
  }

  private static void awaitAnswer(ModbusClient client) throws InterruptedException {
    Eventually.until(
        "the device answers",
        () -> client.read(RegisterTable.INPUT, 1, 0x48, 2) instanceof DeviceResult.Ok);
  }

  private static MeterRegisters read(ModbusClient client, int unit, MeterLayout layout) {
    DeviceResult<MeterRegisters> result = layout.reader(client, unit).read();
    assertThat(result).isInstanceOf(DeviceResult.Ok.class);
    return ((DeviceResult.Ok<MeterRegisters>) result).value();
  }

  private static FailureCode readCode(ModbusClient client, int unit, MeterLayout layout) {
    return code(layout.reader(client, unit).read());
  }

  private static FailureCode code(DeviceResult<?> result) {
    assertThat(result).isInstanceOf(DeviceResult.Failed.class);
    return ((DeviceResult.Failed<?>) result).failure().code();
  }
}
