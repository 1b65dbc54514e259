package org.commonwatt.log.codec;

import org.commonwatt.log.codec.proto.ModelProto;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.log.seal.Subject;
import org.commonwatt.model.BoundaryFlow;
import org.commonwatt.model.MeteredPosition;

/** Records of the topic {@code positions}. */
public final class PositionCodec {

  private PositionCodec() {}

  /**
   * The bytes of a position, in clear.
   *
   * @param market id of the market
   * @throws IllegalArgumentException when the market is not an id
   */
  public static byte[] encode(String market, MeteredPosition position) {
    return encode(market, position, Keyring.NONE);
  }

  /**
   * The bytes of a position, sealed when the keyring seals.
   *
   * @param market id of the market
   * @param keyring keys to seal with
   * @throws IllegalArgumentException when the market is not an id
   * @throws IllegalStateException when the participant has no key
   */
  public static byte[] encode(String market, MeteredPosition position, Keyring keyring) {
    Seals seals = Seals.with(keyring);
    MeteredPosition written =
        seals.seal()
            ? PositionConverter.withSecret(
                position, seals.current(Subject.participant(position.participant())))
            : position;
    return Records.wrap(
        RecordType.METERED_POSITION,
        FormatVersions.of(new PositionRecord.Position(written)),
        market,
        PositionConverter.encode(written, seals));
  }

  /**
   * The bytes of what was metered at an area's boundary, which stand in clear.
   *
   * @param market id of the market
   * @throws IllegalArgumentException when the market is not an id
   */
  public static byte[] encode(String market, BoundaryFlow flow) {
    return Records.wrap(RecordType.BOUNDARY_FLOW, market, BoundaryConverter.encode(flow));
  }

  /**
   * The position of a record in clear.
   *
   * @throws CodecException when the bytes are not a metered position that this version knows, or
   *     are sealed
   */
  public static MeteredPosition decode(byte[] record) {
    if (decode(record, Keyring.NONE) instanceof PositionRecord.Position position) {
      return position.position();
    }
    throw CodecException.outOfRange("a boundary is no position of a participant");
  }

  /**
   * The position of a record, or what is left of it when its key was erased; or a boundary's flow.
   *
   * @param keyring keys to open with
   * @throws CodecException when the bytes are not a metered position that this version knows, a
   *     sealed payload is damaged, or its key is missing
   */
  public static PositionRecord decode(byte[] record, Keyring keyring) {
    return Records.decode(
        () -> {
          Records.Opened opened = Records.open(record);
          if (opened.type() == RecordType.BOUNDARY_FLOW) {
            return new PositionRecord.Boundary(
                BoundaryConverter.decode(true, ModelProto.BoundaryFlow.parseFrom(opened.body())));
          }
          if (opened.type() != RecordType.METERED_POSITION) {
            throw CodecException.otherType(opened.type(), RecordType.METERED_POSITION);
          }
          PositionRecord position =
              PositionConverter.decode(
                  true, ModelProto.MeteredPosition.parseFrom(opened.body()), Seals.with(keyring));
          return Records.inVersion(opened.version(), FormatVersions.of(position), position);
        });
  }
}
