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
}
