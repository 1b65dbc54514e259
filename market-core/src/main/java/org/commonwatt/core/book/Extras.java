package org.commonwatt.core.book;

import java.util.Arrays;

/** What only rare resting orders have: hidden energy, a minimum, an expiry. Found by the handle. */
final class Extras {
  private static final int PEAK = 0;
  private static final int HIDDEN = 1;
  private static final int MINIMUM = 2;
  private static final int EXPIRY = 3;
  private static final int HEAP_PLACE = 4;
  private static final int PLAN = 5;
  private static final int PLANNED = 6;
  private static final int NAMED = 7;
  private static final int FIELDS = 8;

  private final OrderSlab slab;
  private long[] fields = new long[FIELDS * 16];
  private int free = OrderSlab.NONE;
  private int used;

  Extras(OrderSlab slab) {
    this.slab = slab;
  }

  /** Gives an order its extras, all 0. */
  void take(int handle) {
    int extra = free;
    if (extra == OrderSlab.NONE) {
      if (used * FIELDS == fields.length) {
        fields = Arrays.copyOf(fields, fields.length * 2);
      }
      extra = used++;
    } else {
      free = (int) fields[extra * FIELDS];
    }
    Arrays.fill(fields, extra * FIELDS, (extra + 1) * FIELDS, 0);
    slab.extra(handle, extra);
  }

  void release(int handle) {
    int extra = slab.extra(handle);
    fields[extra * FIELDS] = free;
    free = extra;
  }

  /** Energy of an iceberg that is shown at most, Wh. */
  long peak(int handle) {
    return get(handle, PEAK);
  }

  void peak(int handle, long energy) {
    set(handle, PEAK, energy);
  }

  /** Energy of an iceberg that is not shown, Wh. */
  long hidden(int handle) {
    return get(handle, HIDDEN);
  }

  void hidden(int handle, long energy) {
    set(handle, HIDDEN, energy);
  }

  /** Least energy that the order takes from one arriving order, Wh; the rest if that is less. */
  long minimum(int handle) {
    return get(handle, MINIMUM);
  }

  void minimum(int handle, long energy) {
    set(handle, MINIMUM, energy);
  }

  /** Instant of a dated order's end. */
  long expiry(int handle) {
    return get(handle, EXPIRY);
  }

  void expiry(int handle, long millis) {
    set(handle, EXPIRY, millis);
  }

  /** What the order names, see {@link Named}; 0 of one that names nothing. */
  long named(int handle) {
    return get(handle, NAMED);
  }

  void named(int handle, long named) {
    set(handle, NAMED, named);
  }

  int heapPlace(int handle) {
    return (int) get(handle, HEAP_PLACE);
  }

  void heapPlace(int handle, int place) {
    set(handle, HEAP_PLACE, place);
  }

  /** Energy that a plan has taken from a conditional order already. */
  long planned(int handle, long plan) {
    return get(handle, PLAN) == plan ? get(handle, PLANNED) : 0;
  }

  void planned(int handle, long plan, long energy) {
    set(handle, PLAN, plan);
    set(handle, PLANNED, energy);
  }

  void clear() {
    free = OrderSlab.NONE;
    used = 0;
  }

  private long get(int handle, int field) {
    return fields[slab.extra(handle) * FIELDS + field];
  }

  private void set(int handle, int field, long value) {
    fields[slab.extra(handle) * FIELDS + field] = value;
  }
}
