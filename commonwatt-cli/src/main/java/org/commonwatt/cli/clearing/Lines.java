package org.commonwatt.cli.clearing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a stream as bytes, with their numbers; blank lines are passed over. No more than one
 * line is held, and of one that is too long only its start.
 */
final class Lines {
  /** A longer line is no case: one of a million orders has some 100 million bytes. */
  static final int MAX_BYTES = 128 << 20;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;
  private long number;

  /** Lines of a stream that begins after so many others, and that whoever gives it closes. */
  Lines(InputStream in, long before) {
    this.in = new Unclosed(in);
    this.number = before;
  }

  /**
   * A line that is not blank.
   *
   * @param number its number, from 1
   * @param bytes without the line feed
   * @param isTooLong whether bytes are missing at the end
   */
  record Line(long number, byte[] bytes, boolean isTooLong) {}

  /** The next line that is not blank, null at the end. */
  @Nullable Line next() throws IOException {
    while (fill()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      boolean blank = true;
      boolean tooLong = false;
      number++;
      for (boolean ended = false; !ended && fill(); ) {
        int end = position;
        while (end < limit && buffer[end] != '\n') {
          blank &= buffer[end] == ' ' || buffer[end] == '\t' || buffer[end] == '\r';
          end++;
        }
        int taken = Math.min(end - position, MAX_BYTES - bytes.size());
        bytes.write(buffer, position, taken);
        tooLong |= taken < end - position;
        ended = end < limit;
        position = ended ? end + 1 : end;
      }
      if (!blank) {
        return new Line(number, bytes.toByteArray(), tooLong);
      }
    }
    return null;
  }

  /** Whether there is another byte in the buffer. */
  private boolean fill() throws IOException {
    if (position == limit) {
      position = 0;
      limit = Math.max(0, in.read(buffer));
    }
    return position < limit;
  }

  /** The bytes that follow, at most so many as a line may have. */
  byte[] ahead() throws IOException {
    return following().readNBytes(MAX_BYTES);
  }

  /** The same lines again from one that was read on, when bytes behind it were read as well. */
  Lines again(Line from, byte[] ahead) {
    InputStream line = new ByteArrayInputStream(from.bytes());
    InputStream feed = new ByteArrayInputStream(new byte[] {'\n'});
    InputStream rest = new SequenceInputStream(new ByteArrayInputStream(ahead), following());
    InputStream all = new SequenceInputStream(line, new SequenceInputStream(feed, rest));
    return new Lines(all, from.number() - 1);
  }

  /** A stream at whose end a {@link SequenceInputStream} does not close it: it is asked again. */
  private static final class Unclosed extends FilterInputStream {
    Unclosed(InputStream in) {
      super(in);
    }

    @Override
    public void close() {
      // Its owner does.
    }
  }

  private InputStream following() {
    InputStream buffered = new ByteArrayInputStream(buffer, position, limit - position);
    position = limit;
    return new SequenceInputStream(buffered, in);
  }
}
