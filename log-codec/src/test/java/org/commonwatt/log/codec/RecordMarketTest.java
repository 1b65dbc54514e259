package org.commonwatt.log.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.junit.jupiter.api.Test;

class RecordMarketTest {

  @Test
  void theMarketIsReadFromTheHeaderOfAnyTopic() {
    CommandFrame.Entry tick = new CommandFrame.Entry(CommandOrigin.NONE, new Command.Tick(1));
    byte[] command = CommandCodec.encode("village", new CommandFrame("a", 0, List.of(tick)));
    byte[] events = EventCodec.encodeFrame("town", List.of(new byte[] {1}));
    assertThat(RecordMarket.of(command)).isEqualTo("village");
    assertThat(RecordMarket.of(events)).isEqualTo("town");
  }

  @Test
  void bytesThatAreNoRecordNameNoMarket() {
    assertThatThrownBy(() -> RecordMarket.of(new byte[0])).isInstanceOf(CodecException.class);
    assertThatThrownBy(() -> RecordMarket.of(new byte[] {1, 2, 3}))
        .isInstanceOf(CodecException.class);
  }
}
