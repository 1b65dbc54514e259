package org.commonwatt.ingest;

import org.commonwatt.model.Hash;
import org.commonwatt.model.MeterReading;
import org.jspecify.annotations.Nullable;

/**
 * The last accepted reading of a meter: what the next one is chained to and compared with.
 *
 * @param sequence its number
 * @param shown its instant and registers
 * @param beforeFall what was shown before a register fell, as long as the registers may go on from
 *     there: a device that starts up shows zeros for a while; null when none has fallen
 * @param hash of its stored bytes
 */
record LastReading(long sequence, Shown shown, @Nullable Shown beforeFall, Hash hash) {

  /**
   * Registers at an instant.
   *
   * @param timeMillis instant, UTC
   * @param importWh import register
   * @param exportWh export register
   */
  record Shown(long timeMillis, long importWh, long exportWh) {

    static Shown of(MeterReading reading) {
      return new Shown(reading.timeMillis(), reading.importWh(), reading.exportWh());
    }

    /** Whether a register shows less than that. */
    boolean isBelow(Shown other) {
      return importWh < other.importWh || exportWh < other.exportWh;
    }
  }

  /**
   * A reading that was accepted after another.
   *
   * @param last the one before, if there is one
   */
  static LastReading of(MeterReading reading, byte[] stored, @Nullable LastReading last) {
    Shown shown = Shown.of(reading);
    return new LastReading(
        reading.sequence(), shown, last == null ? null : beforeFall(last, shown), Hash.of(stored));
  }

  /** A register that rises where it fell to has been reset, has wrapped, or is another meter's. */
  private static @Nullable Shown beforeFall(LastReading last, Shown next) {
    Shown before = last.beforeFall();
    if (next.isBelow(last.shown())) {
      return before == null ? last.shown() : before;
    }
    return before == null || !next.isBelow(before) || hasRisen(before, last.shown(), next)
        ? null
        : before;
  }

  private static boolean hasRisen(Shown before, Shown fallen, Shown next) {
    return (fallen.importWh < before.importWh && next.importWh > fallen.importWh)
        || (fallen.exportWh < before.exportWh && next.exportWh > fallen.exportWh);
  }
}
