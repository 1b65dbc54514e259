package org.commonwatt.system;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two engines in processes of their own, a real broker, and {@code kill -9} of the one that leads.
 */
@Tag("slow")
class FailoverSlowTest {
  private static final int CLIENTS = 8;
  private static final int WARM_UP = 300;
  private static final Duration LIMIT = EngineSite.LIMIT;

  @TempDir private Path folder;

  @Test
  void theStandbyLeadsWhenTheLeaderIsKilledAndNothingAcknowledgedIsLostOrDoubled()
      throws Exception {
    try (EngineSite site = new EngineSite(folder);
        Cli first = site.startEngine("first")) {
      first.awaitOut("(LEADING)");
      EngineSite.awaitClock(EngineSite.uri(first));
      try (Cli second = site.startEngine("second")) {
        second.awaitOut("(STANDBY)");
        List<URI> both = List.of(EngineSite.uri(first), EngineSite.uri(second));
        Eventually.holds("one stands by and says so", LIMIT, () -> standby(both) >= 0);

        OrderLoad load = new OrderLoad(() -> both, EngineSite.openSlot(), "f", CLIENTS);
        Eventually.holds(LIMIT, () -> load.acknowledged().size() > WARM_UP);
        // Who stood still for seconds has lost the lease: the test kills the one that leads now.
        int heir = Eventually.get(LIMIT, () -> standby(both) < 0 ? null : standby(both));
        long killed = System.nanoTime();
        (heir == 1 ? first : second).kill();
        int before = load.acknowledged().size();
        Eventually.holds(LIMIT, () -> load.acknowledged().size() > before + WARM_UP);
        (heir == 1 ? second : first).awaitOut("(LEADING)");
        load.close();
        long millis =
            (Objects.requireNonNull(load.firstAnswerOf(both.get(heir))) - killed) / 1_000_000;
        System.out.printf(
            "failover: the standby acknowledged an order %d ms after the kill; %d orders%n",
            millis, load.acknowledged().size());
        site.assertNothingLostOrDoubled(load, both.get(heir));
      }
    }
  }

  /** The engine that refuses an order because the other one leads; -1 while none does. */
  private static int standby(List<URI> engines) throws Exception {
    for (int i = 0; i < engines.size(); i++) {
      Api.Answer answer =
          new Api(engines.get(i))
              .postOrder(Api.order("home-01", "too-early", EngineSite.openSlot(), "buy"));
      if (answer.status() == 503 && answer.text("code").equals("ENGINE_STANDBY")) {
        return i;
      }
    }
    return -1;
  }
}
