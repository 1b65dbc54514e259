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

  /** Per order, what it may get beyond its minimum if that is certain, else from nothing on, Wh. */
  final long[] open;

  /** The orders that surely get their minimum quantity. */
  final int[] certain;

  private Participation(long[] energy, long[] open, int[] certain) {
    this.energy = energy;
    this.open = open;
    this.certain = certain;
  }

  /**
   * The participation that a decision gives.
   *
   * @param energy per order, Wh; kept
   * @param undecided the orders that are decided upon
   * @param decision per undecided order {@link #FREE}, {@link #IN} or {@link #OUT}
   */
  static Participation of(OrderTable orders, long[] energy, int[] undecided, byte[] decision) {
    int[] certain = new int[undecided.length];
    int count = 0;
    long[] open = undecided.length == 0 ? energy : energy.clone();
    for (int k = 0; k < undecided.length; k++) {
      int i = undecided[k];
      if (decision[k] == IN) {
        open[i] = energy[i] - orders.min[i];
        certain[count++] = i;
      } else if (decision[k] == OUT) {
        open[i] = 0;
      }
    }
    return new Participation(energy, open, Arrays.copyOf(certain, count));
  }
}
