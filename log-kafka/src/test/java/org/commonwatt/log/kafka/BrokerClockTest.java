package org.commonwatt.log.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BrokerClockTest {
  private long nanos = Long.MAX_VALUE - 1; // as System.nanoTime may be, about to turn over
  private final BrokerClock clock = new BrokerClock(() -> nanos);

  @Test
  void nothingIsKnownBeforeTheFirstRecord() {
    assertThat(clock.millis()).isEmpty();
  }

  @Test
  void theTimeOfTheNewestRecordGoesOnByAClockThatDoesNotJump() {
    clock.told(5_000);
    nanos += TimeUnit.MILLISECONDS.toNanos(1_250);
    assertThat(clock.millis()).hasValue(6_250);
    clock.told(4_000);
    assertThat(clock.millis()).as("the broker's clock was put right").hasValue(4_000);
  }
}
