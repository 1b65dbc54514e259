package org.commonwatt.fabric.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what processes do in their own time. */
final class Waiting {
  private static final long SECONDS = 180;
  private static final long LOOK_MILLIS = 20;

  private Waiting() {}

  /** Waits until something holds, and fails when it never does. */
  static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("waited too long").isNegative();
      Pauses.sleep(LOOK_MILLIS);
    }
  }
}
