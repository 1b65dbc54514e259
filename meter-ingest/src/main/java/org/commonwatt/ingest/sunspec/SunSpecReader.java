package org.commonwatt.ingest.sunspec;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.commonwatt.ingest.modbus.DeviceFailure;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.FailureCode;
import org.commonwatt.ingest.modbus.ModbusClient;
import org.commonwatt.ingest.modbus.RegisterBlock;
import org.commonwatt.ingest.registers.MeterRegisters;

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
   * Walks the map: model 1 tells who the device is, and of the models with totals the most wanted
   * is taken: a meter (201 to 204), a distributed energy resource (701), an inverter (101 to 103).
   *
   * @return the device, or {@code NO_SUNSPEC}, {@code MODEL_MISSING}, or a failure of the
   *     connection
   */
  public DeviceResult<SunSpecDevice> identify() {
    return identify(0);
  }

  /**
   * Walks the map likewise, for the totals of one model.
   *
   * @param model id of the model that is wanted; 0 for the most wanted
   */
  public DeviceResult<SunSpecDevice> identify(int model) {
    return findBase().then(this::walk).then(addresses -> describe(addresses, model));
  }

  /**
   * Reads the device's totals in one request, so that values and scale factors belong together.
   *
   * @param device as identified before; a {@code MODEL_MISSING} means: identify it anew
   */
  public DeviceResult<MeterRegisters> readMeter(SunSpecDevice device) {
    TotalsModel model = TotalsModel.of(device.totalsModel()).orElseThrow();
    return client
        .readHoldingRegisters(unit, device.totalsAddress(), model.registers())
        .then(model::read);
  }

  /**
   * Walks the map and reads a battery's state of charge, from model 713 or else 802.
   *
   * @return tenths of a percent, 0 to 1000, floored; {@code MODEL_MISSING} when it has neither; or
   *     another failure
   */
  public DeviceResult<Integer> stateOfCharge() {
    return findBase().then(this::walk).then(this::readCharge);
  }

  private DeviceResult<Integer> readCharge(Map<Integer, Integer> addresses) {
    for (StorageModel model : StorageModel.values()) {
      Integer address = addresses.get(model.id());
      if (address != null) {
        return client
            .readHoldingRegisters(unit, address, 2)
            .then(header -> readCharge(model, address, header.unsigned16(1)));
      }
    }
    return DeviceResult.failed(
        FailureCode.MODEL_MISSING, "unit " + unit + " has neither model 713 nor 802");
  }

  private DeviceResult<Integer> readCharge(StorageModel model, int address, int length) {
    return client
        .readHoldingRegisters(unit, address, model.registers(length))
        .then(model::stateOfCharge);
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

  private DeviceResult<SunSpecDevice> describe(Map<Integer, Integer> addresses, int wanted) {
    Integer common = addresses.get(CommonModel.ID);
    Optional<Integer> totals =
        addresses.keySet().stream()
            .filter(id -> TotalsModel.of(id).isPresent() && (wanted == 0 || id == wanted))
            .min(Comparator.comparing((Integer id) -> TotalsModel.of(id).orElseThrow()));
    if (common == null || totals.isEmpty()) {
      return DeviceResult.failed(
          FailureCode.MODEL_MISSING,
          "unit %d needs model 1 and %s, its map has %s"
              .formatted(
                  unit,
                  wanted == 0 ? "one of 201 to 204, 701, 101 to 103" : "model " + wanted,
                  addresses.keySet().stream().sorted().toList()));
    }
    int model = totals.get();
    return client
        .readHoldingRegisters(unit, common, CommonModel.DEVICE_ADDRESS)
        .then(
            block ->
                DeviceResult.ok(
                    new SunSpecDevice(
                        block.text(CommonModel.MANUFACTURER, CommonModel.LONG_TEXT),
                        block.text(CommonModel.MODEL, CommonModel.LONG_TEXT),
                        block.text(CommonModel.SERIAL, CommonModel.LONG_TEXT),
                        model,
                        addresses.getOrDefault(model, 0))));
  }
}
