package org.commonwatt.cli.clearing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a stream as bytes, with their numbers; blank lines are passed over. */
final class Lines {
  private final InputStream in;
  private long number;

  Lines(InputStream in) {
    this(in, 0);
  }

  /** Lines of a stream that begins after so many others. */
  Lines(InputStream in, long before) {
    this.in = in;
    this.number = before;
  }

  /** All bytes that are left. */
  byte[] rest() throws IOException {
    return in.readAllBytes();
  }

  /** A line that is not blank. */
  record Line(long number, byte[] bytes) {}

  /** The next line that is not blank, null at the end. */
  @Nullable Line next() throws IOException {
    while (true) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      int c = in.read();
      if (c < 0) {
        return null;
      }
      boolean blank = true;
      number++;
      while (c >= 0 && c != '\n') {
        blank &= c == ' ' || c == '\t' || c == '\r';
        bytes.write(c);
        c = in.read();
      }
      if (!blank) {
        return new Line(number, bytes.toByteArray());
      }
    }
  }
}
