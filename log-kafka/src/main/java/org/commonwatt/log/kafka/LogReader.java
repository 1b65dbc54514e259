package org.commonwatt.log.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.LogUnavailableException;
import org.commonwatt.log.RecordReader;

/** Reads the committed records of one topic partition. */
public final class LogReader implements RecordReader {

  private static final Duration SHORT = Duration.ofMillis(200);
  private static final int POLLS_WITHOUT_PROGRESS = 300;
  private static final long PAUSE_MILLIS = 20;

  private final String bootstrap;
  private final TopicPartition partition;
  private final KafkaConsumer<byte[], byte[]> consumer;

  /**
   * Stands at the partition's first record.
   *
   * @param bootstrap address of a broker, {@code host:port}
   * @param topic one of {@link Topics}
   * @param partition from 0
   */
  public LogReader(String bootstrap, String topic, int partition) {
    this.bootstrap = bootstrap;
    this.partition = new TopicPartition(topic, partition);
    this.consumer = new KafkaConsumer<>(Clients.consumer(bootstrap));
    consumer.assign(List.of(this.partition));
    seek(0);
  }

  @Override
  public void seek(long offset) {
    consumer.seek(partition, offset);
  }

  @Override
  public long position() {
    return consumer.position(partition);
  }

  @Override
  public List<LogEntry> poll(Duration timeout) {
    try {
      List<LogEntry> entries = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout).records(partition)) {
        entries.add(
            new LogEntry(record.offset(), record.value() == null ? new byte[0] : record.value()));
      }
      return entries;
    } catch (InvalidOffsetException e) {
      throw new IllegalStateException(partition + " does not reach to the position asked for", e);
    } catch (KafkaException e) {
      throw new LogUnavailableException("could not read " + partition, e);
    }
  }

  /**
   * Reads from where the reader stands up to an offset, exclusive, such as {@link #committedEnd()}.
   *
   * @param end where to stop; a record at or behind it may be read too, but is not handed over, and
   *     the reader then stands at {@code end}
   * @param sink takes the records, in order
   * @throws LogUnavailableException when nothing moves for a minute
   */
  public void readTo(long end, Consumer<LogEntry> sink) {
    int idle = 0;
    while (position() < end) {
      long before = position();
      for (LogEntry entry : poll(SHORT)) {
        if (entry.offset() < end) {
          sink.accept(entry);
        }
      }
      idle = position() == before ? idle + 1 : 0;
      if (idle == POLLS_WITHOUT_PROGRESS) {
        throw new LogUnavailableException(
            partition + " stands still at " + before + ", short of " + end);
      }
    }
    if (position() > end) {
      seek(end);
    }
  }

  @Override
  public long committedEnd() {
    return end(consumer);
  }

  /**
   * The committed end once all that is written by now is committed or given up. A broker that has
   * just started ends by and by what its last run had promised to commit: until then the committed
   * end is short of it.
   *
   * @param patience how long to wait for a transaction that stays open, as a killed writer's does
   */
  public long settledEnd(Duration patience) {
    long written;
    try (KafkaConsumer<byte[], byte[]> all =
        new KafkaConsumer<>(Clients.uncommittedConsumer(bootstrap))) {
      written = end(all);
    }
    long deadline = System.nanoTime() + patience.toNanos();
    while (committedEnd() < written && System.nanoTime() < deadline) {
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LogUnavailableException("was interrupted while it waited for " + partition, e);
      }
    }
    return committedEnd();
  }

  private long end(KafkaConsumer<byte[], byte[]> asked) {
    try {
      Long end = asked.endOffsets(Set.of(partition)).get(partition);
      if (end == null) {
        throw new LogUnavailableException("the broker does not know " + partition);
      }
      return end;
    } catch (KafkaException e) {
      throw new LogUnavailableException("could not ask for the end of " + partition, e);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
