package org.commonwatt.cli.demo;

import java.time.Duration;
import java.time.InstantSource;
import org.commonwatt.ingest.MeterSource;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.DigitalpetriModbusClient;
import org.commonwatt.ingest.modbus.ModbusClient;
import org.commonwatt.ingest.modbus.ModbusOptions;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.commonwatt.ingest.sunspec.SunSpecReader;

/** Reads the station over Modbus: its meter, and how full its battery is. */
final class StationMeter implements AutoCloseable {
  private final ModbusClient client;
  private final SunSpecReader reader;

  /**
   * What it showed.
   *
   * @param injectionWh injected less withdrawn so far, Wh
   * @param perMille state of charge, tenths of a percent
   */
  record Shown(long injectionWh, int perMille) {}

  /** A reader of one station, which waits so long for an answer. */
  StationMeter(MeterSource source, Duration timeout) {
    ModbusOptions usual = ModbusOptions.defaults();
    client =
        new DigitalpetriModbusClient(
            source.endpoint(),
            new ModbusOptions(
                timeout,
                usual.timeoutsBeforeDisconnect(),
                usual.firstBackOff(),
                usual.longestBackOff()),
            InstantSource.system());
    reader = new SunSpecReader(client, source.unit());
  }

  Shown read() {
    MeterRegisters totals = value(reader.identify().then(reader::readMeter));
    return new Shown(totals.exportWh() - totals.importWh(), value(reader.stateOfCharge()));
  }

  private static <T> T value(DeviceResult<T> result) {
    if (result instanceof DeviceResult.Ok<T> ok) {
      return ok.value();
    }
    throw new IllegalStateException("the simulated station failed: " + result);
  }

  @Override
  public void close() {
    client.close();
  }
}
