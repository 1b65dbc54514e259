package org.commonwatt.core.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.commonwatt.core.book.BookHashes.Line;
import org.commonwatt.model.CancelReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same commands, of all kinds, give a book the same events and states in another run, from
 * snapshots all the time, and under another Java: the one whose {@code java} the variable {@code
 * COMMONWATT_OTHER_JAVA} names.
 */
class SameBookOnEveryJavaTest {
  private static final String OTHER = "COMMONWATT_OTHER_JAVA";

  private static final List<Line> LINES = BookHashes.all(false);

  @TempDir private Path folder;

  @Test
  void aSecondRunAndBooksThatRestartAllTheTimeDoTheSame() {
    assertThat(BookHashes.all(true)).isEqualTo(LINES);
    assertThat(LINES).extracting(Line::events).doesNotHaveDuplicates();
    assertThat(LINES).extracting(Line::states).doesNotHaveDuplicates();
  }

  @Test
  void theCommandsBringEveryKindOfEvent() {
    Set<String> kinds = new TreeSet<>();
    LINES.forEach(line -> kinds.addAll(line.kinds()));
    assertThat(kinds)
        .contains(
            "accepted",
            "traded",
            "charged",
            "reduced",
            "amended",
            "halted",
            "resumed",
            "rejected POST_ONLY_WOULD_TRADE",
            "rejected PRODUCT_HALTED");
    assertThat(kinds)
        .containsAll(
            Stream.of(CancelReason.values()).map(reason -> "cancelled " + reason).toList());
  }

  @Test
  void anotherJavaDoesTheSame() throws IOException, InterruptedException {
    String java = System.getenv(OTHER);
    assumeTrue(java != null, "no other Java: " + OTHER + " is not set");
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(
                java, "-cp", System.getProperty("java.class.path"), BookHashes.class.getName())
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
        .isEqualTo(LINES.stream().map(Line::toString).toList());
  }
}
