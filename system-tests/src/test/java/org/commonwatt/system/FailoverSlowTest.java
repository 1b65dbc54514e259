package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

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
        Api standby = new Api(both.get(1));
        Eventually.holds(LIMIT, () -> standby.get("/healthz").body().toString().contains("leads"));
        Api.Answer refused =
            standby.postOrder(Api.order("home-01", "too-early", EngineSite.openSlot(), "buy"));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.text("code")).isEqualTo("ENGINE_STANDBY");

        OrderLoad load = new OrderLoad(() -> both, EngineSite.openSlot(), "f", CLIENTS);
        Eventually.holds(LIMIT, () -> load.acknowledged().size() > WARM_UP);
        long killed = System.nanoTime();
        first.kill();
        int before = load.acknowledged().size();
        Eventually.holds(LIMIT, () -> load.acknowledged().size() > before + WARM_UP);
        second.awaitOut("(LEADING)");
        load.close();
        long millis =
            (Objects.requireNonNull(load.firstAnswerOf(both.get(1))) - killed) / 1_000_000;
        System.out.printf(
            "failover: the standby acknowledged an order %d ms after the kill; %d orders%n",
            millis, load.acknowledged().size());
        assertThat(millis).isBetween(1L, 60_000L);
        site.assertNothingLostOrDoubled(load, both.get(1));
      }
    }
  }
}
