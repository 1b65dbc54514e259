package org.commonwatt.log.codec;

import org.commonwatt.log.codec.proto.ModelProto;
import org.commonwatt.model.MeteredPosition;

/** Records of the topic {@code positions}. */
public final class PositionCodec {

  private PositionCodec() {}

  /**
   * The bytes of a position.
   *
   * @param market id of the market
   * @throws IllegalArgumentException when the market is not an id
   */
  public static byte[] encode(String market, MeteredPosition position) {
    return Records.wrap(RecordType.METERED_POSITION, market, ModelConverter.encode(position));
  }

  /**
   * The position of a record.
   *
   * @throws CodecException when the bytes are not a metered position that this version knows
   */
  public static MeteredPosition decode(byte[] record) {
    return Records.decode(
        () ->
            ModelConverter.decode(
                true,
                ModelProto.MeteredPosition.parseFrom(
                    Records.open(record, RecordType.METERED_POSITION))));
  }
}
