package org.commonwatt.ingest.modbus;

/**
 * Reads registers of the units behind one endpoint. An implementation has at most one request under
 * way: slow gateways lose pipelined requests. Calls block; a client may be used by several threads,
 * which then take turns.
 */
public interface ModbusClient extends AutoCloseable {
  /** The most registers that one request may ask for. */
  int MAX_REGISTERS = 125;

  /**
   * Reads registers. Connects first when there is no connection.
   *
   * @param table holding (function 3) or input registers (function 4)
   * @param unit unit id, 0 to 255
   * @param address address of the first register as on the wire, 0 to 65,535
   * @param count number of registers, 1 to 125
   * @return exactly {@code count} registers, or the failure: {@code TIMEOUT}, {@code EXCEPTION},
   *     {@code ILLEGAL_ADDRESS}, {@code UNIT_UNREACHABLE}, {@code DISCONNECTED} or {@code GARBLED}
   */
  DeviceResult<RegisterBlock> read(RegisterTable table, int unit, int address, int count);

  /** Reads holding registers, as {@link #read} does. */
  default DeviceResult<RegisterBlock> readHoldingRegisters(int unit, int address, int count) {
    return read(RegisterTable.HOLDING, unit, address, count);
  }

  /** Disconnects; later reads fail as {@code DISCONNECTED}. */
  @Override
  void close();
}
