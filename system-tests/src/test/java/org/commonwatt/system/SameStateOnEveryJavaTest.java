package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same commands give the same events and state in another run, and under another Java: the one
 * whose {@code java} the variable {@code COMMONWATT_OTHER_JAVA} names. Of the book alone: {@code
 * SameBookOnEveryJavaTest} of the market core.
 */
class SameStateOnEveryJavaTest {
  private static final String OTHER = "COMMONWATT_OTHER_JAVA";

  @TempDir private Path folder;

  @Test
  void aSecondRunAndARestoredMarketHaveTheSameState() {
    List<StateHashes.Line> lines = StateHashes.all();
    assertThat(StateHashes.all()).isEqualTo(lines);
    assertThat(lines).allMatch(line -> line.restored().equals(line.state()));
    assertThat(lines).extracting(StateHashes.Line::state).doesNotHaveDuplicates();
    assertThat(lines).extracting(StateHashes.Line::events).doesNotHaveDuplicates();
  }

  @Test
  void anotherJavaComesToTheSameState() throws IOException, InterruptedException {
    String java = System.getenv(OTHER);
    assumeTrue(java != null, "no other Java: " + OTHER + " is not set");
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(
                java, "-cp", System.getProperty("java.class.path"), StateHashes.class.getName())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    boolean ended = process.waitFor(300, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).as("ended in time").isTrue();
    assertThat(process.exitValue()).isZero();
    List<String> lines = Files.readAllLines(out);
    assertThat(lines.get(0))
        .as("version of the other Java")
        .isNotEqualTo("" + Runtime.version().feature());
    assertThat(lines.subList(1, lines.size()))
        .isEqualTo(StateHashes.all().stream().map(StateHashes.Line::toString).toList());
  }
}
