package org.commonwatt.log.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.commonwatt.log.kafka.LogFixture.assertCommitted;
import static org.commonwatt.log.kafka.LogFixture.committed;
import static org.commonwatt.log.kafka.LogFixture.frames;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.log.FencedException;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.LogUnavailableException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Exactly once, fenced: what the engine's correctness rests on. */
class FencedEventWriterTest {

  private static final String BOOTSTRAP = SharedBroker.bootstrap();

  /** Where the partition's committed records end before each test. */
  private long start;

  @BeforeEach
  void endWhatTheTestBeforeLeftOpen() {
    try (FencedEventWriter writer = writer()) {
      writer.takeOver();
    }
    try (LogReader reader = reader()) {
      start = reader.committedEnd();
    }
  }

  @Test
  void whatWasWrittenIsReadInOrder() {
    try (FencedEventWriter writer = writer()) {
      writer.takeOver();
      writer.write(frames("a", "b"));
      writer.write(frames("c"));
      assertVisible("a", "b", "c");
    }
  }

  @Test
  void offsetsHaveAGapAfterEachTransaction() {
    try (FencedEventWriter writer = writer()) {
      writer.takeOver();
      writer.write(frames("a"));
      writer.write(frames("b", "c"));
    }
    assertVisible("a", "b", "c");
    assertThat(committed(BOOTSTRAP, Topics.EVENTS, start))
        .extracting(LogEntry::offset)
        .containsExactly(start, start + 2, start + 3);
    assertThat(committedEnd()).isEqualTo(start + 5);
  }

  @Test
  void anOpenTransactionIsInvisibleAndHoldsBackTheCommittedEnd() {
    try (FencedEventWriter writer = writer()) {
      writer.takeOver();
      writer.write(frames("committed"));
      assertVisible("committed");
      writer.open(frames("open"));
      assertVisible("committed");
      assertThat(committedEnd()).isEqualTo(start + 2);
      writer.commit();
      assertVisible("committed", "open");
      assertThat(committedEnd()).isEqualTo(start + 4);
    }
  }

  @Test
  void aWriterWithAnOpenTransactionIsFencedByTheNextAndPublishesNothing() {
    try (FencedEventWriter old = writer();
        FencedEventWriter next = writer()) {
      old.takeOver();
      old.write(frames("old, committed"));
      old.open(frames("old, open"));

      next.takeOver();
      assertVisible("old, committed");

      assertThatThrownBy(old::commit)
          .isInstanceOf(FencedException.class)
          .hasMessageContaining("another writer has taken over");
      next.write(frames("next"));
      assertVisible("old, committed", "next");
    }
  }

  @Test
  void aWriterThatIsFencedInTheMiddleOfATransactionCannotAddToIt() {
    try (FencedEventWriter old = writer();
        FencedEventWriter next = writer()) {
      old.takeOver();
      old.open(frames("old, before"));
      next.takeOver();
      // The rest of the transaction is sent by the same producer, which does not know yet.
      old.send(frames("old, after"));
      next.write(frames("next"));
      assertThatThrownBy(old::commit).isInstanceOf(FencedException.class);
      assertVisible("next");
    }
  }

  @Test
  void aFencedWriterThatWasIdleCannotWrite() {
    try (FencedEventWriter old = writer();
        FencedEventWriter next = writer()) {
      old.takeOver();
      next.takeOver();
      assertThatThrownBy(() -> old.write(frames("old"))).isInstanceOf(FencedException.class);
      next.write(frames("next"));
      assertVisible("next");
    }
  }

  @Test
  void aTakeoverAbortsWhatADeadWriterLeftOpenSoThatTheCommittedEndMoves() {
    FencedEventWriter dead = writer();
    dead.takeOver();
    dead.open(frames("left open"));
    assertThat(committedEnd()).isEqualTo(start);
    try (FencedEventWriter next = writer()) {
      next.takeOver();
      assertThat(committedEnd()).isEqualTo(start + 2);
      assertVisible();
      next.write(frames("next"));
      assertVisible("next");
    } finally {
      dead.close();
    }
  }

  @Test
  void aFaultyWriterMayTakeOverAgain() {
    try (FencedEventWriter writer = writer();
        FencedEventWriter other = writer()) {
      writer.takeOver();
      other.takeOver();
      assertThatThrownBy(() -> writer.write(frames("fenced"))).isInstanceOf(FencedException.class);
      assertThatThrownBy(() -> writer.write(frames("fenced")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("take over before writing");
      writer.takeOver();
      writer.write(frames("again"));
      assertVisible("again");
    }
  }

  @Test
  void aRecordThatIsTooLargeIsNoFencingAndLeavesNothingBehind() {
    try (FencedEventWriter writer = writer()) {
      writer.takeOver();
      List<byte[]> large = new ArrayList<>(frames("small"));
      large.add(new byte[Clients.MAX_RECORD_BYTES + 1]);
      assertThatThrownBy(() -> writer.write(large))
          .isInstanceOf(LogUnavailableException.class)
          .hasMessageContaining("events of partition 0");
      writer.takeOver();
      assertVisible();
    }
  }

  @Test
  void aReaderThatReadsToAnEndStandsThereEvenBehindAnAbortedTransaction() {
    try (FencedEventWriter writer = writer();
        LogReader reader = reader()) {
      writer.takeOver();
      writer.write(frames("a"));
      assertVisible("a");
      writer.open(frames("aborted", "aborted too"));
      writer.takeOver();
      reader.seek(start);
      List<LogEntry> read = new ArrayList<>();
      reader.readTo(reader.committedEnd(), read::add);
      assertThat(read).hasSize(1);
      assertThat(reader.position()).isEqualTo(reader.committedEnd()).isEqualTo(start + 5);
      writer.write(frames("b"));
      reader.readTo(start + 6, read::add);
      assertThat(read).hasSize(2);
      assertThat(read.get(1).offset()).isEqualTo(start + 5);
    }
  }

  @Test
  void aReaderHandsOverNothingFromBehindTheEndItWasGiven() {
    try (FencedEventWriter writer = writer();
        LogReader reader = reader()) {
      writer.takeOver();
      writer.write(frames("a", "b", "c"));
      reader.seek(start);
      List<LogEntry> read = new ArrayList<>();
      reader.readTo(start + 2, read::add);
      assertThat(read).hasSize(2);
      assertThat(reader.position()).isEqualTo(start + 2);
    }
  }

  @Test
  void aPositionBehindTheLogIsAFaultAndNotAJump() {
    try (LogReader reader = reader()) {
      reader.seek(start + 1_000);
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 450; i++) {
                  reader.poll(Duration.ofMillis(200));
                }
              })
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("does not reach to the position");
    }
  }

  private void assertVisible(String... texts) {
    assertCommitted(BOOTSTRAP, Topics.EVENTS, start, List.of(texts));
  }

  private static long committedEnd() {
    try (LogReader reader = reader()) {
      return reader.committedEnd();
    }
  }

  private static FencedEventWriter writer() {
    return new FencedEventWriter(BOOTSTRAP, 0);
  }

  private static LogReader reader() {
    return new LogReader(BOOTSTRAP, Topics.EVENTS, 0);
  }
}
