package org.commonwatt.flink.registers;

import org.commonwatt.model.Quality;

/**
 * A meter's registers at a slot border.
 *
 * @param timeMillis the border, UTC
 * @param importWh withdrawn since installation, Wh
 * @param exportWh injected since installation, Wh
 * @param quality ESTIMATED when no reading lies on the border
 */
public record BorderRegisters(long timeMillis, long importWh, long exportWh, Quality quality) {

  /** The registers of a reading taken exactly at the border. */
  static BorderRegisters exactly(RegisterReading reading) {
    return new BorderRegisters(
        reading.timeMillis(), reading.importWh(), reading.exportWh(), reading.quality());
  }

  /** The same, of no better quality than so. */
  BorderRegisters atBest(Quality least) {
    return new BorderRegisters(timeMillis, importWh, exportWh, Quality.worse(quality, least));
  }

  /**
   * The registers at a border between two readings, on the straight line between them, rounded
   * down.
   *
   * @param before a reading before the border
   * @param after a reading after the border, no register below {@code before}
   */
  static BorderRegisters between(RegisterReading before, RegisterReading after, long borderMillis) {
    long part = borderMillis - before.timeMillis();
    long whole = after.timeMillis() - before.timeMillis();
    return new BorderRegisters(
        borderMillis,
        onLine(before.importWh(), after.importWh(), part, whole),
        onLine(before.exportWh(), after.exportWh(), part, whole),
        Quality.ESTIMATED);
  }

  /** {@code from + floor((to - from) * part / whole)} without overflow; 0 <= part <= whole. */
  private static long onLine(long from, long to, long part, long whole) {
    return from + WideMath.multiplyDivide(to - from, part, whole);
  }
}
