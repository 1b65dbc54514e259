package org.commonwatt.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.commonwatt.log.EventWriter;
import org.commonwatt.log.FencedException;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.MarketLog;
import org.commonwatt.log.RecordReader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the engine relies on. The log under test may hold records of the tests before. */
public abstract class MarketLogKit {
  private static final Duration WAIT = Duration.ofSeconds(1);
  private static final int POLLS = 90;

  /** Where the committed events end before each test. */
  private long start;

  /** The log under test, the same one for all tests or a new one. */
  protected abstract MarketLog log();

  /** Appends a record to the commands and returns its offset once it is durable. */
  protected abstract long appendCommand(byte[] value) throws Exception;

  /** Opens a transaction on a writer's events, sends records, and leaves it open. */
  protected abstract void leaveOpen(EventWriter writer, List<byte[]> records);

  /** Ends what the test before left open. */
  @BeforeEach
  final void takeOverOnce() {
    try (EventWriter writer = log().eventWriter()) {
      writer.takeOver();
    }
    try (RecordReader events = log().events()) {
      start = events.committedEnd();
    }
  }

  @Test
  final void committedRecordsAreReadInOrderAndOnce() {
    try (EventWriter writer = log().eventWriter()) {
      writer.takeOver();
      writer.write(records("a", "b"));
      writer.write(records("c"));
      assertCommitted("a", "b", "c");
    }
  }

  @Test
  final void aTransactionTakesAnOffsetOfItsOwn() {
    try (EventWriter writer = log().eventWriter()) {
      writer.takeOver();
      writer.write(records("a"));
      writer.write(records("b", "c"));
    }
    assertCommitted("a", "b", "c");
    assertThat(entries()).extracting(LogEntry::offset).containsExactly(start, start + 2, start + 3);
    try (RecordReader events = log().events()) {
      assertThat(events.committedEnd()).isEqualTo(start + 5);
    }
  }

  @Test
  final void anOpenTransactionIsInvisibleAndHoldsBackTheCommittedEnd() {
    try (EventWriter writer = log().eventWriter()) {
      writer.takeOver();
      writer.write(records("committed"));
      leaveOpen(writer, records("open"));
      assertCommitted("committed");
      try (RecordReader events = log().events()) {
        assertThat(events.committedEnd()).isEqualTo(start + 2);
      }
    }
  }

  @Test
  final void aTakeoverAbortsTheOpenTransactionAndFencesItsWriter() {
    try (EventWriter old = log().eventWriter();
        EventWriter next = log().eventWriter()) {
      old.takeOver();
      old.write(records("old, committed"));
      leaveOpen(old, records("old, open"));
      next.takeOver();
      assertThatThrownBy(() -> old.write(records("old, late")))
          .isInstanceOf(RuntimeException.class);
      next.write(records("next"));
      assertCommitted("old, committed", "next");
    }
  }

  @Test
  final void anIdleWriterThatWasFencedIsToldSoAndWritesNothing() {
    try (EventWriter old = log().eventWriter();
        EventWriter next = log().eventWriter()) {
      old.takeOver();
      next.takeOver();
      assertThatThrownBy(() -> old.write(records("old"))).isInstanceOf(FencedException.class);
      assertThatThrownBy(() -> old.write(records("old")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("take over");
      assertCommitted();
    }
  }

  @Test
  final void aFencedWriterMayTakeOverAgain() {
    try (EventWriter first = log().eventWriter();
        EventWriter second = log().eventWriter()) {
      first.takeOver();
      second.takeOver();
      first.takeOver();
      first.write(records("again"));
      assertThatThrownBy(() -> second.write(records("fenced"))).isInstanceOf(FencedException.class);
      assertCommitted("again");
    }
  }

  @Test
  final void aWriterThatHasNotTakenOverIsRefused() {
    try (EventWriter writer = log().eventWriter()) {
      assertThatThrownBy(() -> writer.write(records("early")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("take over");
    }
  }

  @Test
  final void aReaderStandsBehindWhatItHasReadAndGoesWhereItIsPut() {
    try (EventWriter writer = log().eventWriter();
        RecordReader reader = log().events()) {
      writer.takeOver();
      writer.write(records("a", "b", "c"));
      reader.seek(start + 1);
      assertThat(next(reader)).extracting(LogEntry::offset).startsWith(start + 1);
      reader.seek(start);
      assertThat(next(reader)).extracting(LogEntry::offset).startsWith(start);
      assertThat(reader.position()).isGreaterThan(start);
    }
  }

  @Test
  final void aReaderPassesTheEndOfATransaction() {
    try (EventWriter writer = log().eventWriter();
        RecordReader reader = log().events()) {
      writer.takeOver();
      writer.write(records("a"));
      reader.seek(start);
      for (int i = 0; i < 900 && reader.position() < start + 2; i++) {
        reader.poll(Duration.ofMillis(100));
      }
      assertThat(reader.position()).isEqualTo(reader.committedEnd()).isEqualTo(start + 2);
    }
  }

  @Test
  final void commandsAreReadWithTheirOffsets() throws Exception {
    long first = appendCommand(bytes("one"));
    long second = appendCommand(bytes("two"));
    try (RecordReader reader = log().commands()) {
      reader.seek(first);
      List<LogEntry> read = new ArrayList<>(next(reader));
      while (read.size() < 2) {
        read.addAll(next(reader));
      }
      assertThat(read).extracting(LogEntry::offset).containsExactly(first, second);
      assertThat(text(read.get(1))).isEqualTo("two");
      assertThat(reader.committedEnd()).isEqualTo(reader.position());
    }
  }

  private List<LogEntry> next(RecordReader reader) {
    List<LogEntry> read = reader.poll(WAIT);
    for (int i = 0; i < POLLS && read.isEmpty(); i++) {
      read = reader.poll(WAIT); // a poll may pass the end of a transaction and nothing else
    }
    assertThat(read).isNotEmpty();
    return read;
  }

  /** Waits until these records are committed, and no more. */
  private void assertCommitted(String... texts) {
    List<String> found = committed();
    for (int i = 0; i < POLLS && !found.equals(List.of(texts)); i++) {
      found = committed();
    }
    assertThat(found).containsExactly(texts);
  }

  private List<String> committed() {
    return entries().stream().map(MarketLogKit::text).toList();
  }

  /** A commit that has just returned may become visible a moment later. */
  private List<LogEntry> entries() {
    List<LogEntry> read = new ArrayList<>();
    try (RecordReader reader = log().events()) {
      reader.seek(start);
      List<LogEntry> more;
      do {
        more = reader.poll(Duration.ofMillis(500));
        read.addAll(more);
      } while (!more.isEmpty() || reader.position() < reader.committedEnd());
    }
    return read;
  }

  private static List<byte[]> records(String... texts) {
    return Stream.of(texts).map(MarketLogKit::bytes).toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(LogEntry entry) {
    return new String(entry.value(), StandardCharsets.UTF_8);
  }
}
