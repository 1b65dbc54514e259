package org.commonwatt.ingest.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.commonwatt.ingest.ManualClock;
import org.commonwatt.ingest.MeterSource;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.DigitalpetriModbusClient;
import org.commonwatt.ingest.modbus.ModbusClient;
import org.commonwatt.ingest.modbus.ModbusOptions;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.commonwatt.ingest.sunspec.SunSpecDevice;
import org.commonwatt.ingest.sunspec.SunSpecReader;
import org.junit.jupiter.api.Test;

/** A station of 10 kWh that keeps 95 % of a charge, and a plant beside it, over Modbus TCP. */
class SimulatedPlantTest {
  private static final Instant START = Instant.parse("2022-08-01T00:00:00Z");
  private static final HomeProfiles PROFILES = HomeProfiles.bundled(0);

  private final ManualClock clock = new ManualClock(START.toString());
  private final SimulatedPlant station =
      SimulatedPlant.station(
          "meter-station", new StationSpec(10_000, 2_000, 950_000, 950_000, START.toEpochMilli()));
  private final SimulatedPlant plant = SimulatedPlant.of("meter-plant", START.toEpochMilli());

  @Test
  void theStateOfChargeFollowsThePowerThatIsSet() throws IOException {
    try (DeviceSimulator simulator = start();
        ModbusClient client = client(simulator.meter("meter-station", 20_000))) {
      SunSpecReader reader = new SunSpecReader(client, 1);
      assertThat(reader.stateOfCharge()).isEqualTo(DeviceResult.ok(200));
      station.run(START.toEpochMilli(), -4_000);
      clock.advanceMillis(15 * 60_000); // 1,000 Wh, of which 950 are stored
      assertThat(reader.stateOfCharge()).isEqualTo(DeviceResult.ok(295));
      station.run(clock.millis(), 3_800);
      clock.advanceMillis(15 * 60_000); // 950 Wh, which remove 1,000
      assertThat(reader.stateOfCharge()).isEqualTo(DeviceResult.ok(195));
      SunSpecDevice device = value(reader.identify());
      MeterRegisters totals = value(reader.readMeter(device));
      assertThat(totals.importWh()).isEqualTo(1_001_000);
      assertThat(totals.exportWh()).isEqualTo(1_000_950);
      assertThat(totals.powerW()).isEqualTo(3_800);
    }
  }

  @Test
  void aPartThatIsCutOffTakesItsShareOfContentAlong() throws IOException {
    try (DeviceSimulator simulator = start();
        ModbusClient client = client(simulator.meter("meter-station", 20_000))) {
      SunSpecReader reader = new SunSpecReader(client, 1);
      station.cutOff(START.toEpochMilli(), 500_000);
      assertThat(reader.stateOfCharge()).isEqualTo(DeviceResult.ok(200));
      station.run(START.toEpochMilli(), -40_000);
      clock.advanceMillis(15 * 60_000); // 9,500 Wh would be more than 5,000
      assertThat(reader.stateOfCharge()).isEqualTo(DeviceResult.ok(1_000));
    }
    assertThatThrownBy(() -> plant.cutOff(START.toEpochMilli(), 1))
        .hasMessageContaining("no station");
  }

  @Test
  void aPlantCountsWhatItFeedsInAndHasNoBattery() throws IOException {
    try (DeviceSimulator simulator = start();
        ModbusClient client = client(simulator.meter("meter-plant", 20_000))) {
      SunSpecReader reader = new SunSpecReader(client, 2);
      plant.run(START.toEpochMilli(), 6_000);
      clock.advanceMillis(5 * 60_000);
      MeterRegisters totals = value(reader.readMeter(value(reader.identify())));
      assertThat(totals.exportWh()).isEqualTo(1_000_500);
      assertThat(totals.importWh()).isEqualTo(1_000_000);
      assertThat(reader.stateOfCharge()).isInstanceOf(DeviceResult.Failed.class);
      assertThatThrownBy(() -> plant.run(START.toEpochMilli() - 1, 0))
          .hasMessageContaining("not from before");
    }
  }

  private DeviceSimulator start() throws IOException {
    return DeviceSimulator.start(
        SimulatorOptions.of(List.of(SimulatedMeter.of("home-1", 1))),
        PROFILES,
        List.of(station, plant),
        clock);
  }

  private static ModbusClient client(MeterSource source) {
    return new DigitalpetriModbusClient(
        source.endpoint(), ModbusOptions.defaults(), InstantSource.system());
  }

  private static <T> T value(DeviceResult<T> result) {
    assertThat(result).isInstanceOf(DeviceResult.Ok.class);
    return ((DeviceResult.Ok<T>) result).value();
  }
}
