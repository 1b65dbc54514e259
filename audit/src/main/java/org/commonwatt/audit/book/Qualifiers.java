package org.commonwatt.audit.book;

/**
 * How an order wants to trade.
 *
 * @param market whether it has no limit of its own
 * @param immediate whether what it cannot trade at once is cancelled
 * @param fillOrKill whether it trades in full at once or not at all
 * @param postOnly whether it is refused if it would meet an order at once
 * @param minimumWh least energy of one arrival, 0 for none, {@link #ALL} for all-or-none
 * @param peakWh what an iceberg shows, 0 for an order that shows all
 * @param selfTrade what happens when it would trade with its owner
 */
public record Qualifiers(
    boolean market,
    boolean immediate,
    boolean fillOrKill,
    boolean postOnly,
    long minimumWh,
    long peakWh,
    SelfTrade selfTrade) {
  /** The minimum of an all-or-none order. */
  public static final long ALL = Long.MAX_VALUE;

  /** A plain limit order. */
  public static final Qualifiers PLAIN =
      new Qualifiers(false, false, false, false, 0, 0, SelfTrade.CANCEL_NEWEST);
}
