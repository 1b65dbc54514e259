package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.commonwatt.testkit.java.OtherJava;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same commands give the same events and state in another run, and under another Java: the one
 * whose {@code java} the variable {@code COMMONWATT_OTHER_JAVA} names. Of the book alone: {@code
 * SameBookOnEveryJavaTest} of the market core.
 */
class SameStateOnEveryJavaTest {
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
    assertThat(OtherJava.linesOf(StateHashes.class, folder))
        .isEqualTo(StateHashes.all().stream().map(StateHashes.Line::toString).toList());
  }
}
