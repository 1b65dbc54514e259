package org.commonwatt.flink.registers;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HexFormat;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.commonwatt.flink.ReadingTypes;
import org.commonwatt.model.Quality;

/**
 * A reading as the metering job carries it: the registers, whose meter it is, and the bytes it came
 * from, so that a refusal loses nothing.
 *
 * @param meter id of a registered meter
 * @param participant whom the meter belongs to
 * @param sequence the meter's own count
 * @param timeMillis instant of the reading, UTC
 * @param importWh withdrawn since installation, Wh, not negative
 * @param exportWh injected since installation, Wh, not negative
 * @param powerW instantaneous power in W, injection positive
 * @param quality ACTUAL when read from the device
 * @param raw the stored bytes, each as the character of the same number, which keeps them twice as
 *     small as in hexadecimal
 */
@TypeInfo(ReadingTypes.class)
public record RegisterReading(
    String meter,
    String participant,
    long sequence,
    long timeMillis,
    long importWh,
    long exportWh,
    long powerW,
    Quality quality,
    String raw) {

  /**
   * By instant; among readings of one instant the first is the one that counts. The order depends
   * on the contents only, never on the arrival, so shuffled readings are judged alike.
   */
  public static final Comparator<RegisterReading> CANONICAL =
      (one, other) ->
          one.timeMillis == other.timeMillis
              ? RegisterReading.OF_AN_INSTANT.compare(one, other)
              : Long.compare(one.timeMillis, other.timeMillis);

  private static final Comparator<RegisterReading> OF_AN_INSTANT =
      Comparator.comparingLong(RegisterReading::sequence)
          .thenComparingLong(RegisterReading::importWh)
          .thenComparingLong(RegisterReading::exportWh)
          .thenComparingLong(RegisterReading::powerW)
          .thenComparing(RegisterReading::quality)
          .thenComparing(RegisterReading::raw);

  /** Whether the other reading says the same; the meter's count and the bytes may differ. */
  public boolean saysTheSameAs(RegisterReading other) {
    return timeMillis == other.timeMillis
        && importWh == other.importWh
        && exportWh == other.exportWh
        && powerW == other.powerW
        && quality == other.quality;
  }

  /** The same reading with other registers. */
  RegisterReading plus(RegisterOffsets offsets) {
    if (offsets.importWh() == 0 && offsets.exportWh() == 0) {
      return this;
    }
    return new RegisterReading(
        meter,
        participant,
        sequence,
        timeMillis,
        Math.addExact(importWh, offsets.importWh()),
        Math.addExact(exportWh, offsets.exportWh()),
        powerW,
        quality,
        raw);
  }

  /** The stored bytes in hexadecimal. */
  public String rawHex() {
    return HexFormat.of().formatHex(raw.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Whether a register shows less than in the other reading. */
  boolean isBelow(RegisterReading other) {
    return importWh < other.importWh || exportWh < other.exportWh;
  }
}
