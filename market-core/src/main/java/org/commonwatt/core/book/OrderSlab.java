package org.commonwatt.core.book;

import java.util.Arrays;

/**
 * All resting orders, each a record of four longs: half a cache line for everything that matching
 * and cancelling touch. What only rare orders have is in {@link Extras}.
 *
 * <pre>
 * 0  id
 * 1  energy, 40 bits | product, 16 bits | flags, 8 bits
 * 2  next handle | previous handle, 32 bits each
 * 3  price, 35 bits signed | owner, 29 bits
 * </pre>
 */
final class OrderSlab {
  static final int NONE = -1;

  /** Flags. The side is the lowest bit, so that it is an index too. */
  static final int SELL = 1;

  static final int ICEBERG = 1 << 1;
  static final int CONDITIONAL = 1 << 2;
  static final int DATED = 1 << 3;
  static final int POST_ONLY = 1 << 4;
  static final int MODE_SHIFT = 5;

  /** It declares a source, accepts not all, or is an alternative: see {@link Named}. */
  static final int NAMED = 1 << 7;

  /** Orders with one of these have extras. */
  static final int RARE = ICEBERG | CONDITIONAL | DATED | NAMED;

  private static final int INITIAL = 1 << 10;
  private static final int OWNER_BITS = 29;

  private final int limit;
  private long[] words = new long[4 * INITIAL];
  private long[] sequences = new long[INITIAL];
  private int[] extras = new int[INITIAL];
  private int free = NONE;
  private int used;
  private int open;

  OrderSlab(int limit) {
    this.limit = limit;
  }

  boolean isFull() {
    return open == limit;
  }

  int limit() {
    return limit;
  }

  int open() {
    return open;
  }

  /** Takes a record; its links, extra and sequence are not set. */
  int take(long id, long energy, int productAndFlags, long priceAndOwner) {
    int handle = free;
    if (handle == NONE) {
      handle = extend();
    } else {
      free = next(handle);
    }
    open++;
    int at = handle << 2;
    long[] w = words;
    w[at] = id;
    w[at + 1] = energy << 24 | productAndFlags;
    w[at + 3] = priceAndOwner;
    return handle;
  }

  void release(int handle) {
    words[(handle << 2) + 2] = links(free, NONE);
    free = handle;
    open--;
  }

  static long priceAndOwner(long price, int owner) {
    return price << OWNER_BITS | owner;
  }

  long id(int handle) {
    return words[handle << 2];
  }

  /** The open energy that others see, Wh. */
  long energy(int handle) {
    return words[(handle << 2) + 1] >>> 24;
  }

  void energy(int handle, long energy) {
    int at = (handle << 2) + 1;
    words[at] = energy << 24 | (words[at] & 0xFFFFFF);
  }

  int product(int handle) {
    return (int) words[(handle << 2) + 1] >>> 8 & 0xFFFF;
  }

  int flags(int handle) {
    return (int) words[(handle << 2) + 1] & 0xFF;
  }

  /** Where the two sides of the products are: product × 2 + side. */
  int sideIndex(int handle) {
    int word = (int) words[(handle << 2) + 1];
    return (word >>> 8 & 0xFFFF) << 1 | (word & SELL);
  }

  int next(int handle) {
    return (int) (words[(handle << 2) + 2] >>> 32);
  }

  int previous(int handle) {
    return (int) words[(handle << 2) + 2];
  }

  void links(int handle, int next, int previous) {
    words[(handle << 2) + 2] = links(next, previous);
  }

  void next(int handle, int next) {
    int at = (handle << 2) + 2;
    words[at] = (long) next << 32 | (words[at] & 0xFFFFFFFFL);
  }

  void previous(int handle, int previous) {
    int at = (handle << 2) + 2;
    words[at] = (words[at] & ~0xFFFFFFFFL) | (previous & 0xFFFFFFFFL);
  }

  long price(int handle) {
    return words[(handle << 2) + 3] >> OWNER_BITS;
  }

  int owner(int handle) {
    return (int) words[(handle << 2) + 3] & OrderTicket.MAX_OWNER;
  }

  /** Place in time: the smaller came first. */
  long sequence(int handle) {
    return sequences[handle];
  }

  void sequence(int handle, long sequence) {
    sequences[handle] = sequence;
  }

  /** The record of an order in {@link Extras}; meaningful for rare orders only. */
  int extra(int handle) {
    return extras[handle];
  }

  void extra(int handle, int extra) {
    extras[handle] = extra;
  }

  void clear() {
    free = NONE;
    used = 0;
    open = 0;
  }

  static long links(int head, int tail) {
    return (long) head << 32 | (tail & 0xFFFFFFFFL);
  }

  private int extend() {
    if (used == sequences.length) {
      int size = Math.min(limit, used * 2);
      words = Arrays.copyOf(words, 4 * size);
      sequences = Arrays.copyOf(sequences, size);
      extras = Arrays.copyOf(extras, size);
    }
    return used++;
  }
}
