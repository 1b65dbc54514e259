package org.commonwatt.ingest.scan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.commonwatt.ingest.config.DevicesFile;
import org.commonwatt.ingest.config.RegisterMapFile;
import org.commonwatt.ingest.modbus.DeviceFailure;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.FailureCode;
import org.commonwatt.ingest.modbus.ModbusClient;
import org.commonwatt.ingest.registers.MeterReader;
import org.commonwatt.ingest.registers.MeterRegisters;
import org.commonwatt.ingest.sunspec.SunSpecLayout;
import org.commonwatt.ingest.sunspec.SunSpecReader;

/**
 * Tries the ways to read a meter: SunSpec, and where that is not there the register maps that come
 * with the program. It only reads.
 */
public final class MeterScanner {
  private static final Set<FailureCode> OF_THE_CONNECTION =
      Set.of(
          FailureCode.TIMEOUT,
          FailureCode.DISCONNECTED,
          FailureCode.UNIT_UNREACHABLE,
          FailureCode.GARBLED);

  private final ModbusClient client;

  /**
   * A way that gave totals. A register map may do so by chance: another kind of meter may have
   * other values at the same addresses.
   *
   * @param map as a devices file names it
   * @param device what is known of the device
   * @param registers the totals
   */
  public record Way(String map, String device, MeterRegisters registers) {}

  /**
   * What a unit answered.
   *
   * @param ways that gave totals; one when it is SunSpec
   * @param note why SunSpec did not, in one sentence; empty when it did
   */
  public record Answer(List<Way> ways, String note) {}

  /** Scans over a connection, which is not closed here. */
  public MeterScanner(ModbusClient client) {
    this.client = client;
  }

  /**
   * Looks at a unit.
   *
   * @param unit unit id, 0 to 255
   * @return what it answered, or that it did not: {@code TIMEOUT}, {@code DISCONNECTED}, {@code
   *     UNIT_UNREACHABLE} or {@code GARBLED}
   */
  public DeviceResult<Answer> look(int unit) {
    MeterReader sunSpec = SunSpecLayout.ANY.reader(client, unit);
    DeviceResult<MeterRegisters> totals = sunSpec.read();
    if (totals instanceof DeviceResult.Ok<MeterRegisters> ok) {
      Way way = new Way(DevicesFile.SUNSPEC, sunSpec.device() + charge(unit), ok.value());
      return DeviceResult.ok(new Answer(List.of(way), ""));
    }
    DeviceFailure failure = ((DeviceResult.Failed<MeterRegisters>) totals).failure();
    return OF_THE_CONNECTION.contains(failure.code())
        ? new DeviceResult.Failed<>(failure)
        : DeviceResult.ok(new Answer(byMaps(unit), failure.message()));
  }

  /** How full its battery is, for people; nothing without one. */
  private String charge(int unit) {
    return new SunSpecReader(client, unit).stateOfCharge()
            instanceof DeviceResult.Ok<Integer> perMille
        ? ", battery at %d.%d %%".formatted(perMille.value() / 10, perMille.value() % 10)
        : "";
  }

  private List<Way> byMaps(int unit) {
    List<Way> ways = new ArrayList<>();
    for (String name : RegisterMapFile.READY) {
      MeterReader reader = RegisterMapFile.ready(name).reader(client, unit);
      if (reader.read() instanceof DeviceResult.Ok<MeterRegisters> ok) {
        ways.add(new Way(name, reader.device(), ok.value()));
      }
    }
    return ways;
  }
}
