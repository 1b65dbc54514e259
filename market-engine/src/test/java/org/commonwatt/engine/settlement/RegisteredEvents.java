package org.commonwatt.engine.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.runtime.EngineHarness;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.log.kafka.KafkaMarketLog;
import org.commonwatt.log.seal.Keyring;

/** The registry, as the service brings it up to what is on the log. */
final class RegisteredEvents {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private RegisteredEvents() {}

  /** Waits until all that the market has done is registered on a ledger. */
  static void upToNow(EngineHarness engine, String bootstrap, Ledger ledger)
      throws InterruptedException {
    long committed = engine.engine().query(view -> view.sequence());
    RegistrySubmitter.Source source =
        new RegistrySubmitter.Source(
            Fixtures.MARKET, new KafkaMarketLog(bootstrap, 0), Keyring.NONE);
    try (RegistrySubmitter submitter =
        new RegistrySubmitter(engine.engine(), source, ledger, EngineHarness.WORKERS)) {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (submitter.registered() < committed) {
        assertThat(System.nanoTime()).as("%s", submitter.trouble()).isLessThan(end);
        TimeUnit.MILLISECONDS.sleep(10);
      }
      assertThat(submitter.trouble()).isNull();
    }
  }
}
