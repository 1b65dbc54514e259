package org.commonwatt.battery.code;

/**
 * What is wrong with a code.
 *
 * @param code the reason
 * @param position where, in characters of the code from 1 on; one behind the last for what is
 *     missing. White space around the code does not count
 * @param message one sentence that says what would be right
 */
public record CodeError(Code code, int position, String message) {
  /** Why a text is no code. */
  public enum Code {
    /** There is nothing. */
    EMPTY,
    /** Too few characters or too many for any code; nothing else is then looked at. */
    LENGTH,
    /** No character of any code of the scheme. */
    CHARACTER,
    /** Position 4 of a GB/T 34014 code is not {@code P}, {@code M} or {@code C}. */
    KIND,
    /** No chemistry. */
    CHEMISTRY,
    /** No year. */
    YEAR,
    /** No month. */
    MONTH,
    /** No day. */
    DAY,
    /** The calendar has no such day, whichever source is right. */
    DATE,
    /** A serial number has another character than a digit, or there is no digit at all. */
    SERIAL,
    /** A second-life code has no {@code R} where it must be, or none of P, M, C behind it. */
    REUSE,
    /** No issuing agency is known by these characters. */
    ISSUER,
    /** A check digit is another. */
    CHECK_DIGIT
  }
}
