package org.commonwatt.log.codec;

/** The market that a record of any topic names in its header. */
public final class RecordMarket {

  private RecordMarket() {}

  /**
   * The market in the header of a record; the body is not looked at.
   *
   * @throws CodecException when the bytes are not a record of a type that this version knows
   */
  public static String of(byte[] record) {
    return Records.decode(() -> Records.open(record).market());
  }

  /**
   * Checks that a record names a market.
   *
   * @throws CodecException when it names another, or the bytes are not a record of a type that this
   *     version knows
   */
  public static void require(String market, byte[] record) {
    requireSame(market, of(record));
  }

  /** The same of a record whose header was checked. */
  static void require(String market, Records.Opened record) {
    requireSame(market, record.market());
  }

  private static void requireSame(String market, String named) {
    if (!named.equals(market)) {
      throw CodecException.outOfRange("it is a record of market " + named + ", not of " + market);
    }
  }
}
