package org.commonwatt.cli.book;

import org.commonwatt.core.book.BookRejection;
import org.commonwatt.core.book.BookSink;
import org.commonwatt.model.CancelReason;

/** Keeps what the book does with each message, in memory made beforehand. */
final class EventLog implements BookSink {
  static final int TRADED = 1;
  static final int CANCELLED = 2;
  static final int REJECTED = 3;
  private static final int WORDS = 3;

  private final long[] words;
  private final int[] ends;
  private int size;
  private boolean rejected;

  /** A log for so many messages: each gives two cancellations and, over all, two trades at most. */
  EventLog(int messages) {
    words = new long[WORDS * 4 * messages];
    ends = new int[messages];
  }

  void clear() {
    size = 0;
  }

  void endOf(int message) {
    ends[message] = size;
  }

  /** The first event of a message. */
  int first(int message) {
    return message == 0 ? 0 : ends[message - 1];
  }

  /** The first event that is not the message's any more. */
  int end(int message) {
    return ends[message];
  }

  int after(int event) {
    return event + WORDS;
  }

  int kind(int event) {
    return (int) words[event] & 0xFF;
  }

  long energy(int event) {
    return words[event] >>> 8;
  }

  long price(int event) {
    return words[event + 1];
  }

  long maker(int event) {
    return words[event + 2];
  }

  /** Whether the last command was refused. */
  boolean isRejected() {
    return rejected;
  }

  @Override
  public void accepted(long id) {
    rejected = false;
  }

  @Override
  public void rejected(long id, BookRejection reason) {
    rejected = true;
    add(REJECTED, reason.ordinal());
  }

  @Override
  public void traded(long takerId, long makerId, long priceMicroPerKwh, long energyWh) {
    words[size + 1] = priceMicroPerKwh;
    words[size + 2] = makerId;
    add(TRADED, energyWh);
  }

  @Override
  public void cancelled(long id, long energyWh, CancelReason reason) {
    rejected = false;
    add(CANCELLED, energyWh);
  }

  @Override
  public void charged(long feeMicroPerKwh, int route) {
    throw notPlain();
  }

  @Override
  public void reduced(long id, long byWh) {
    throw notPlain();
  }

  @Override
  public void amended(long id, long priceMicroPerKwh, long energyWh) {
    throw notPlain();
  }

  @Override
  public void halted(int slot, int area, long priceMicroPerKwh) {
    throw notPlain();
  }

  @Override
  public void resumed(int slot, int area) {
    throw notPlain();
  }

  private void add(int kind, long value) {
    words[size] = value << 8 | kind;
    size += WORDS;
  }

  private static IllegalStateException notPlain() {
    return new IllegalStateException("a product with plain rules does not do this");
  }
}
