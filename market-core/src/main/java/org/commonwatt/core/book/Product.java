package org.commonwatt.core.book;

/** One area's product of an open slot: its two sides, reference price and halt. */
final class Product {
  /** No reference price, no halt. */
  static final long NONE = Long.MIN_VALUE;

  final int number;
  final int area;
  final OpenSlot slot;
  final ProductLimits limits;
  final BookSide[] sides;
  private long reference = NONE;
  private long haltedUntil = NONE;

  Product(int number, int area, OpenSlot slot, ProductLimits limits, BookSide[] sides) {
    this.number = number;
    this.area = area;
    this.slot = slot;
    this.limits = limits;
    this.sides = sides;
  }

  long reference() {
    return reference;
  }

  void reference(long price) {
    reference = price;
  }

  boolean isHalted() {
    return haltedUntil != NONE;
  }

  /** The instant at which the halt ends, {@link #NONE} when there is none. */
  long haltedUntil() {
    return haltedUntil;
  }

  /** Halts trading until an instant, or ends the halt with {@link #NONE}. */
  void halt(long untilMillis) {
    haltedUntil = untilMillis;
    sides[0].accept(!isHalted());
    sides[1].accept(!isHalted());
  }
}
