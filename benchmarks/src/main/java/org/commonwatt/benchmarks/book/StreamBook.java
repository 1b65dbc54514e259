package org.commonwatt.benchmarks.book;

/** A book of one product that streams are replayed through. */
interface StreamBook {
  /** Empties it. */
  void reset();

  /** Enters the order of a message; what it does goes to the record. */
  void place(OrderStream stream, int message, boolean immediate, StreamRecord out);

  /** Cancels an order; false when it does not rest. */
  boolean cancel(long id);
}
