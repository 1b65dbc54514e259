package org.commonwatt.core.book;

import java.util.Arrays;

/**
 * The resting orders with a minimum of one side of a product, by rank, then time, in runs of
 * neighbours. Of each order the least energy that it takes is at hand, and of each run the least of
 * them, so that an arriving order passes over a run that is too large for it in one step.
 */
final class ConditionalList {
  /** The most orders of a run. */
  static final int RUN = 64;

  private final OrderSlab slab;
  private final Extras extras;
  private final int sign;
  private ConditionalRun[] runs = {new ConditionalRun()}; // none in use is empty but the only one
  private long[] leasts = {Long.MAX_VALUE};
  private int used = 1;
  private int size;

  /** A list without orders. */
  ConditionalList(Shared shared, int sign) {
    this.slab = shared.orders();
    this.extras = shared.extras();
    this.sign = sign;
  }

  int size() {
    return size;
  }

  /** The first order, {@link OrderSlab#NONE} if there is none. */
  int first() {
    return size == 0 ? OrderSlab.NONE : runs[0].handle(0);
  }

  /** The order behind one that is there, {@link OrderSlab#NONE} behind the last. */
  int after(int handle) {
    int number = runOf(handle);
    int next = indexIn(runs[number], handle) + 1;
    if (next < runs[number].count()) {
      return runs[number].handle(next);
    }
    return number + 1 < used ? runs[number + 1].handle(0) : OrderSlab.NONE;
  }

  /** How many runs there are; at least one, which may be empty if it is the only one. */
  int runs() {
    return used;
  }

  /** A run, whose orders come before those of the next one. */
  ConditionalRun run(int number) {
    return runs[number];
  }

  /** The least energy that an order of a run takes, or less than that, Wh. */
  long least(int run) {
    return leasts[run];
  }

  void add(int handle) {
    int number = runOf(handle);
    if (runs[number].count() == RUN) {
      split(number);
      number = runOf(handle);
    }
    runs[number].insert(indexIn(runs[number], handle), handle, need(handle));
    leasts[number] = Math.min(leasts[number], need(handle));
    size++;
  }

  /** Takes out an order that is there. */
  void remove(int handle) {
    int number = runOf(handle);
    runs[number].remove(indexIn(runs[number], handle));
    leasts[number] = runs[number].least();
    size--;
    if (number + 1 < used) {
      join(number);
    }
    if (number > 0) {
      join(number - 1);
    }
  }

  /** The open energy of an order that is there has become less. */
  void changed(int handle) {
    int number = runOf(handle);
    runs[number].need(indexIn(runs[number], handle), need(handle));
    leasts[number] = runs[number].least();
  }

  /**
   * Within a plan an order that is there would take less than it does. The plan need not be carried
   * out: what is said here of energies may be too small, but not too large.
   */
  void atMost(int handle, long need) {
    int number = runOf(handle);
    runs[number].need(indexIn(runs[number], handle), need);
    leasts[number] = Math.min(leasts[number], need);
  }

  private long need(int handle) {
    return Math.min(extras.minimum(handle), slab.energy(handle));
  }

  private void split(int number) {
    if (used == runs.length) {
      runs = Arrays.copyOf(runs, used * 2);
      leasts = Arrays.copyOf(leasts, used * 2);
      Arrays.setAll(runs, i -> i < used ? runs[i] : new ConditionalRun());
    }
    ConditionalRun spare = runs[used];
    System.arraycopy(runs, number + 1, runs, number + 2, used - number - 1);
    System.arraycopy(leasts, number + 1, leasts, number + 2, used - number - 1);
    runs[number + 1] = spare;
    runs[number].moveTo(runs[number + 1], RUN / 2);
    leasts[number] = runs[number].least();
    leasts[number + 1] = runs[number + 1].least();
    used++;
  }

  /** Joins a run and the next one if one of them is empty, or both together are half of one. */
  private void join(int number) {
    ConditionalRun next = runs[number + 1];
    int count = runs[number].count() + next.count();
    if (count > RUN / 2 && count > runs[number].count() && count > next.count()) {
      return;
    }
    next.moveTo(runs[number], 0);
    leasts[number] = Math.min(leasts[number], leasts[number + 1]);
    used--;
    System.arraycopy(runs, number + 2, runs, number + 1, used - number - 1);
    System.arraycopy(leasts, number + 2, leasts, number + 1, used - number - 1);
    runs[used] = next; // for the next one that is split
  }

  /**
   * The run that an order stands in, or belongs into: the last one that begins with it or before.
   */
  private int runOf(int handle) {
    int low = 0;
    int high = used - 1;
    while (low < high) {
      int middle = low + high + 1 >>> 1;
      if (isBefore(handle, runs[middle].handle(0))) {
        high = middle - 1;
      } else {
        low = middle;
      }
    }
    return low;
  }

  /** The index of an order that is there, or where it belongs. */
  private int indexIn(ConditionalRun run, int handle) {
    int low = 0;
    int high = run.count();
    while (low < high) {
      int middle = low + high >>> 1;
      if (isBefore(run.handle(middle), handle)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean isBefore(int first, int second) {
    long a = sign * slab.price(first);
    long b = sign * slab.price(second);
    return a < b || (a == b && slab.sequence(first) < slab.sequence(second));
  }
}
