package org.commonwatt.core.book;

import java.util.Arrays;

/** The dated orders, a heap by expiry, then time of arrival. */
final class Expiries {
  private final OrderSlab slab;
  private final Extras extras;
  private int[] heap = new int[16];
  private int size;

  Expiries(OrderSlab slab, Extras extras) {
    this.slab = slab;
    this.extras = extras;
  }

  /** The order that ends first, {@link OrderSlab#NONE} when none ends by an instant. */
  int due(long timeMillis) {
    return size == 0 || extras.expiry(heap[0]) > timeMillis ? OrderSlab.NONE : heap[0];
  }

  /** The first expiry, {@link Long#MAX_VALUE} without dated orders. */
  long nextMillis() {
    return size == 0 ? Long.MAX_VALUE : extras.expiry(heap[0]);
  }

  void add(int handle) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    size++;
    up(size - 1, handle);
  }

  void remove(int handle) {
    int at = extras.heapPlace(handle);
    size--;
    if (at == size) {
      return;
    }
    int last = heap[size];
    if (at > 0 && isBefore(last, heap[(at - 1) / 2])) {
      up(at, last);
    } else {
      down(at, last);
    }
  }

  void clear() {
    size = 0;
  }

  private void up(int from, int handle) {
    int at = from;
    while (at > 0 && isBefore(handle, heap[(at - 1) / 2])) {
      put(at, heap[(at - 1) / 2]);
      at = (at - 1) / 2;
    }
    put(at, handle);
  }

  private void down(int from, int handle) {
    int at = from;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && isBefore(heap[child + 1], heap[child])) {
        child++;
      }
      if (!isBefore(heap[child], handle)) {
        break;
      }
      put(at, heap[child]);
      at = child;
    }
    put(at, handle);
  }

  private void put(int at, int handle) {
    heap[at] = handle;
    extras.heapPlace(handle, at);
  }

  private boolean isBefore(int first, int second) {
    long a = extras.expiry(first);
    long b = extras.expiry(second);
    return a < b || (a == b && slab.sequence(first) < slab.sequence(second));
  }
}
