package org.commonwatt.cli.laptop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.commonwatt.fabric.network.FabricException;
import org.junit.jupiter.api.Test;

class FabricKeeperTest {
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final AtomicInteger looks = new AtomicInteger();

  @Test
  void itLooksAgainAndAgainAndTellsOfAProcessThatDoesNotStartOnce() throws InterruptedException {
    try (FabricKeeper keeper = new FabricKeeper(this::revive, new Told())) {
      assertThat(keeper).isNotNull();
      for (String expected :
          List.of("failed 1", "revived 3", "failed 4", "revived 5", "revived 6")) {
        assertThat(told.poll(120, TimeUnit.SECONDS)).isEqualTo(expected);
      }
    }
  }

  /** The process does not start at the looks 1, 2 and 4. */
  private List<String> revive() {
    int look = looks.incrementAndGet();
    if (look == 1 || look == 2 || look == 4) {
      throw new FabricException(Integer.toString(look));
    }
    return List.of(Integer.toString(look));
  }

  private final class Told implements FabricKeeper.Listener {
    @Override
    public void revived(String name) {
      told.add("revived " + name);
    }

    @Override
    public void failed(FabricException fault) {
      told.add("failed " + fault.getMessage());
    }
  }
}
