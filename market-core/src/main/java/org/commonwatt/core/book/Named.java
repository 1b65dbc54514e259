package org.commonwatt.core.book;

/**
 * What an order names beside price and energy, in one long: the source that it declares, the
 * sources and the area that it accepts, which alternative of its order it is, and the next one.
 *
 * <pre>
 * next alternative's handle + 1, 32 bits | area + 1, 17 bits | sources, 6 bits | source, 3 bits |
 * alternative, 4 bits
 * </pre>
 */
public final class Named {
  /** The largest number of a source. */
  public static final int MAX_SOURCE = 6;

  /** The most alternatives of an order. */
  public static final int MAX_ALTERNATIVES = 8;

  static final int NO_SOURCE = 0;
  static final int ANY_SOURCE = 0;
  static final int ANY_AREA = -1;

  private static final int SOURCE_SHIFT = 4;
  private static final int SOURCES_SHIFT = 7;
  private static final int AREA_SHIFT = 13;
  private static final int NEXT_SHIFT = 32;

  private Named() {}

  static long of(OrderTicket ticket) {
    return (long) (ticket.acceptedArea + 1) << AREA_SHIFT
        | (long) ticket.acceptedSources << SOURCES_SHIFT
        | (long) ticket.source << SOURCE_SHIFT
        | ticket.alternative;
  }

  /** Whether numbers are in their ranges. */
  static boolean isValid(OrderTicket ticket, int areas) {
    return ticket.source >= 0
        && ticket.source <= MAX_SOURCE
        && ticket.acceptedSources >= 0
        && ticket.acceptedSources < 1 << MAX_SOURCE
        && ticket.acceptedArea >= ANY_AREA
        && ticket.acceptedArea < areas;
  }

  /** Whether there is more to it than a declared source. */
  static boolean isChoosy(long named) {
    return (withoutNext(named) & ~(7L << SOURCE_SHIFT)) != 0;
  }

  static int source(long named) {
    return (int) (named >>> SOURCE_SHIFT) & 7;
  }

  static int alternative(long named) {
    return (int) named & 15;
  }

  /** The handle of the next alternative, in a ring; {@link OrderSlab#NONE}: there is no other. */
  static int next(long named) {
    return (int) (named >>> NEXT_SHIFT) - 1;
  }

  static long withNext(long named, int handle) {
    return named & 0xFFFFFFFFL | (long) (handle + 1) << NEXT_SHIFT;
  }

  /** Without the handle, which says nothing to others. */
  static long withoutNext(long named) {
    return named & 0xFFFFFFFFL;
  }

  /** Whether an order that named this takes one of an area and a source. */
  static boolean accepts(long named, int area, int source) {
    return accepts(
        (int) (named >>> SOURCES_SHIFT) & 63,
        (int) (named >>> AREA_SHIFT & 0x1FFFF) - 1,
        area,
        source);
  }

  static boolean accepts(int sources, int onlyArea, int area, int source) {
    boolean ofSource =
        sources == ANY_SOURCE || (source != NO_SOURCE && (sources >>> (source - 1) & 1) != 0);
    return ofSource && (onlyArea == ANY_AREA || onlyArea == area);
  }
}
