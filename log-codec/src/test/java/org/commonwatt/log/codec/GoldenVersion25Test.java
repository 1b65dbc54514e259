package org.commonwatt.log.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.commonwatt.log.codec.proto.RecordProto.LogRecord;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.log.seal.Subject;
import org.commonwatt.model.MeteredPosition;
import org.junit.jupiter.api.Test;

/** The bytes of version 25, forever: positions with the hash of what each meter measured. */
class GoldenVersion25Test extends GoldenVersionKit {
  private static final Subject HOME = Subject.participant("home-01");

  GoldenVersion25Test() {
    super(25, 24, EvidenceSamples.commands(), EvidenceSamples.events());
  }

  @Test
  void aRecordOfAPositionHasIt() throws Exception {
    byte[] record = PositionCodec.encode(Samples.MARKET, EvidenceSamples.POSITION);
    assertThat(LogRecord.parseFrom(record).getVersion()).isEqualTo(25);
    assertThat(PositionCodec.decode(record)).isEqualTo(EvidenceSamples.POSITION);
  }

  @Test
  void itIsSealedWithItsPositionAndErasedWithIt() {
    Keyring keys = new MemoryKeyring();
    MeteredPosition sealed =
        PositionConverter.withSecret(EvidenceSamples.POSITION, MemoryKeyring.key(HOME));
    byte[] record = PositionCodec.encode(Samples.MARKET, sealed, keys);
    assertThat(PositionCodec.decode(record, keys)).isEqualTo(new PositionRecord.Position(sealed));
    assertThat(PositionCodec.decode(record, new MemoryKeyring().erase(HOME)))
        .isInstanceOf(PositionRecord.Erased.class);
    assertThat(HexFormat.of().formatHex(record))
        .doesNotContain(Samples.hash("what the meters measured").hex());
  }
}
