package org.commonwatt.log.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.commonwatt.log.seal.Keyring;
import org.junit.jupiter.api.Test;

/** The bytes of version 20, forever: losses of areas. */
class GoldenVersion20Test extends GoldenVersionKit {
  GoldenVersion20Test() {
    super(20, 19, LossSamples.commands(), LossSamples.events());
  }

  @Test
  void aBoundaryStandsOnTheTopicOfPositionsUnderATypeOfItsOwn() {
    byte[] record = PositionCodec.encode(Samples.MARKET, LossSamples.flow());
    assertThat(PositionCodec.decode(record, Keyring.NONE))
        .isEqualTo(new PositionRecord.Boundary(LossSamples.flow()));
    assertThatThrownBy(() -> PositionCodec.decode(record))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("no position of a participant");
  }
}
