package org.commonwatt.benchmarks.clearing;

import java.util.Arrays;

/**
 * The call auction of one area for any prices: both sides sorted as primitive keys, then merged.
 */
final class SortMerge {
  private static final int INDEX_BITS = 24;
  private static final long INDEX = (1L << INDEX_BITS) - 1;

  private SortMerge() {}

  /** Finds volume and prices of at most 2²⁴ orders. */
  static OneAreaResult clear(OneAreaBook book) {
    long[] buys = sorted(book, true);
    long[] sells = sorted(book, false);
    long demand = 0;
    for (long key : buys) {
      demand += book.energy()[(int) (key & INDEX)];
    }
    Crossing crossing = new Crossing(demand);
    int b = 0;
    int s = 0;
    for (boolean more = true; more && (b < buys.length || s < sells.length); ) {
      long price =
          Math.min(
              b < buys.length ? buys[b] >> INDEX_BITS : Long.MAX_VALUE,
              s < sells.length ? sells[s] >> INDEX_BITS : Long.MAX_VALUE);
      long bought = 0;
      for (; b < buys.length && buys[b] >> INDEX_BITS == price; b++) {
        bought += book.energy()[(int) (buys[b] & INDEX)];
      }
      long sold = 0;
      for (; s < sells.length && sells[s] >> INDEX_BITS == price; s++) {
        sold += book.energy()[(int) (sells[s] & INDEX)];
      }
      more = crossing.step(price, bought, sold);
    }
    return crossing.result();
  }

  private static long[] sorted(OneAreaBook book, boolean buy) {
    long[] keys = new long[book.count()];
    int count = 0;
    for (int i = 0; i < keys.length; i++) {
      if (book.buy()[i] == buy) {
        keys[count++] = book.price()[i] << INDEX_BITS | i;
      }
    }
    keys = Arrays.copyOf(keys, count);
    Arrays.sort(keys);
    return keys;
  }
}
