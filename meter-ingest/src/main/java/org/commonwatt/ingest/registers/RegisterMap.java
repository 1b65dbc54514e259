package org.commonwatt.ingest.registers;

import org.commonwatt.ingest.modbus.ModbusClient;
import org.jspecify.annotations.Nullable;

/**
 * An explicit register map of a kind of meter.
 *
 * @param name of the kind of meter
 * @param source where the map was taken from, so that a reader can check it
 * @param imported total energy withdrawn from the grid
 * @param exported total energy injected into the grid; null for a meter of one direction, which
 *     then counts as never exporting
 * @param power instantaneous active power
 * @param powerIsImport whether positive power is import, as most meters have it
 * @param clock the meter's own clock, null when it has none or it is not asked for
 */
public record RegisterMap(
    String name,
    String source,
    RegisterPoint imported,
    @Nullable RegisterPoint exported,
    RegisterPoint power,
    boolean powerIsImport,
    @Nullable ClockPoint clock)
    implements MeterLayout {

  /** Checks the units. */
  public RegisterMap {
    requireUnit("import", imported, true);
    if (exported != null) {
      requireUnit("export", exported, true);
    }
    requireUnit("power", power, false);
  }

  @Override
  public MeterReader reader(ModbusClient client, int unit) {
    return new RegisterMapReader(this, client, unit);
  }

  private static void requireUnit(String name, RegisterPoint point, boolean energy) {
    if (point.unit().isEnergy() != energy) {
      throw new IllegalArgumentException(
          name + ": the unit must be " + (energy ? "Wh, kWh or MWh" : "W or kW"));
    }
  }
}
