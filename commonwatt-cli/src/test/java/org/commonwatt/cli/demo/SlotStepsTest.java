package org.commonwatt.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlotStepsTest {
  @TempDir private Path folder;
  private final StringWriter said = new StringWriter();
  private DemoPlan plan;

  @BeforeEach
  void makeThePlan() throws IOException {
    plan = new DemoPlan(DemoPlanTest.rulebook(folder, true), 3, 300);
  }

  private SlotSteps steps(Reader lines) {
    return new SlotSteps(plan, new BufferedReader(lines), new PrintWriter(said));
  }

  private List<String> waits() {
    return said.toString().lines().map(line -> line.replaceAll(".*of (\\S+);.*", "$1")).toList();
  }

  private void runThrough(SlotSteps steps) {
    for (Instant now = plan.firstGate();
        !now.isAfter(plan.end());
        now = now.plusSeconds(plan.pollSeconds())) {
      steps.await(now);
    }
  }

  private List<String> slots(int many) {
    return IntStream.range(0, many)
        .mapToObj(i -> Instant.ofEpochMilli(plan.firstSlot().plus(i).startMillis()).toString())
        .toList();
  }

  @Test
  void timeStandsStillBeforeTheAuctionOfEachTradedSlotAndTakesOneLineForEach() throws IOException {
    StringReader lines = new StringReader("\nanything\n\nleft\n");
    BufferedReader buffered = new BufferedReader(lines);
    runThrough(new SlotSteps(plan, buffered, new PrintWriter(said)));
    assertThat(waits()).isEqualTo(slots(3));
    assertThat(buffered.readLine()).as("no line more than slots").isEqualTo("left");
  }

  @Test
  void whenNoMoreLinesCanComeNothingStops() {
    runThrough(steps(new StringReader("\n")));
    assertThat(waits()).as("the second one met the end").isEqualTo(slots(2));
  }

  @Test
  void anInputThatCannotBeReadIsAFault() {
    Reader broken =
        new Reader() {
          @Override
          public int read(char[] into, int from, int many) throws IOException {
            throw new IOException("gone");
          }

          @Override
          public void close() {}
        };
    assertThatThrownBy(() -> runThrough(steps(broken)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("standard input");
  }
}
