package org.commonwatt.ingest.sunspec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.ingest.modbus.DeviceFailure;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.FailureCode;
import org.commonwatt.ingest.modbus.ModbusClient;
import org.commonwatt.ingest.modbus.RegisterBlock;

/**
 * Finds and reads the SunSpec models of one unit.
 *
 * <p>A map begins with the marker {@code SunS} at 40000 (nearly always), 0 or 50000; then come
 * models, each an id, a length and so many registers; the id 0xFFFF ends the map.
 */
public final class SunSpecReader {
  /** Where a map may begin, the most usual first. */
  public static final List<Integer> BASES = List.of(40_000, 0, 50_000);

  /** {@code SunS} in two registers. */
  public static final long MARKER = 0x53756e53L;

  /** The model id that ends a map. */
  public static final int END = 0xffff;

  private static final int LAST_ADDRESS = 65_535;
  // A real map has a handful of models; a device that never ends its map must not hold the poller.
  private static final int MOST_MODELS = 64;

  private final ModbusClient client;
  private final int unit;

  /**
   * A reader of one unit.
   *
   * @param client connection to its endpoint; not closed here
   * @param unit unit id
   */
  public SunSpecReader(ModbusClient client, int unit) {
    this.client = client;
    this.unit = unit;
  }

  /**
   * Walks the map: model 1 tells who the device is, and model 203 must be there.
   *
   * @return the device, or {@code NO_SUNSPEC}, {@code MODEL_MISSING}, or a failure of the
   *     connection
   */
  public DeviceResult<SunSpecDevice> identify() {
    return findBase().then(this::walk).then(this::describe);
  }

  /**
   * Reads the meter's totals in one request, so that values and scale factors belong together.
   *
   * @param device as identified before; a {@code MODEL_MISSING} means: identify it anew
   */
  public DeviceResult<MeterRegisters> readMeter(SunSpecDevice device) {
    return client
        .readHoldingRegisters(unit, device.meterAddress(), MeterModel.REGISTERS)
        .then(MeterModel::read);
  }

  private DeviceResult<Integer> findBase() {
    for (int base : BASES) {
      DeviceResult<RegisterBlock> answer = client.readHoldingRegisters(unit, base, 2);
      if (answer instanceof DeviceResult.Ok<RegisterBlock> ok) {
        if (ok.value().unsigned32(0) == MARKER) {
          return DeviceResult.ok(base);
        }
      } else if (answer instanceof DeviceResult.Failed<RegisterBlock> failed
          && !isRefusal(failed.failure())) {
        return new DeviceResult.Failed<>(failed.failure());
      }
    }
    return DeviceResult.failed(
        FailureCode.NO_SUNSPEC,
        "unit " + unit + " has no SunS marker at " + BASES + ": is it a SunSpec device?");
  }

  /** The device answered that these registers are not for us; another base may be. */
  private static boolean isRefusal(DeviceFailure failure) {
    return failure.code() == FailureCode.ILLEGAL_ADDRESS || failure.code() == FailureCode.EXCEPTION;
  }

  private DeviceResult<Map<Integer, Integer>> walk(int base) {
    Map<Integer, Integer> addresses = new HashMap<>();
    int address = base + 2;
    for (int i = 0; i < MOST_MODELS && address < LAST_ADDRESS; i++) {
      DeviceResult<RegisterBlock> answer = client.readHoldingRegisters(unit, address, 2);
      if (!(answer instanceof DeviceResult.Ok<RegisterBlock> header)) {
        // Some devices end their map without the end model.
        DeviceFailure failure = ((DeviceResult.Failed<RegisterBlock>) answer).failure();
        return isRefusal(failure) ? DeviceResult.ok(addresses) : new DeviceResult.Failed<>(failure);
      }
      int id = header.value().unsigned16(0);
      if (id == END) {
        return DeviceResult.ok(addresses);
      }
      addresses.putIfAbsent(id, address);
      address += 2 + header.value().unsigned16(1);
    }
    return DeviceResult.ok(addresses);
  }

  private DeviceResult<SunSpecDevice> describe(Map<Integer, Integer> addresses) {
    Integer common = addresses.get(CommonModel.ID);
    Integer meter = addresses.get(MeterModel.ID);
    if (common == null || meter == null) {
      return DeviceResult.failed(
          FailureCode.MODEL_MISSING,
          "unit %d needs models 1 and 203, its map has %s"
              .formatted(unit, addresses.keySet().stream().sorted().toList()));
    }
    return client
        .readHoldingRegisters(unit, common, CommonModel.DEVICE_ADDRESS)
        .then(
            block ->
                DeviceResult.ok(
                    new SunSpecDevice(
                        block.text(CommonModel.MANUFACTURER, CommonModel.LONG_TEXT),
                        block.text(CommonModel.MODEL, CommonModel.LONG_TEXT),
                        block.text(CommonModel.SERIAL, CommonModel.LONG_TEXT),
                        meter)));
  }
}
