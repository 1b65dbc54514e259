package org.commonwatt.log.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.commonwatt.log.LogEntry;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;

/** What the tests of this package write, and how they read it back. */
final class LogFixture {

  static final String MARKET = "village";
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(90);

  private LogFixture() {}

  static List<byte[]> frames(String... texts) {
    return List.of(texts).stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }

  static CommandFrame frame(long number) {
    return new CommandFrame(
        "test",
        number,
        List.of(new CommandFrame.Entry(CommandOrigin.NONE, new Command.Tick(number))));
  }

  /**
   * Waits until the committed records of a topic's first partition from an offset on are these and
   * no more: a transaction whose commit has just returned becomes visible a moment later.
   */
  static void assertCommitted(String bootstrap, String topic, long from, List<String> expected) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    List<String> found = committedTexts(bootstrap, topic, from);
    while (!found.equals(expected) && System.nanoTime() < end) {
      found = committedTexts(bootstrap, topic, from);
    }
    assertThat(found).isEqualTo(expected);
  }

  /** All committed records of a partition from an offset on, as texts. */
  static List<String> committedTexts(String bootstrap, String topic, long from) {
    return committed(bootstrap, topic, from).stream()
        .map(entry -> new String(entry.value(), StandardCharsets.UTF_8))
        .toList();
  }

  /**
   * All committed records of a topic's first partition from an offset on. A transaction whose
   * commit has just returned becomes visible a moment later: the end must have stood still for a
   * while.
   */
  static List<LogEntry> committed(String bootstrap, String topic, long from) {
    List<LogEntry> entries = new ArrayList<>();
    try (LogReader reader = new LogReader(bootstrap, topic, 0)) {
      reader.seek(from);
      List<LogEntry> more;
      do {
        reader.readTo(reader.committedEnd(), entries::add);
        more = reader.poll(Duration.ofMillis(500));
        entries.addAll(more);
      } while (!more.isEmpty() || reader.position() < reader.committedEnd());
    }
    return entries;
  }
}
