package org.commonwatt.log.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import org.commonwatt.log.codec.proto.ReadingProto;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.log.sign.ReadingProof;
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
    return encode(market, reading, Keyring.NONE);
  }

  /**
   * The bytes of a reading, sealed when the keyring seals.
   *
   * @param market id of the market
   * @param keyring keys to seal with
   * @throws IllegalArgumentException when the market is not an id
   * @throws IllegalStateException when the meter has no key
   */
  public static byte[] encode(String market, MeterReading reading, Keyring keyring) {
    Seals seals = Seals.with(keyring);
    return Records.wrap(
        RecordType.METER_READING,
        seals.seal() ? FormatVersions.SEALED : FormatVersions.FIRST,
        market,
        seals.seal() ? ReadingConverter.seal(reading, seals) : ReadingConverter.encode(reading));
  }

  /**
   * The bytes of a reading or a tick with its signature.
   *
   * @param market id of the market, the same as in its own record
   * @throws IllegalArgumentException when the market is not an id
   */
  public static byte[] encodeSigned(String market, ReadingProof proof) {
    return Records.wrap(RecordType.SIGNED_READING, market, SignedReadingConverter.encode(proof));
  }

  /**
   * The bytes whose SHA-256 is the {@code previousHash} of the meter's next reading: those of the
   * reading's own record, without a signature around them.
   *
   * @throws CodecException when the bytes are no record
   */
  public static byte[] chained(byte[] record) {
    return Records.decode(
        () -> {
          Records.Opened opened = Records.open(record);
          return opened.type() == RecordType.SIGNED_READING
              ? ReadingProto.SignedReading.parseFrom(opened.body()).getReading().toByteArray()
              : record;
        });
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
    return decode(record, Keyring.NONE);
  }

  /**
   * The reading or tick of a record, or what is left of a reading whose key was erased.
   *
   * @param keyring keys to open with
   * @throws CodecException when the bytes are neither in a version that this code knows, a sealed
   *     payload is damaged, or its key is missing
   */
  public static ReadingRecord decode(byte[] record, Keyring keyring) {
    return Records.decode(() -> decode(Records.open(record), Seals.with(keyring)));
  }

  /**
   * The same of a record of one market.
   *
   * @param market whose record it must be; nothing of another market's is opened
   * @param keyring keys to open with
   * @throws CodecException as above, and when it is of another market
   */
  public static ReadingRecord decode(String market, byte[] record, Keyring keyring) {
    return Records.decode(
        () -> {
          Records.Opened opened = Records.open(record);
          RecordMarket.require(market, opened);
          return decode(opened, Seals.with(keyring));
        });
  }

  private static ReadingRecord decode(Records.Opened record, Seals seals)
      throws InvalidProtocolBufferException {
    return switch (record.type()) {
      case METER_READING -> reading(record, seals);
      case READING_TICK -> tick(record.body());
      case SIGNED_READING -> signed(record, seals);
      default -> throw CodecException.otherType(record.type(), RecordType.METER_READING);
    };
  }

  private static ReadingRecord reading(Records.Opened record, Seals seals)
      throws InvalidProtocolBufferException {
    ReadingProto.MeterReading message = ReadingProto.MeterReading.parseFrom(record.body());
    int needed = message.hasSealed() ? FormatVersions.SEALED : FormatVersions.FIRST;
    return Records.inVersion(record.version(), needed, ReadingConverter.open(message, seals));
  }

  private static ReadingRecord signed(Records.Opened record, Seals seals)
      throws InvalidProtocolBufferException {
    ReadingProof proof =
        SignedReadingConverter.decode(ReadingProto.SignedReading.parseFrom(record.body()));
    Records.Opened inner = Records.open(proof.record());
    if (!inner.market().equals(record.market())) {
      throw CodecException.outOfRange("a signed reading is of the market that its record names");
    }
    if (inner.type() == RecordType.READING_TICK) {
      return new ReadingRecord.Tick(tick(inner.body()).timeMillis(), proof);
    }
    if (inner.type() != RecordType.METER_READING) {
      throw CodecException.otherType(inner.type(), RecordType.METER_READING);
    }
    ReadingRecord opened = reading(inner, seals);
    return opened instanceof ReadingRecord.Reading open
        ? new ReadingRecord.Reading(open.reading(), proof)
        : opened; // its key was erased
  }

  private static ReadingRecord.Tick tick(ByteString body) throws InvalidProtocolBufferException {
    return new ReadingRecord.Tick(
        Fields.known(ReadingProto.ReadingTick.parseFrom(body)).getTimeMillis());
  }
}
