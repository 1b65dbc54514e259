package org.commonwatt.ingest;

import java.util.function.BooleanSupplier;

/** Waits for something that another thread does, up to a deadline. */
public final class Eventually {
  private static final long DEADLINE_NANOS = 20_000_000_000L;

  private Eventually() {}

  public static void until(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + DEADLINE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("did not happen in time: " + what);
      }
      Thread.sleep(5);
    }
  }
}
