package org.commonwatt.ingest.sunspec;

import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.FailureCode;
import org.commonwatt.ingest.registers.MeterReader;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.jspecify.annotations.Nullable;

/**
 * Reads a SunSpec meter. The device is identified at the first reading, and again after its map
 * turned out to be elsewhere.
 */
final class SunSpecMeter implements MeterReader {
  private final SunSpecReader reader;
  private final int model;
  private @Nullable SunSpecDevice known;

  SunSpecMeter(SunSpecReader reader, int model) {
    this.reader = reader;
    this.model = model;
  }

  @Override
  public DeviceResult<MeterRegisters> read() {
    if (known == null) {
      return identify().then(reader::readMeter);
    }
    DeviceResult<MeterRegisters> result = reader.readMeter(known);
    return isMoved(result) ? identify().then(reader::readMeter) : result;
  }

  @Override
  public String device() {
    SunSpecDevice device = known;
    return device == null ? "" : device.toString();
  }

  /** The map is no longer where it was: another device, or new firmware. */
  private static boolean isMoved(DeviceResult<MeterRegisters> result) {
    return result instanceof DeviceResult.Failed<MeterRegisters> failed
        && (failed.failure().code() == FailureCode.MODEL_MISSING
            || failed.failure().code() == FailureCode.ILLEGAL_ADDRESS);
  }

  private DeviceResult<SunSpecDevice> identify() {
    return reader
        .identify(model)
        .then(
            device -> {
              known = device;
              return DeviceResult.ok(device);
            });
  }
}
