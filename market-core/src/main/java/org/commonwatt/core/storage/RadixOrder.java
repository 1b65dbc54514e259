package org.commonwatt.core.storage;

/** Orders places by numbers that are not negative, digit by digit: faster than by comparisons. */
final class RadixOrder {
  private static final int DIGIT_BITS = 11;
  private static final int DIGITS = 1 << DIGIT_BITS;

  private RadixOrder() {}

  /**
   * Places by their keys, the least first; of equal keys in the order as before.
   *
   * @param order the places; may be used up
   * @param keys by place, 0 or more
   */
  static int[] of(int[] order, long[] keys) {
    long any = 0;
    for (int i : order) {
      any |= keys[i];
    }
    int[] sorted = order;
    int[] next = new int[order.length];
    for (int shift = 0; shift < Long.SIZE && any >>> shift != 0; shift += DIGIT_BITS) {
      int[] from = new int[DIGITS + 1];
      for (int i : sorted) {
        from[digit(keys[i], shift) + 1]++;
      }
      for (int d = 0; d < DIGITS; d++) {
        from[d + 1] += from[d];
      }
      for (int i : sorted) {
        next[from[digit(keys[i], shift)]++] = i;
      }
      int[] done = next;
      next = sorted;
      sorted = done;
    }
    return sorted;
  }

  private static int digit(long key, int shift) {
    return (int) (key >>> shift) & (DIGITS - 1);
  }
}
