package org.commonwatt.log.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.commonwatt.log.seal.FileKeyring;
import org.commonwatt.log.seal.KeySource;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.log.seal.Subject;
import org.commonwatt.log.sign.ReadingProof;
import org.commonwatt.model.RejectedReading;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectedReadingCodecTest {
  private static final Keyring KEYS = new MemoryKeyring();
  private static final Keyring LOST = new MemoryKeyring().lose(Subject.meter("m-01"));

  @Test
  void theMessageOfARefusalIsNeverInClear() {
    RejectedReading inClear = refused(ReadingCodec.encode(Samples.MARKET, Samples.READING));
    RejectedReading sealed = refused(ReadingCodec.encode(Samples.MARKET, Samples.READING, KEYS));
    RejectedReading signed = refused(ReadingCodec.encodeSigned(Samples.MARKET, signed(KEYS)));
    for (RejectedReading rejected : List.of(inClear, sealed, signed)) {
      byte[] record = RejectedReadingCodec.encode(Samples.MARKET, rejected, KEYS);
      assertThat(RejectedReadingCodec.decode(record, KEYS)).contains(rejected);
      assertThat(new String(record, StandardCharsets.ISO_8859_1)).doesNotContain("check it");
      byte[] without = RejectedReadingCodec.encode(Samples.MARKET, rejected, LOST);
      assertThat(RejectedReadingCodec.decode(without))
          .isEqualTo(
              new RejectedReading(
                  rejected.meter(),
                  rejected.timeMillis(),
                  new Rejection(RejectionCode.REGISTER_DECREASED, ""),
                  rejected.rawHex()));
    }
  }

  @Test
  void theMessageOfARefusalIsSealedUnderTheKeyOfItsReading(@TempDir Path folder)
      throws IOException {
    Subject meter = Subject.meter("m-01");
    FileKeyring keyring = new FileKeyring(folder);
    keyring.ensure(meter, KeySource.RANDOM);
    RejectedReading rejected = refused(ReadingCodec.encodeSigned(Samples.MARKET, signed(keyring)));
    keyring.retire(meter, 1);
    byte[] without = RejectedReadingCodec.encode(Samples.MARKET, rejected, keyring);
    keyring.ensure(meter, KeySource.RANDOM);
    byte[] record = RejectedReadingCodec.encode(Samples.MARKET, rejected, keyring);
    assertThat(record).as("whether there is a new key or not").isEqualTo(without);
    assertThat(RejectedReadingCodec.decode(record, keyring)).contains(rejected);
    keyring.erase(keyring.retired().get(0), 2);
    assertThat(RejectedReadingCodec.decode(record, keyring)).isEmpty();
  }

  /** A sealed reading; nobody looks at the signature here. */
  private static ReadingProof signed(Keyring keyring) {
    byte[] record = ReadingCodec.encode(Samples.MARKET, Samples.READING, keyring);
    return new ReadingProof(record, 1, 2, 0, 1, List.of(), new byte[64]);
  }

  private static RejectedReading refused(byte[] raw) {
    return new RejectedReading(
        "m-01", Samples.MORNING, Samples.REJECTED.rejection(), HexFormat.of().formatHex(raw));
  }

  @Test
  void theMessageAboutBytesOfNoMeterStays() {
    RejectedReading nonsense =
        new RejectedReading(
            "", 0, new Rejection(RejectionCode.MALFORMED, "the bytes are no record"), "c0ffee");
    byte[] record = RejectedReadingCodec.encode(Samples.MARKET, nonsense, KEYS);
    assertThat(RejectedReadingCodec.decode(record)).isEqualTo(nonsense);
  }
}
