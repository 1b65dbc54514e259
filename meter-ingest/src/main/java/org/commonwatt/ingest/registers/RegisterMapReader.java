package org.commonwatt.ingest.registers;

import java.util.Objects;
import java.util.function.Supplier;
import org.commonwatt.ingest.modbus.DeviceResult;
import org.commonwatt.ingest.modbus.FailureCode;
import org.commonwatt.ingest.modbus.ModbusClient;
import org.commonwatt.ingest.modbus.RegisterBlock;
import org.jspecify.annotations.Nullable;

/**
 * Reads a meter by its register map. All registers of a value come from one request; the two
 * energies do, too, when the one follows the other. The clock is read last, so that it is of the
 * moment in which the reader returns; one that cannot be read costs no reading.
 */
final class RegisterMapReader implements MeterReader {
  private static final String IMPORT = "import";
  private static final String EXPORT = "export";
  private static final String POWER = "power";

  private final RegisterMap map;
  private final ModbusClient client;
  private final int unit;

  private record Energies(RegisterPoint.Exact imported, RegisterPoint.@Nullable Exact exported) {}

  RegisterMapReader(RegisterMap map, ModbusClient client, int unit) {
    this.map = map;
    this.client = client;
    this.unit = unit;
  }

  @Override
  public DeviceResult<MeterRegisters> read() {
    return energies()
        .then(energies -> single(map.power(), POWER).then(power -> registers(energies, power)))
        .then(registers -> DeviceResult.ok(map.clock() == null ? registers : withClock(registers)));
  }

  private MeterRegisters withClock(MeterRegisters registers) {
    ClockPoint clock = Objects.requireNonNull(map.clock());
    DeviceResult<RegisterBlock> answer =
        client.read(clock.table(), unit, clock.address(), clock.type().words());
    return answer instanceof DeviceResult.Ok<RegisterBlock> ok
        ? registers.at(clock.decode(ok.value()))
        : registers;
  }

  @Override
  public String device() {
    return map.name();
  }

  private DeviceResult<Energies> energies() {
    RegisterPoint first = map.imported();
    RegisterPoint second = map.exported();
    if (second == null) {
      return single(first, IMPORT).then(value -> DeviceResult.ok(new Energies(value, null)));
    }
    if (second.table() == first.table() && second.address() == first.end()) {
      int count = second.end() - first.address();
      return client
          .read(first.table(), unit, first.address(), count)
          .then(
              block ->
                  both(
                      first.decode(block, first.address(), IMPORT),
                      () -> second.decode(block, first.address(), EXPORT)));
    }
    return both(single(first, IMPORT), () -> single(second, EXPORT));
  }

  private static DeviceResult<Energies> both(
      DeviceResult<RegisterPoint.Exact> imported,
      Supplier<DeviceResult<RegisterPoint.Exact>> exported) {
    return imported.then(in -> exported.get().then(out -> DeviceResult.ok(new Energies(in, out))));
  }

  private DeviceResult<RegisterPoint.Exact> single(RegisterPoint point, String name) {
    DeviceResult<RegisterBlock> answer =
        client.read(point.table(), unit, point.address(), point.type().words());
    return answer.then(block -> point.decode(block, point.address(), name));
  }

  private DeviceResult<MeterRegisters> registers(Energies energies, RegisterPoint.Exact power) {
    RegisterPoint.Exact exported = energies.exported();
    long resolution =
        Math.max(energies.imported().resolution(), exported == null ? 1 : exported.resolution());
    RegisterPoint.Exact injected = map.powerIsImport() ? power.negated() : power;
    return total(energies.imported(), IMPORT)
        .then(
            importWh ->
                (exported == null ? DeviceResult.ok(0L) : total(exported, EXPORT))
                    .then(
                        exportWh ->
                            injected
                                .floored(POWER)
                                .then(
                                    powerW ->
                                        DeviceResult.ok(
                                            new MeterRegisters(
                                                importWh, exportWh, powerW, resolution)))));
  }

  /** A total only grows from 0: a negative one is read wrongly. */
  private static DeviceResult<Long> total(RegisterPoint.Exact value, String name) {
    return value
        .floored(name)
        .then(
            wh ->
                wh < 0
                    ? DeviceResult.failed(
                        FailureCode.OUT_OF_RANGE,
                        name + " reads negative: check its type and word order")
                    : DeviceResult.ok(wh));
  }
}
