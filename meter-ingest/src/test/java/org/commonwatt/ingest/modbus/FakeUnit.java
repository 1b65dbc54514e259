package org.commonwatt.ingest.modbus;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Registers of one table in memory; whatever was not put there is an illegal address. */
public final class FakeUnit implements ModbusClient {
  private final Map<Integer, Integer> registers = new HashMap<>();
  private final List<Integer> requests = new ArrayList<>();
  private final RegisterTable table;
  private FailureCode missing = FailureCode.ILLEGAL_ADDRESS;

  /** A unit with holding registers. */
  public FakeUnit() {
    this(RegisterTable.HOLDING);
  }

  /** A unit with registers of a table. */
  public FakeUnit(RegisterTable table) {
    this.table = table;
  }

  /** The addresses that were asked for, in order. */
  public List<Integer> requests() {
    return requests;
  }

  /** Sets registers from an address on. */
  public FakeUnit put(int address, int... values) {
    for (int i = 0; i < values.length; i++) {
      registers.put(address + i, values[i] & 0xffff);
    }
    return this;
  }

  /** How a register that is not there fails. */
  public FakeUnit failingOtherwise(FailureCode code) {
    missing = code;
    return this;
  }

  @Override
  public DeviceResult<RegisterBlock> read(RegisterTable asked, int unit, int address, int count) {
    requests.add(address);
    ByteBuffer bytes = ByteBuffer.allocate(2 * count);
    for (int i = 0; i < count; i++) {
      Integer value = asked == table ? registers.get(address + i) : null;
      if (value == null) {
        return DeviceResult.failed(missing, "no register " + (address + i));
      }
      bytes.putShort(value.shortValue());
    }
    return DeviceResult.ok(new RegisterBlock(bytes.array()));
  }

  @Override
  public void close() {}
}
