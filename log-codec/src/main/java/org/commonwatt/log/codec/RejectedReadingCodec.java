package org.commonwatt.log.codec;

import java.util.Optional;
import org.commonwatt.log.codec.proto.ReadingProto;
import org.commonwatt.log.seal.Keyring;
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
   * The bytes of a rejected reading. Its message is sealed when there is a key of the meter; one
   * that is no meter of ours has none. Its raw bytes are as sealed as they were.
   *
   * @param market id of the market
   * @param keyring keys to seal with
   * @throws IllegalArgumentException when the market is not an id or {@code rawHex} is not
   *     hexadecimal; upper-case digits are decoded as lower-case ones
   */
  public static byte[] encode(String market, RejectedReading rejected, Keyring keyring) {
    Seals seals = Seals.with(keyring);
    boolean sealed =
        seals.seal()
            && Ids.isValid(rejected.meter())
            && seals.canSeal(Subject.meter(rejected.meter()));
    return Records.wrap(
        RecordType.REJECTED_READING,
        sealed ? FormatVersions.SEALED : FormatVersions.FIRST,
        market,
        sealed ? ReadingConverter.seal(rejected, seals) : ReadingConverter.encode(rejected));
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
