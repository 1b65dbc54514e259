package org.commonwatt.engine.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.OptionalLong;

/**
 * Reads and writes instants of ISO 8601 in UTC, as {@link Instant} would, in a tenth of its time:
 * each order has one, and each answer two. Only the digits are ours; the calendar is the JDK's.
 */
final class Instants {
  private static final long DAY = 86_400_000;
  private static final String PATTERN = "dddd-dd-ddTdd:dd:dd";
  private static final int SECONDS = PATTERN.length(); // where the fraction or the Z begins
  private static final int FIRST_YEAR = 1_900;
  private static final int LAST_YEAR = 2_499;
  private static final long FIRST = LocalDate.of(FIRST_YEAR, 1, 1).toEpochDay() * DAY;
  private static final long END = LocalDate.of(LAST_YEAR + 1, 1, 1).toEpochDay() * DAY;

  private Instants() {}

  /**
   * The milliseconds since the epoch of an instant as the API's document has it: in UTC, of the
   * years 1900 to 2499, with up to three digits of a second's fraction. Empty of any other text.
   */
  static OptionalLong parse(String text) {
    int millis = millis(text);
    if (millis < 0 || !hasPattern(text)) {
      return OptionalLong.empty();
    }
    int year = number(text, 0, 4);
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, 19);
    if (year < FIRST_YEAR || year > LAST_YEAR || hour > 23 || minute > 59 || second > 59) {
      return OptionalLong.empty();
    }
    try {
      long day = LocalDate.of(year, number(text, 5, 7), number(text, 8, 10)).toEpochDay();
      return OptionalLong.of(day * DAY + ((hour * 60L + minute) * 60 + second) * 1_000 + millis);
    } catch (DateTimeException e) {
      return OptionalLong.empty(); // a day that no month has
    }
  }

  /**
   * The text of an instant: without a fraction when it has whole seconds, else with three digits.
   */
  static String text(long epochMillis) {
    if (epochMillis < FIRST || epochMillis >= END) {
      return Instant.ofEpochMilli(epochMillis).toString();
    }
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(epochMillis, DAY));
    int millis = (int) Math.floorMod(epochMillis, DAY);
    StringBuilder text = new StringBuilder(SECONDS + 5);
    digits(text, date.getYear(), 1_000);
    digits(text.append('-'), date.getMonthValue(), 10);
    digits(text.append('-'), date.getDayOfMonth(), 10);
    digits(text.append('T'), millis / 3_600_000, 10);
    digits(text.append(':'), millis / 60_000 % 60, 10);
    digits(text.append(':'), millis / 1_000 % 60, 10);
    if (millis % 1_000 != 0) {
      digits(text.append('.'), millis % 1_000, 100);
    }
    return text.append('Z').toString();
  }

  /** The fraction behind the seconds in ms, which ends the text with a Z; -1 when it is none. */
  private static int millis(String text) {
    int fraction = text.length() - SECONDS - 1;
    if (fraction < 0 || fraction == 1 || fraction > 4 || text.charAt(text.length() - 1) != 'Z') {
      return -1;
    }
    if (fraction == 0) {
      return 0;
    }
    int millis = text.charAt(SECONDS) == '.' ? 0 : -1;
    for (int i = 1; i <= 3 && millis >= 0; i++) {
      int digit = i < fraction ? text.charAt(SECONDS + i) - '0' : 0;
      millis = digit < 0 || digit > 9 ? -1 : millis * 10 + digit;
    }
    return millis;
  }

  private static boolean hasPattern(String text) {
    for (int i = 0; i < SECONDS; i++) {
      char wanted = PATTERN.charAt(i);
      char found = text.charAt(i);
      if (wanted == 'd' ? found < '0' || found > '9' : found != wanted) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }

  private static void digits(StringBuilder text, int number, int first) {
    for (int digit = first; digit > 0; digit /= 10) {
      text.append((char) ('0' + number / digit % 10));
    }
  }
}
