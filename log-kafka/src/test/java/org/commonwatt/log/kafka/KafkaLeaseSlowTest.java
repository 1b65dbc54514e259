package org.commonwatt.log.kafka;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.commonwatt.log.Lease;
import org.commonwatt.testkit.log.LeaseKit;
import org.junit.jupiter.api.Tag;

/** The lease on a real broker keeps the contract. */
@Tag("slow")
class KafkaLeaseSlowTest extends LeaseKit {
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
