package org.commonwatt.core.coupled;

import java.util.Arrays;

/** With which energy each order takes part, when it is decided which ones with a minimum do. */
final class Participation {
  /** Anything from nothing to the whole energy. */
  static final byte FREE = 0;

  /** At least the minimum quantity. */
  static final byte IN = 1;

  /** Nothing. */
  static final byte OUT = 2;

  /** Per order, what is left of it after self-trade is prevented, Wh. */
  final long[] energy;

  /** Per order, what it may get beyond what is certain, Wh. */
  final long[] open;

  /** The orders that surely get something. */
  int[] certain;

  /** Per certain order, how much, Wh. */
  long[] certainWh;

  private int count;

  private Participation(long[] energy, long[] open, int capacity) {
    this.energy = energy;
    this.open = open;
    certain = new int[capacity];
    certainWh = new long[capacity];
  }

  /**
   * The participation that a decision gives.
   *
   * @param energy per order, Wh; kept
   * @param undecided the orders that are decided upon
   * @param decision per undecided order {@link #FREE}, {@link #IN} or {@link #OUT}
   */
  static Participation of(OrderTable orders, long[] energy, int[] undecided, byte[] decision) {
    long[] open = undecided.length == 0 ? energy : energy.clone();
    Participation part = new Participation(energy, open, undecided.length);
    for (int k = 0; k < undecided.length; k++) {
      int i = undecided[k];
      if (decision[k] == IN) {
        part.ensure(i, orders.min[i]);
      } else if (decision[k] == OUT) {
        open[i] = 0;
      }
    }
    return part.trimmed();
  }

  /** The same, less what no price within the windows of the decision supports. */
  Participation within(OrderTable orders, PriceWindows windows, boolean[] mayBeOut) {
    Participation part = new Participation(energy, open.clone(), 0);
    part.certain = certain.clone();
    part.certainWh = certainWh.clone();
    part.count = certain.length;
    for (int i = 0; i < orders.count; i++) {
      if (part.open[i] > 0 && windows.exclude(i)) {
        part.open[i] = 0;
      } else if (part.open[i] > 0 && !mayBeOut[i] && windows.fill(i)) {
        part.ensure(i, part.open[i]);
      }
    }
    return part.trimmed();
  }

  private void ensure(int order, long amount) {
    if (count == certain.length) {
      certain = Arrays.copyOf(certain, 2 * count + 8);
      certainWh = Arrays.copyOf(certainWh, 2 * count + 8);
    }
    certain[count] = order;
    certainWh[count++] = amount;
    open[order] -= amount;
  }

  private Participation trimmed() {
    certain = Arrays.copyOf(certain, count);
    certainWh = Arrays.copyOf(certainWh, count);
    return this;
  }
}
