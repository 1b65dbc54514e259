package org.commonwatt.ingest.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.commonwatt.ingest.ManualClock;
import org.commonwatt.ingest.MeterSource;
import org.commonwatt.ingest.modbus.DeviceFailure;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.DigitalpetriModbusClient;
import org.commonwatt.ingest.modbus.Endpoint;
import org.commonwatt.ingest.modbus.FailureCode;
import org.commonwatt.ingest.modbus.ModbusClient;
import org.commonwatt.ingest.modbus.ModbusOptions;
import org.commonwatt.ingest.modbus.RegisterBlock;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.commonwatt.ingest.sunspec.SunSpecDevice;
import org.commonwatt.ingest.sunspec.SunSpecReader;
import org.junit.jupiter.api.Test;

class DeviceSimulatorTest {
  private static final HomeProfiles PROFILES = HomeProfiles.bundled(0);

  private final ManualClock clock = new ManualClock("2022-08-01T00:15:00Z");

  @Test
  void spreadsMetersOverPortsAndUnits() throws IOException {
    List<SimulatedMeter> meters =
        IntStream.rangeClosed(1, 17).mapToObj(i -> SimulatedMeter.of("home-" + i, i)).toList();
    try (DeviceSimulator simulator =
        DeviceSimulator.start(SimulatorOptions.of(meters), PROFILES, clock)) {
      List<MeterSource> sources = simulator.meters(25_000);
      assertThat(sources.stream().map(MeterSource::meter))
          .containsExactlyElementsOf(meters.stream().map(SimulatedMeter::meter).toList());
      assertThat(sources.stream().map(MeterSource::endpoint).distinct()).hasSize(3);
      assertThat(sources.stream().map(MeterSource::unit))
          .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8, 1);
    }
  }

  @Test
  void showsTheRegistersOfTheClocksInstant() throws IOException {
    SimulatedMeter meter = new SimulatedMeter("home-1", 1, 1_000, 2_000, -1);
    withClient(
        SimulatorOptions.of(List.of(meter)),
        client -> {
          SunSpecReader reader = new SunSpecReader(client, 1);
          SunSpecDevice device = value(reader.identify());
          assertThat(device)
              .isEqualTo(
                  new SunSpecDevice("Commonwatt", "Simulated home 1", "home-1", 203, 40_070));
          // Home 1 withdraws 213 Wh in its first quarter-hour: 852 W.
          assertThat(value(reader.readMeter(device)))
              .isEqualTo(new MeterRegisters(1_213, 2_000, -852, 1));
          clock.advanceMillis(450_000);
          assertThat(value(reader.readMeter(device)))
              .isEqualTo(new MeterRegisters(1_213 + 106, 2_000, -852, 1));
        });
  }

  /**
   * Model 203 of home 2 with bases 1,000 and 2,000 Wh at 00:15 on 1 August. It has withdrawn 343 Wh
   * (1.371 kWh ÷ 4, remainder first) at 1,372 W: offset 2: 0254 = 5.96 A; 18: 0089 with scale 1 =
   * 1,370 W; 38: 000007d0 = 2,000 Wh out; 46: 0000053f = 1,343 Wh in; 54: scale 0.
   */
  @Test
  void goldenRegistersOfAMeter() throws IOException {
    SimulatedMeter meter = new SimulatedMeter("home-2", 2, 1_000, 2_000, 0);
    String golden =
        "00cb0069"
            + "0254"
            + "00c6".repeat(3)
            + "fffe"
            + "08fc".repeat(4)
            + "0f90".repeat(4)
            + "ffff"
            + "1388"
            + "fffe"
            + "0089"
            + "8000".repeat(3)
            + "0001"
            + "8000".repeat(15)
            + "000007d0"
            + "00000000".repeat(3)
            + "0000053f"
            + "00000000".repeat(3)
            + "0000"
            + "00000000".repeat(8)
            + "8000"
            + "00000000".repeat(16)
            + "8000"
            + "00000000";
    withClient(
        SimulatorOptions.of(List.of(meter)),
        client -> {
          assertThat(value(client.readHoldingRegisters(1, 40_070, 107)).toString())
              .isEqualTo(golden);
          assertThat(value(client.readHoldingRegisters(1, 40_000, 8)).toString())
              .isEqualTo(
                  "53756e53"
                      + "00010042"
                      + HexFormat.of().formatHex("Commonwa".getBytes(StandardCharsets.US_ASCII)));
          assertThat(value(client.readHoldingRegisters(1, 40_177, 2)).toString())
              .isEqualTo("ffff0000");
        });
  }

  @Test
  void refusesLikeARealGateway() throws IOException {
    withClient(
        SimulatorOptions.of(List.of(SimulatedMeter.of("m", 3))),
        client -> {
          assertThat(failure(client.readHoldingRegisters(1, 39_999, 2)).code())
              .isEqualTo(FailureCode.ILLEGAL_ADDRESS);
          assertThat(failure(client.readHoldingRegisters(1, 40_178, 2)).code())
              .isEqualTo(FailureCode.ILLEGAL_ADDRESS);
          DeviceFailure tooMany = failure(client.readHoldingRegisters(1, 40_000, 126));
          assertThat(tooMany.code()).isEqualTo(FailureCode.EXCEPTION);
          assertThat(tooMany.message()).contains("exception 3");
          assertThat(failure(client.readHoldingRegisters(2, 40_000, 2)).code())
              .isEqualTo(FailureCode.UNIT_UNREACHABLE);
          assertThat(value(client.readHoldingRegisters(1, 40_000, 125)).size()).isEqualTo(125);
        });
  }

  @Test
  void anUnknownUnitMayAlsoBeSilent() throws IOException {
    SimulatorOptions options =
        new SimulatorOptions(
            List.of(SimulatedMeter.of("m", 3)), 8, 0, SimulatorOptions.UnknownUnit.SILENT);
    withClient(
        options,
        Duration.ofSeconds(1),
        client ->
            assertThat(failure(client.readHoldingRegisters(9, 40_000, 2)).code())
                .isEqualTo(FailureCode.TIMEOUT));
  }

  @Test
  void aRegisterWrapsAtItsEnd() throws IOException {
    SimulatedMeter meter = new SimulatedMeter("m", 1, 4_294_967_295L - 200, 5, 0);
    withClient(
        SimulatorOptions.of(List.of(meter)),
        client -> {
          SunSpecReader reader = new SunSpecReader(client, 1);
          clock.set(Instant.parse("2022-08-01T00:00:00Z").toEpochMilli());
          SunSpecDevice device = value(reader.identify());
          assertThat(value(reader.readMeter(device)).importWh()).isEqualTo(4_294_967_095L);
          clock.advanceMillis(900_000);
          assertThat(value(reader.readMeter(device)).importWh()).isEqualTo(12);
        });
  }

  @Test
  void aTakenPortIsAnErrorThatNamesIt() throws IOException {
    List<SimulatedMeter> meters = List.of(SimulatedMeter.of("m", 3));
    try (DeviceSimulator first =
        DeviceSimulator.start(SimulatorOptions.of(meters), PROFILES, clock)) {
      int port = first.meters(1).get(0).endpoint().port();
      SimulatorOptions taken =
          new SimulatorOptions(meters, 8, port, SimulatorOptions.UnknownUnit.EXCEPTION);
      assertThatThrownBy(() -> DeviceSimulator.start(taken, PROFILES, clock))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1:" + port);
    }
  }

  private interface ClientUse {
    void with(ModbusClient client);
  }

  private void withClient(SimulatorOptions options, ClientUse use) throws IOException {
    withClient(options, Duration.ofSeconds(60), use);
  }

  private void withClient(SimulatorOptions options, Duration timeout, ClientUse use)
      throws IOException {
    ModbusOptions patience =
        new ModbusOptions(timeout, 3, Duration.ofMillis(10), Duration.ofMillis(10));
    try (DeviceSimulator simulator = DeviceSimulator.start(options, PROFILES, clock)) {
      Endpoint endpoint = simulator.meters(1).get(0).endpoint();
      try (ModbusClient client =
          new DigitalpetriModbusClient(endpoint, patience, InstantSource.system())) {
        use.with(client);
      }
    }
  }

  private static <T> T value(DeviceResult<T> result) {
    assertThat(result).isInstanceOf(DeviceResult.Ok.class);
    return ((DeviceResult.Ok<T>) result).value();
  }

  private static DeviceFailure failure(DeviceResult<RegisterBlock> result) {
    assertThat(result).isInstanceOf(DeviceResult.Failed.class);
    return ((DeviceResult.Failed<RegisterBlock>) result).failure();
  }
}
