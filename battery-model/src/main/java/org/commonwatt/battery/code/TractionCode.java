package org.commonwatt.battery.code;

import org.commonwatt.battery.AssetKind;

/**
 * The parts of a GB/T 34014-2017 code, as they are written.
 *
 * @param vendor 3 characters
 * @param kind what it is on: not {@link AssetKind#ESS}
 * @param chemistry a character of the table
 * @param spec 2 characters
 * @param traceability 7 characters, empty in second life
 * @param date year, month and day, a character each
 * @param serial 7 digits
 * @param reuse {@code RP}, {@code RM} or {@code RC} in second life, else empty
 */
public record TractionCode(
    String vendor,
    AssetKind kind,
    char chemistry,
    String spec,
    String traceability,
    String date,
    String serial,
    String reuse) {
  /** How many characters a code has. */
  static final int LENGTH = 24;

  /** How many in second life. */
  static final int REUSED_LENGTH = 19;

  /**
   * The parts of a text of the right length, whatever is at its places but a kind at the fourth.
   */
  static TractionCode split(String text, AssetKind kind) {
    boolean reused = text.length() == REUSED_LENGTH;
    int date = reused ? 7 : 14;
    return new TractionCode(
        text.substring(0, 3),
        kind,
        text.charAt(4),
        text.substring(5, 7),
        text.substring(7, date),
        text.substring(date, date + 3),
        text.substring(date + 3, date + 10),
        text.substring(date + 10));
  }

  /** The code. */
  public String text() {
    return vendor
        + kind.letter().orElseThrow(() -> new IllegalArgumentException(kind + " has no letter"))
        + chemistry
        + spec
        + traceability
        + date
        + serial
        + reuse;
  }
}
