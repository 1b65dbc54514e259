package org.commonwatt.ingest.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedLinesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a\n",
        "a\nb",
        "a\r\nb\r\n",
        "a\rb\r",
        "\n",
        "\r\n\r\n",
        "\n\r",
        "a\n\nb"
      })
  void shortLinesAreThoseOfTheLibrary(String text) throws IOException {
    assertThat(lines(new StringReader(text), 10))
        .isEqualTo(new BufferedReader(new StringReader(text)).lines().toList());
  }

  @Test
  void aLongLineIsCutOffAndTheNextIsWhole() throws IOException {
    assertThat(lines(new StringReader("abcdef\r\nghi"), 3)).containsExactly("abc", "ghi");
  }

  @Test
  void aLineThatNeverEndsTakesNoRoom() throws IOException {
    assertThat(lines(new Endless(10_000_000), 3)).containsExactly("xxx");
  }

  private static List<String> lines(Reader reader, int most) throws IOException {
    BoundedLines lines = new BoundedLines(new BufferedReader(reader), most);
    List<String> all = new ArrayList<>();
    for (String line = lines.next(); line != null; line = lines.next()) {
      all.add(line);
    }
    return all;
  }

  /** A long text of one letter. */
  private static final class Endless extends Reader {
    private long left;

    Endless(long characters) {
      this.left = characters;
    }

    @Override
    public int read(char[] buffer, int from, int length) {
      int read = (int) Math.min(length, left);
      Arrays.fill(buffer, from, from + read, 'x');
      left -= read;
      return read == 0 ? -1 : read;
    }

    @Override
    public void close() {}
  }
}
