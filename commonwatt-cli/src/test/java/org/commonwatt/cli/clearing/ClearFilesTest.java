package org.commonwatt.cli.clearing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cases in files, which unlike arrays cannot be read once they are closed. */
class ClearFilesTest {
  private static final String CASE = "{\"id\":\"a\",\"areas\":[{\"id\":\"A\"}]}";
  private static final String SPREAD = CASE.replace(",", ",\n");

  @TempDir private Path folder;

  @Test
  void aSingleCaseOverLinesIsClearedAndEndsTheFile() throws IOException {
    assertThat(clear(SPREAD + "\n")).isTrue();
    assertThat(clear(SPREAD)).isTrue();
    assertThat(clear(CASE)).isTrue();
  }

  @Test
  void behindALineThatIsCutOffTheOthersAreCleared() throws IOException {
    assertThat(clear(CASE.substring(0, 20) + "\n" + CASE + "\n" + CASE + "\n")).isFalse();
  }

  /** Clears a file, whose results are those of the same bytes in memory. */
  private boolean clear(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("cases.json"), text);
    StringWriter out = new StringWriter();
    try (InputStream in = Files.newInputStream(file)) {
      boolean good = ClearRun.run(in, out);
      assertThat(Clearings.verified(text, out.toString())).isEqualTo(Clearings.run(text));
      return good;
    }
  }
}
