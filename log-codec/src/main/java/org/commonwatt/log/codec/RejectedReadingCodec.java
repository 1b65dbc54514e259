package org.commonwatt.log.codec;

import org.commonwatt.log.codec.proto.ReadingProto;
import org.commonwatt.model.RejectedReading;

/** Records of the topic {@code rejected-readings}. */
public final class RejectedReadingCodec {

  private RejectedReadingCodec() {}

  /**
   * The bytes of a rejected reading.
   *
   * @param market id of the market
   * @throws IllegalArgumentException when the market is not an id or {@code rawHex} is not
   *     hexadecimal; upper-case digits are decoded as lower-case ones
   */
  public static byte[] encode(String market, RejectedReading rejected) {
    return Records.wrap(RecordType.REJECTED_READING, market, ReadingConverter.encode(rejected));
  }

  /**
   * The rejected reading of a record.
   *
   * @throws CodecException when the bytes are not a rejected reading that this version knows
   */
  public static RejectedReading decode(byte[] record) {
    return Records.decode(
        () ->
            ReadingConverter.decode(
                ReadingProto.RejectedReading.parseFrom(
                    Records.open(record, RecordType.REJECTED_READING))));
  }
}
