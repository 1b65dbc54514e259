package org.commonwatt.log.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.commonwatt.log.Lease;
import org.commonwatt.testkit.log.LeaseKit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The lease on a real broker keeps the contract. */
@Tag("slow")
class KafkaLeaseSlowTest extends LeaseKit {
  private static final int HANGS_MILLIS = 2_000;

  /** Of the fake's processes each step takes no time, so this is no part of the kit. */
  @Test
  void anEngineWhoseStepsAreLongIsGivenMoreTimeAndKeepsTheLease() {
    Duration step = Duration.ofMillis(3 * HANGS_MILLIS / 2);
    try (Lease busy = new KafkaLease(SharedBroker.bootstrap(), 0, "busy", HANGS_MILLIS)) {
      long term = 0;
      boolean kept = false;
      for (int i = 0; i < 10 && !kept; i++) {
        kept = term > 0 && busy.look(true).term() == term;
        for (int look = 0; look < 1_200 && !busy.look(true).isHeld(); look++) {
          pass(Duration.ofMillis(50));
        }
        term = busy.look(true).term();
        assertThat(term).as("held").isPositive();
        pass(step);
      }
      assertThat(kept).as("kept through a step of " + step).isTrue();
    }
  }

  @Override
  protected Lease lease(String engine) {
    return new KafkaLease(SharedBroker.bootstrap(), 0, engine);
  }

  @Override
  protected void pass(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
