package org.commonwatt.log.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.commonwatt.log.codec.CodecException.Reason;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.Quality;
import org.junit.jupiter.api.Test;

class ReadingCodecTest {

  private static final MeterReading READING =
      new MeterReading("m-1", 7, 1_659_423_600_000L, -1, 20, -300, Quality.ACTUAL, Hash.ZERO);

  @Test
  void aReadingComesBackWithValuesThatOnlyTheReaderMayJudge() {
    assertThat(ReadingCodec.decode(ReadingCodec.encode("village", READING)))
        .isEqualTo(new ReadingRecord.Reading(READING));
  }

  @Test
  void aTickComesBack() {
    assertThat(ReadingCodec.decode(ReadingCodec.encodeTick("village", -5)))
        .isEqualTo(new ReadingRecord.Tick(-5));
  }

  @Test
  void aTickIsNoCommand() {
    assertThatThrownBy(() -> CommandCodec.decode(ReadingCodec.encodeTick("village", 0)))
        .isInstanceOfSatisfying(
            CodecException.class, e -> assertThat(e.reason()).isEqualTo(Reason.OTHER_TYPE))
        .hasMessage("a record of type 4 (READING_TICK) where 1 (COMMAND_FRAME) is expected");
  }

  @Test
  void aMarketThatIsNoIdIsRefusedBeforeItReachesTheLog() {
    assertThatThrownBy(() -> ReadingCodec.encode("my village", READING))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("market \"my village\" is not an id");
  }
}
