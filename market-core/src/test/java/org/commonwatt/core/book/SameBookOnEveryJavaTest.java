package org.commonwatt.core.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.commonwatt.core.book.BookHashes.Line;
import org.commonwatt.model.CancelReason;
import org.commonwatt.testkit.java.OtherJava;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same commands, of all kinds, give a book the same events and states in another run, from
 * snapshots all the time, and under another Java: the one whose {@code java} the variable {@code
 * COMMONWATT_OTHER_JAVA} names.
 */
class SameBookOnEveryJavaTest {
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
            Stream.of(CancelReason.values())
                .filter(reason -> !BookNotes.OF_THE_MARKET.contains(reason))
                .map(reason -> "cancelled " + reason)
                .toList());
  }

  @Test
  void anotherJavaDoesTheSame() throws IOException, InterruptedException {
    assertThat(OtherJava.linesOf(BookHashes.class, folder))
        .isEqualTo(LINES.stream().map(Line::toString).toList());
  }
}
