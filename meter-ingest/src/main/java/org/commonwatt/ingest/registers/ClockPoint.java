package org.commonwatt.ingest.registers;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.commonwatt.ingest.modbus.RegisterBlock;
import org.commonwatt.ingest.modbus.RegisterTable;
import org.jspecify.annotations.Nullable;

/**
 * Where a device shows its own clock, counted from an instant.
 *
 * @param table holding or input registers
 * @param address of its first register as on the wire, from 0
 * @param type how its registers make a number
 * @param order of its registers
 * @param millisPerUnit what the number counts, ms
 * @param epochMillis the instant at which it shows 0, UTC
 */
public record ClockPoint(
    RegisterTable table,
    int address,
    RegisterType type,
    WordOrder order,
    long millisPerUnit,
    long epochMillis) {
  private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE / 2);

  /** Checks that the registers exist. */
  public ClockPoint {
    RegisterPoint.requireRegisters(address, type);
  }

  /** The device's time, UTC ms; null when it gives none, or none that can be. */
  @Nullable Long decode(RegisterBlock block) {
    return type.decode(block, 0, order)
        .map(number -> number.multiply(BigDecimal.valueOf(millisPerUnit)))
        .filter(millis -> millis.abs().compareTo(LARGEST) < 0)
        .map(millis -> millis.setScale(0, RoundingMode.FLOOR).longValueExact() + epochMillis)
        .orElse(null);
  }
}
