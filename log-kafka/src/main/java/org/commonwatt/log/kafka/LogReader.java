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

/**
 * Reads the committed records of one topic partition in order: what an open or aborted transaction
 * wrote is never seen, and what stands behind an open transaction is seen once that has ended.
 * Starts at the beginning. For use by one thread.
 */
public final class LogReader implements AutoCloseable {

  private static final Duration SHORT = Duration.ofMillis(200);
  private static final int POLLS_WITHOUT_PROGRESS = 300;

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
    this.partition = new TopicPartition(topic, partition);
    this.consumer = new KafkaConsumer<>(Clients.consumer(bootstrap));
    consumer.assign(List.of(this.partition));
    seek(0);
  }

  /**
   * Goes to an offset: the next record read is the first at or behind it.
   *
   * @param offset not negative
   */
  public void seek(long offset) {
    consumer.seek(partition, offset);
  }

  /**
   * Where the reader stands: behind every record it has returned, and behind the ends of
   * transactions that follow them as far as it has seen them.
   */
  public long position() {
    return consumer.position(partition);
  }

  /**
   * The next committed records, in order; empty when none came in time. A broker that is down looks
   * like silence.
   *
   * @param timeout how long to wait for the first one
   * @throws IllegalStateException when the position is not on the log
   * @throws LogUnavailableException on other faults
   */
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

  /**
   * The end of what a reader of committed records can see now: the offset of the first record of
   * the oldest open transaction, or else the end of the partition. A transaction whose commit has
   * just returned is durable, but may lie behind this end for a moment; after a takeover none does.
   *
   * @throws LogUnavailableException when the broker does not answer
   */
  public long committedEnd() {
    try {
      Long end = consumer.endOffsets(Set.of(partition)).get(partition);
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
