package org.commonwatt.ingest.backfill;

import java.io.BufferedReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads lines as {@link BufferedReader} does, but of a long one the beginning only. */
final class BoundedLines {
  private final BufferedReader reader;
  private final int most;
  private boolean afterReturn;

  /**
   * Lines of a reader.
   *
   * @param reader from where it stands
   * @param most the most characters of a line that are kept
   */
  BoundedLines(BufferedReader reader, int most) {
    this.reader = reader;
    this.most = most;
  }

  /** The next line without its end, cut off where it is too long; null when there is none. */
  @Nullable String next() throws IOException {
    int next = reader.read();
    if (afterReturn && next == '\n') {
      next = reader.read();
    }
    if (next < 0) {
      return null;
    }
    StringBuilder line = new StringBuilder();
    while (next >= 0 && next != '\n' && next != '\r') {
      if (line.length() < most) {
        line.append((char) next);
      }
      next = reader.read();
    }
    afterReturn = next == '\r';
    return line.toString();
  }
}
