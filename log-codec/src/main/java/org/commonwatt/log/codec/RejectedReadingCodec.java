package org.commonwatt.log.codec;

import java.util.HexFormat;
import java.util.Optional;
import org.commonwatt.log.codec.proto.ReadingProto;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.log.seal.SealKey;
import org.commonwatt.log.seal.Subject;
import org.commonwatt.model.Ids;
import org.commonwatt.model.RejectedReading;

/** Records of the topic {@code rejected-readings}. */
public final class RejectedReadingCodec {

  private RejectedReadingCodec() {}

  /**
   * The bytes of a rejected reading, in clear.
   *
   * @param market id of the market
   * @throws IllegalArgumentException when the market is not an id or {@code rawHex} is not
   *     hexadecimal; upper-case digits are decoded as lower-case ones
   */
  public static byte[] encode(String market, RejectedReading rejected) {
    return encode(market, rejected, Keyring.NONE);
  }

  /**
   * The bytes of a rejected reading. Its message may tell registers: it is sealed under the key of
   * the raw bytes, or under the meter's current one when these are in clear. Without a key only the
   * code is written; a meter that is not ours has none. Whose meter has no id could not be read,
   * and its message stays. The raw bytes are as sealed as they were.
   *
   * @param market id of the market
   * @param keyring keys to seal with
   * @throws IllegalArgumentException when the market is not an id or {@code rawHex} is not
   *     hexadecimal; upper-case digits are decoded as lower-case ones
   */
  public static byte[] encode(String market, RejectedReading rejected, Keyring keyring) {
    Seals seals = Seals.with(keyring);
    if (!seals.seal() || !Ids.isValid(rejected.meter())) {
      return wrap(market, FormatVersions.FIRST, ReadingConverter.encode(rejected));
    }
    Optional<String> keyId = keyId(rejected, seals);
    return keyId.isPresent()
        ? wrap(market, FormatVersions.SEALED, ReadingConverter.seal(rejected, keyId.get(), seals))
        : wrap(market, FormatVersions.FIRST, ReadingConverter.withoutMessage(rejected));
  }

  private static byte[] wrap(String market, int version, ReadingProto.RejectedReading message) {
    return Records.wrap(RecordType.REJECTED_READING, version, market, message);
  }

  /** The key to seal the message with: who erases that of the reading erases the message, too. */
  private static Optional<String> keyId(RejectedReading rejected, Seals seals) {
    Subject meter = Subject.meter(rejected.meter());
    Optional<String> raw = rawKeyId(HexFormat.of().parseHex(rejected.rawHex()));
    return raw.isPresent() ? raw.filter(keyId -> seals.has(meter, keyId)) : seals.currentId(meter);
  }

  /** The key that raw bytes name; empty when they are no sealed reading. */
  private static Optional<String> rawKeyId(byte[] raw) {
    try {
      return Records.decode(
          () -> {
            ReadingProto.MeterReading reading =
                ReadingProto.MeterReading.parseFrom(
                    Records.open(ReadingCodec.chained(raw), RecordType.METER_READING));
            return reading.getSealed().getKeyId().size() == SealKey.ID_BYTES
                ? Optional.of(Seals.keyId(reading.getSealed()))
                : Optional.empty();
          });
    } catch (CodecException e) {
      return Optional.empty();
    }
  }

  /**
   * The rejected reading of a record in clear.
   *
   * @throws CodecException when the bytes are not a rejected reading that this version knows, or
   *     are sealed
   */
  public static RejectedReading decode(byte[] record) {
    return decode(record, Keyring.NONE).orElseThrow();
  }

  /**
   * The rejected reading of a record; empty when its key was erased.
   *
   * @param keyring keys to open with
   * @throws CodecException when the bytes are not a rejected reading that this version knows, a
   *     sealed payload is damaged, or its key is missing
   */
  public static Optional<RejectedReading> decode(byte[] record, Keyring keyring) {
    return Records.decode(
        () -> {
          Records.Opened opened = Records.openAs(record, RecordType.REJECTED_READING);
          ReadingProto.RejectedReading message =
              ReadingProto.RejectedReading.parseFrom(opened.body());
          int needed = message.hasMessage() ? FormatVersions.SEALED : FormatVersions.FIRST;
          return Records.inVersion(
              opened.version(), needed, ReadingConverter.open(message, Seals.with(keyring)));
        });
  }
}
