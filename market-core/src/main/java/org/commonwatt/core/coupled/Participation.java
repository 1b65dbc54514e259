package org.commonwatt.core.coupled;

/**
 * With which energy each order takes part.
 *
 * @param energy per order, what is left of it after self-trade is prevented, Wh
 * @param decision per order: {@link #FREE}, {@link #IN} or {@link #OUT}
 */
record Participation(long[] energy, byte[] decision) {
  /** Anything from nothing to the whole energy. */
  static final byte FREE = 0;

  /** At least the minimum quantity. */
  static final byte IN = 1;

  /** Nothing. */
  static final byte OUT = 2;

  /** What an order surely gets, Wh. */
  long certain(OrderTable orders, int order) {
    return decision[order] == IN ? orders.min[order] : 0;
  }

  /** What an order may get beyond that, Wh. */
  long open(OrderTable orders, int order) {
    return switch (decision[order]) {
      case IN -> energy[order] - orders.min[order];
      case OUT -> 0;
      default -> energy[order];
    };
  }
}
