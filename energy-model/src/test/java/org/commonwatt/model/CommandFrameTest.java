package org.commonwatt.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.commonwatt.model.CommandFrame.Entry;
import org.junit.jupiter.api.Test;

class CommandFrameTest {
  private static final Entry TICK = new Entry(CommandOrigin.NONE, new Command.Tick(0));

  @Test
  void aFrameHasOneToAThousandCommands() {
    assertThat(frame(1).entries()).hasSize(1);
    assertThat(frame(1000).entries()).hasSize(1000);
    assertThatIllegalArgumentException().isThrownBy(() -> frame(0));
    assertThatIllegalArgumentException().isThrownBy(() -> frame(1001));
  }

  @Test
  void laterChangesOfTheGivenListDoNotReachTheFrame() {
    List<Entry> entries = new ArrayList<>(List.of(TICK));
    CommandFrame frame = new CommandFrame("engine", 0, entries);
    entries.clear();
    assertThat(frame.entries()).containsExactly(TICK);
  }

  @Test
  void anOriginHasNoNegativePlace() {
    assertThatIllegalArgumentException().isThrownBy(() -> new CommandOrigin("positions", -1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new CommandOrigin("positions", 0, -1));
  }

  private static CommandFrame frame(int entries) {
    return new CommandFrame("engine", 0, Collections.nCopies(entries, TICK));
  }
}
