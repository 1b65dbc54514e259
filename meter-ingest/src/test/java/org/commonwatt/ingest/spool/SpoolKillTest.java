package org.commonwatt.ingest.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that appends is killed without warning; what it had said was appended is there. */
class SpoolKillTest {
  private final Path directory;

  SpoolKillTest(@TempDir Path directory) {
    this.directory = directory;
  }

  /** The process: appends numbers and says each one when its append has returned. */
  static final class Appender {
    private Appender() {}

    public static void main(String[] args) throws IOException {
      try (Spool spool = Spool.open(SpoolOptions.of(Path.of(args[0])))) {
        for (int i = 0; ; i++) {
          spool.append(List.of(ByteBuffer.allocate(100).putInt(i).array()));
          System.out.println(i);
        }
      }
    }
  }

  @Test
  void whatWasAppendedSurvivesKill() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Appender.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int said = -1;
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        // The last line may be torn as well: its digits are then a prefix, a smaller number.
        said = Math.max(said, Integer.parseInt(line));
        if (said >= 2_000) {
          // Not Process.destroyForcibly, which closes the stream that we still read.
          process.toHandle().destroyForcibly();
        }
      }
    }
    process.waitFor();
    List<Integer> found = new ArrayList<>();
    try (Spool spool = Spool.open(SpoolOptions.of(directory))) {
      spool.replay(entry -> found.add(ByteBuffer.wrap(entry.payload()).getInt()));
    }
    assertThat(said).isGreaterThanOrEqualTo(2_000);
    assertThat(found).hasSizeGreaterThan(said);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i)).isEqualTo(i);
    }
  }
}
