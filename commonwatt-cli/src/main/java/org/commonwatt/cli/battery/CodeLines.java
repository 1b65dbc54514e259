package org.commonwatt.cli.battery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The codes of a stream, one a line; bytes that are no UTF-8 become U+FFFD. */
public final class CodeLines {
  /** More than any code has; what a line has beyond is passed over. */
  static final int LONGEST = 1000;

  private final BufferedReader reader;

  /** The lines of a stream. */
  public CodeLines(InputStream in) {
    this.reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  /**
   * The next line that is not blank, at most its first {@value #LONGEST} characters; null at the
   * end.
   */
  public @Nullable String next() throws IOException {
    StringBuilder line = new StringBuilder();
    int c = reader.read();
    while (c >= 0) {
      if (c == '\n') {
        if (!line.toString().isBlank()) {
          return text(line);
        }
        line.setLength(0);
      } else if (line.length() < LONGEST) {
        line.append((char) c);
      }
      c = reader.read();
    }
    return line.toString().isBlank() ? null : text(line);
  }

  private static String text(StringBuilder line) {
    int last = line.length() - 1;
    return line.charAt(last) == '\r' ? line.substring(0, last) : line.toString();
  }
}
