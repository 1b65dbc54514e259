package org.commonwatt.log.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.commonwatt.log.codec.proto.ReadingProto;
import org.commonwatt.model.MeterReading;

/** Records of the topic {@code readings}: meter readings and ticks. */
public final class ReadingCodec {

  private ReadingCodec() {}

  /**
   * The bytes of a reading; their SHA-256 is the {@code previousHash} of the meter's next one.
   *
   * @param market id of the market
   * @throws IllegalArgumentException when the market is not an id
   */
  public static byte[] encode(String market, MeterReading reading) {
    return Records.wrap(RecordType.METER_READING, market, ReadingConverter.encode(reading));
  }

  /**
   * The bytes of a tick.
   *
   * @param market id of the market
   * @param timeMillis instant up to which all readings are published, UTC
   * @throws IllegalArgumentException when the market is not an id
   */
  public static byte[] encodeTick(String market, long timeMillis) {
    return Records.wrap(
        RecordType.READING_TICK,
        market,
        ReadingProto.ReadingTick.newBuilder().setTimeMillis(timeMillis).build());
  }

  /**
   * The reading or tick of a record. Registers may be negative: judging them is not the codec's.
   *
   * @throws CodecException when the bytes are neither in a version that this code knows
   */
  public static ReadingRecord decode(byte[] record) {
    return Records.decode(() -> decode(Records.open(record)));
  }

  private static ReadingRecord decode(Records.Opened record) throws InvalidProtocolBufferException {
    return switch (record.type()) {
      case METER_READING -> reading(record.body());
      case READING_TICK -> tick(record.body());
      default -> throw CodecException.otherType(record.type(), RecordType.METER_READING);
    };
  }

  private static ReadingRecord reading(ByteString body) throws InvalidProtocolBufferException {
    return new ReadingRecord.Reading(
        ReadingConverter.decode(ReadingProto.MeterReading.parseFrom(body)));
  }

  private static ReadingRecord tick(ByteString body) throws InvalidProtocolBufferException {
    return new ReadingRecord.Tick(
        Fields.known(ReadingProto.ReadingTick.parseFrom(body)).getTimeMillis());
  }
}
