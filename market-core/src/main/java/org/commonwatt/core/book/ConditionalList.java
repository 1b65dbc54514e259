package org.commonwatt.core.book;

import java.util.Arrays;

/** The resting orders with a minimum of one side of a product, by rank, then time. */
final class ConditionalList {
  private final OrderSlab slab;
  private final int sign;
  private int[] handles = new int[8]; // taken when the slot opens, not when it trades
  private int size;

  ConditionalList(OrderSlab slab, int sign) {
    this.slab = slab;
    this.sign = sign;
  }

  int size() {
    return size;
  }

  int get(int index) {
    return handles[index];
  }

  void add(int handle) {
    if (size == handles.length) {
      handles = Arrays.copyOf(handles, size * 2);
    }
    int at = place(handle);
    System.arraycopy(handles, at, handles, at + 1, size - at);
    handles[at] = handle;
    size++;
  }

  void remove(int handle) {
    int at = place(handle);
    size--;
    System.arraycopy(handles, at + 1, handles, at, size - at);
  }

  /** The index of an order that is there, or where it belongs. */
  private int place(int handle) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = low + high >>> 1;
      if (isBefore(handles[middle], handle)) {
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
