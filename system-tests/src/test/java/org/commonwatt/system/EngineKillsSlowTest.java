package org.commonwatt.system;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of a lone engine under load, again and again: {@value #KILLS} times, or as often
 * as the system property {@code commonwatt.kills} says.
 */
@Tag("slow")
class EngineKillsSlowTest {
  private static final int KILLS = 5;
  private static final int CLIENTS = 8;
  private static final int BETWEEN = 100;
  private static final Duration LIMIT = EngineSite.LIMIT;

  @TempDir private Path folder;

  @Test
  void everyAcknowledgedOrderIsThereOnceHoweverOftenTheEngineIsKilled() throws Exception {
    int kills = Integer.getInteger("commonwatt.kills", KILLS);
    try (EngineSite site = new EngineSite(folder)) {
      Cli engine = site.startEngine("lone");
      try {
        engine.awaitOut("(LEADING)");
        AtomicReference<URI> at = new AtomicReference<>(EngineSite.uri(engine));
        EngineSite.awaitClock(EngineSite.uri(engine));
        OrderLoad load =
            new OrderLoad(() -> List.of(at.get()), EngineSite.openSlot(), "k", CLIENTS);
        for (int kill = 0; kill < kills; kill++) {
          int before = load.acknowledged().size();
          Eventually.holds(LIMIT, () -> load.acknowledged().size() > before + BETWEEN);
          engine.kill();
          engine.close();
          engine = site.startEngine("lone");
          at.set(EngineSite.uri(engine));
          engine.awaitOut("(LEADING)");
        }
        site.killAndRestartBroker();
        int before = load.acknowledged().size();
        Eventually.holds(LIMIT, () -> load.acknowledged().size() > before + BETWEEN);
        load.close();
        assertThat(load.acknowledged()).hasSizeGreaterThan(kills * BETWEEN);
        site.assertNothingLostOrDoubled(load, requireNonNull(at.get()));
      } finally {
        engine.close();
      }
    }
  }
}
