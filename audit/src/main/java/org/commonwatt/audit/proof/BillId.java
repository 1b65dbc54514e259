package org.commonwatt.audit.proof;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Names a bill line, or all lines of a settlement run, as the API does: {@code
 * 2022-08-02T07:00:00Z/0/3}, or {@code 2022-08-02T07:00:00Z/0}.
 *
 * @param slotStart start of the slot
 * @param run which settlement of the slot, from 0
 * @param line which line of the run, from 0; null for all of them
 */
public record BillId(Instant slotStart, int run, @Nullable Integer line) {

  /**
   * Reads the name.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static BillId parse(String text) {
    String[] parts = text.split("/", -1);
    try {
      if (parts.length == 2 || parts.length == 3) {
        Integer line = parts.length == 3 ? Integer.valueOf(parts[2]) : null;
        BillId id = new BillId(Instant.parse(parts[0]), Integer.parseInt(parts[1]), line);
        if (id.run >= 0 && (line == null || line >= 0)) {
          return id;
        }
      }
    } catch (DateTimeException | NumberFormatException e) {
      throw new IllegalArgumentException(expected(), e);
    }
    throw new IllegalArgumentException(expected());
  }

  private static String expected() {
    return "expected SLOT/RUN/LINE or SLOT/RUN, such as 2022-08-02T07:00:00Z/0/3";
  }
}
