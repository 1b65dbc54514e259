package org.commonwatt.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a service that was closed. */
class ClosedServiceTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @Test
  void nothingHoldsTheMarketOfAClosedService(@TempDir Path dir) throws Exception {
    try (TestInfra infra = TestInfra.brokerAndDatabase(dir)) {
      WeakReference<?> closed = marketOfClosed(infra);
      for (int look = 0; look < 600 && closed.get() != null; look++) {
        System.gc();
        Thread.sleep(100);
      }
      assertThat(closed.get()).isNull();
    }
  }

  private static WeakReference<?> marketOfClosed(TestInfra infra) throws Exception {
    try (MarketService service = MarketService.start(infra.config(new FakeLedger().ledger()))) {
      assertThat(service.awaitLeading(PATIENCE)).isTrue();
      return service.query(view -> new WeakReference<>(view.market()));
    }
  }
}
