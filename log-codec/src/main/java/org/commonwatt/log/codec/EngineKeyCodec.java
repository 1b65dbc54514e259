package org.commonwatt.log.codec;

import com.google.protobuf.ByteString;
import org.commonwatt.log.codec.proto.RecordProto.EngineKey;

/** Records of the topic {@code engine-keys}. */
public final class EngineKeyCodec {

  private EngineKeyCodec() {}

  /**
   * The bytes of a key.
   *
   * @param market id of the market
   * @throws IllegalArgumentException when the market is not an id
   */
  public static byte[] encode(String market, EngineKeyRecord key) {
    return Records.wrap(
        RecordType.ENGINE_KEY,
        market,
        EngineKey.newBuilder()
            .setEngine(key.engine())
            .setAlgorithm(key.algorithm())
            .setPublicKey(ByteString.copyFrom(key.publicKey()))
            .build());
  }

  /**
   * The key of a record.
   *
   * @throws CodecException when the bytes are not a key that this version knows
   */
  public static EngineKeyRecord decode(byte[] record) {
    return Records.decode(
        () -> {
          EngineKey key =
              Fields.known(EngineKey.parseFrom(Records.open(record, RecordType.ENGINE_KEY)));
          return new EngineKeyRecord(
              key.getEngine(), key.getAlgorithm(), key.getPublicKey().toByteArray());
        });
  }
}
