package org.commonwatt.core.book;

import java.util.Arrays;

/**
 * Walks the queues of a side in the order in which an arriving order would meet its orders, the
 * refills of icebergs included, and changes nothing.
 */
final class QueueCursor {
  private final OrderSlab orders;
  private final Extras extras;
  private BookSide side;
  private long rank;
  private int handle;
  private boolean refilled; // the current order stands behind the queue as it is in the book
  private long left;
  private long hidden;
  private long sequence;

  private int[] waiting = new int[4]; // refills of the current level, first to last
  private long[] waitingHidden = new long[4];
  private long[] waitingSequences = new long[4];
  private int first;
  private int last;

  QueueCursor(BookState state, BookSide side) {
    this.orders = state.orders;
    this.extras = state.extras;
    this.side = side;
    start(side);
  }

  void start(BookSide of) {
    side = of;
    rank = of.ladder.best();
    enterLevel();
  }

  /** The current order, {@link OrderSlab#NONE} after the last. */
  int handle() {
    return handle;
  }

  /** Its limit price, µ/kWh. */
  long limit() {
    return side.sign * rank;
  }

  /** What is left of its shown energy, Wh. */
  long left() {
    return left;
  }

  /** Its hidden energy, Wh. */
  long hidden() {
    return hidden;
  }

  long sequence() {
    return sequence;
  }

  /**
   * Takes energy from the current order.
   *
   * @param nextSequence place in time of a refill, if there is one
   * @return whether the order was refilled
   */
  boolean take(long energy, long nextSequence) {
    left -= energy;
    if (left > 0) {
      return false;
    }
    boolean refills = hidden > 0;
    if (refills) {
      enqueue(nextSequence);
    }
    advance();
    return refills;
  }

  /** Goes on to the next order. */
  void advance() {
    int next = refilled ? OrderSlab.NONE : orders.next(handle);
    if (next != OrderSlab.NONE) {
      look(next);
    } else if (first < last) {
      dequeue();
    } else {
      rank = side.ladder.after(rank);
      enterLevel();
    }
  }

  private void enterLevel() {
    first = 0;
    last = 0;
    refilled = false;
    if (rank == PriceLadder.NO_RANK) {
      handle = OrderSlab.NONE;
    } else {
      look(side.head(rank));
    }
  }

  private void look(int at) {
    handle = at;
    left = orders.energy(at);
    sequence = orders.sequence(at);
    hidden = (orders.flags(at) & OrderSlab.ICEBERG) == 0 ? 0 : extras.hidden(at);
  }

  private void enqueue(long nextSequence) {
    if (last == waiting.length) {
      waiting = Arrays.copyOf(waiting, last * 2);
      waitingHidden = Arrays.copyOf(waitingHidden, last * 2);
      waitingSequences = Arrays.copyOf(waitingSequences, last * 2);
    }
    waiting[last] = handle;
    waitingHidden[last] = hidden;
    waitingSequences[last++] = nextSequence;
  }

  private void dequeue() {
    refilled = true;
    handle = waiting[first];
    sequence = waitingSequences[first];
    left = Math.min(extras.peak(handle), waitingHidden[first]);
    hidden = waitingHidden[first++] - left;
  }
}
