package org.commonwatt.log;

import java.time.Duration;
import java.util.List;

/**
 * Reads the committed records of one partition in order: what an open or aborted transaction wrote
 * is never seen, and what stands behind an open transaction is seen once that has ended. Starts at
 * the beginning. For use by one thread.
 */
public interface RecordReader extends AutoCloseable {

  /**
   * Goes to an offset: the next record read is the first at or behind it.
   *
   * @param offset not negative
   */
  void seek(long offset);

  /**
   * Where the reader stands: behind every record it has returned, and behind the ends of
   * transactions that follow them as far as it has seen them.
   */
  long position();

  /**
   * The next committed records, in order; empty when none came in time. A log that is down looks
   * like silence.
   *
   * @param timeout how long to wait for the first one
   * @throws IllegalStateException when the position is not on the log
   * @throws LogUnavailableException on other faults
   */
  List<LogEntry> poll(Duration timeout);

  /**
   * The end of what a reader of committed records can see now: the offset of the first record of
   * the oldest open transaction, or else the end of the partition. A transaction whose commit has
   * just returned is durable, but may lie behind this end for a moment; after a takeover none does.
   *
   * @throws LogUnavailableException when the log does not answer
   */
  long committedEnd();

  @Override
  void close();
}
