package org.commonwatt.core.book;

/**
 * From order ids to handles: open addressing with linear probing. An entry holds the upper half of
 * the id's hash beside the handle, so that probing and shifting never touch an order.
 */
final class IdIndex {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final int INITIAL_BITS = 12;

  private final OrderSlab slab;
  private long[] table = new long[1 << INITIAL_BITS];
  private int shift = 32 - INITIAL_BITS;
  private int size;

  IdIndex(OrderSlab slab) {
    this.slab = slab;
  }

  /** The handle of an id, {@link OrderSlab#NONE} when it is not there. */
  int find(long id) {
    long hash = id * GOLDEN;
    long[] entries = table;
    int mask = entries.length - 1;
    int i = (int) (hash >>> 32) >>> shift;
    while (true) {
      long entry = entries[i];
      if (entry == 0) {
        return OrderSlab.NONE;
      }
      if ((entry ^ hash) >>> 32 == 0) {
        int handle = (int) entry - 1;
        if (slab.id(handle) == id) {
          return handle;
        }
      }
      i = i + 1 & mask;
    }
  }

  /** Adds an id that is not there. */
  void add(long id, int handle) {
    if (++size > table.length >>> 1) {
      grow();
    }
    insert(table, (id * GOLDEN & ~0xFFFFFFFFL) | (handle + 1));
  }

  /** Removes an id that is there, closing the gap it leaves. */
  void remove(long id, int handle) {
    size--;
    long[] entries = table;
    int mask = entries.length - 1;
    int gap = (int) (id * GOLDEN >>> 32) >>> shift;
    while ((int) entries[gap] != handle + 1) {
      gap = gap + 1 & mask;
    }
    int i = gap;
    while (true) {
      i = i + 1 & mask;
      long entry = entries[i];
      if (entry == 0) {
        entries[gap] = 0;
        return;
      }
      int home = (int) (entry >>> 32) >>> shift;
      if ((i - home & mask) >= (i - gap & mask)) {
        entries[gap] = entry;
        gap = i;
      }
    }
  }

  void clear() {
    java.util.Arrays.fill(table, 0);
    size = 0;
  }

  private void insert(long[] entries, long entry) {
    int mask = entries.length - 1;
    int i = (int) (entry >>> 32) >>> shift;
    while (entries[i] != 0) {
      i = i + 1 & mask;
    }
    entries[i] = entry;
  }

  private void grow() {
    long[] old = table;
    long[] larger = new long[old.length * 2];
    shift--;
    for (long entry : old) {
      if (entry != 0) {
        insert(larger, entry);
      }
    }
    table = larger;
  }
}
