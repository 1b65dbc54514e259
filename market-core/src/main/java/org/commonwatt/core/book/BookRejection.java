package org.commonwatt.core.book;

/**
 * Why the book refused a command. The order of the constants is the order of precedence: of several
 * reasons the first one here is reported. A refused command changes nothing.
 */
public enum BookRejection {
  /** The network has no such area. */
  UNKNOWN_AREA,
  /** The energy is not positive. */
  ENERGY_NOT_POSITIVE,
  /** The energy is above 10¹² Wh, or above the limit of the slot. */
  ENERGY_TOO_LARGE,
  /** The price is not within ±10¹⁰ µ/kWh. */
  PRICE_OUT_OF_RANGE,
  /** The qualifiers exclude each other, or a minimum, peak or owner is outside its range. */
  QUALIFIERS_CONFLICT,
  /** A good-till-date order expires now or before. */
  EXPIRY_PAST,
  /** An order with this id is in the book. */
  ORDER_ID_REUSED,
  /** No order with this id is in the book. */
  UNKNOWN_ORDER,
  /** The slot is not in continuous trading. */
  SLOT_NOT_OPEN,
  /** The price is not a multiple of the tick. */
  PRICE_OFF_TICK,
  /** The price is outside the static collar. */
  PRICE_OUTSIDE_COLLAR,
  /** Energy × (largest price of the collar + largest fee) does not fit in 64 bits. */
  MONEY_TOO_LARGE,
  /** Trading in the product is halted. */
  PRODUCT_HALTED,
  /** A post-only order would have met an order of the book. */
  POST_ONLY_WOULD_TRADE,
  /** The book holds as many orders as it can. */
  BOOK_FULL
}
