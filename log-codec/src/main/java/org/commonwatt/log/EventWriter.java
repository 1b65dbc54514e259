package org.commonwatt.log;

import java.util.List;

/**
 * The only writer of a market's events. Taking over fences the writer before, in whatever process
 * it lives, and aborts its open transaction, so that nothing it wrote there is ever seen. For use
 * by one thread.
 *
 * <p>The order of a takeover: {@link #takeOver()}, then read the committed tail, then replay, then
 * write.
 */
public interface EventWriter extends AutoCloseable {
  /** The largest record, in bytes. */
  int MAX_RECORD_BYTES = 8 * 1024 * 1024 - 1024;

  /**
   * Becomes the writer. When it returns, every other writer is fenced and its open transaction is
   * aborted: the committed end moves no more but by this writer. May be called again after a fault.
   *
   * @throws FencedException when yet another writer took over at the same time
   * @throws LogUnavailableException when the log does not answer; try again
   */
  void takeOver();

  /**
   * Writes records in one transaction; when it returns they are durable and visible, all of them.
   *
   * @param records their values, in order; each may be made when it is asked for, so it is asked
   *     for once, and not kept for longer than it takes to write it
   * @throws FencedException when another writer has taken over: none of them is or will be visible
   * @throws LogUnavailableException on any other fault: either all of them are visible or none.
   *     Take over anew and read the committed tail to know.
   * @throws IllegalStateException before {@link #takeOver()}, and after a fault until the next one
   */
  void write(List<byte[]> records);

  /** Gives up the place; an open transaction is aborted by whoever takes over next. */
  @Override
  void close();
}
