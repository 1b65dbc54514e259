package org.commonwatt.benchmarks.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The driver of the overload, for a moment: what comes too much is refused. */
@Tag("slow")
class OverloadSlowTest {
  private static final int ANSWERED = 2; // columns of a row
  private static final int REFUSED = 3;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void anEngineThatStandsStillRefusesAndOneThatRunsAnswers() throws Exception {
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Duration moment = Duration.ofSeconds(2);
    new Overload(out, new Overload.Size(1_000, moment, moment)).print();
    List<String> rows = printed.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(rows).hasSize(4);
    String[] still = rows.get(2).split(" \\| ");
    String[] running = rows.get(3).split(" \\| ");
    assertThat(still).startsWith("stands still").hasSize(8);
    assertThat(still[REFUSED]).as(rows.get(2)).isNotEqualTo("0");
    assertThat(running).startsWith("runs").hasSize(8);
    assertThat(running[ANSWERED]).as(rows.get(3)).isNotEqualTo("0");
  }

  @Test
  void aHeapThatGrowsIsAFailure() {
    Overload.requireBounded(100, 196);
    assertThatThrownBy(() -> Overload.requireBounded(100, 197))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("grown by 97 MiB, more than 96");
  }
}
