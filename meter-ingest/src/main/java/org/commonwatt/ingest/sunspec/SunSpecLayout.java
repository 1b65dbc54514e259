package org.commonwatt.ingest.sunspec;

import org.commonwatt.ingest.modbus.ModbusClient;
import org.commonwatt.ingest.registers.MeterLayout;
import org.commonwatt.ingest.registers.MeterReader;

/**
 * A device that tells by itself where its totals are.
 *
 * @param model id of the model to read: 201 to 204, 701, 101 to 103; 0 for the most wanted that it
 *     has, a meter before a distributed energy resource before an inverter
 */
public record SunSpecLayout(int model) implements MeterLayout {
  /** The most wanted model that the device has. */
  public static final SunSpecLayout ANY = new SunSpecLayout(0);

  /** Checks the model. */
  public SunSpecLayout {
    if (model != 0 && TotalsModel.of(model).isEmpty()) {
      throw new IllegalArgumentException(
          "totals are in models 201 to 204, 701 and 101 to 103, not in " + model);
    }
  }

  @Override
  public MeterReader reader(ModbusClient client, int unit) {
    return new SunSpecMeter(new SunSpecReader(client, unit), model);
  }
}
