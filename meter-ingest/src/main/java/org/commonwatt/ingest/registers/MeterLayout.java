package org.commonwatt.ingest.registers;

import org.commonwatt.ingest.modbus.ModbusClient;

/** Where a kind of meter keeps its totals. */
public interface MeterLayout {

  /**
   * A reader of one meter of this kind.
   *
   * @param client connection to its endpoint; not closed by the reader
   * @param unit unit id, 0 to 255
   */
  MeterReader reader(ModbusClient client, int unit);
}
