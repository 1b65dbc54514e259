package org.commonwatt.cli.laptop;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.kafka.LogReader;

/**
 * Every committed record of a topic's partition, in order, as far as the topic reached when it was
 * first asked. Can be walked once.
 */
public final class LogRecords implements Iterable<StoredRecord>, AutoCloseable {
  private static final Duration WAIT = Duration.ofSeconds(1);

  /** For what a broker that has just started ends of its last run. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private final LogReader reader;
  private final long end;

  /** Opens a topic of one partition. */
  public LogRecords(String bootstrap, String topic) {
    this(bootstrap, topic, 0);
  }

  /** Opens a partition of a topic, from 0. */
  public LogRecords(String bootstrap, String topic, int partition) {
    reader = new LogReader(bootstrap, topic, partition);
    reader.seek(0);
    end = reader.settledEnd(PATIENCE);
  }

  @Override
  public Iterator<StoredRecord> iterator() {
    return new Records();
  }

  @Override
  public void close() {
    reader.close();
  }

  private final class Records implements Iterator<StoredRecord> {
    private final Deque<LogEntry> read = new ArrayDeque<>();

    @Override
    public boolean hasNext() {
      while (read.isEmpty() && reader.position() < end) {
        read.addAll(reader.poll(WAIT));
      }
      return !read.isEmpty() && read.getFirst().offset() < end;
    }

    @Override
    public StoredRecord next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      LogEntry entry = read.removeFirst();
      return new StoredRecord(entry.offset(), entry.value());
    }
  }
}
