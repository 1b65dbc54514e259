package org.commonwatt.ingest;

import java.util.function.BooleanSupplier;

/** Waits for something that another thread does, up to a deadline that a busy machine keeps. */
public final class Eventually {
  private static final long DEADLINE_NANOS = 90_000_000_000L;

  private Eventually() {}

  /** What a busy machine can disturb. */
  @FunctionalInterface
  public interface Scenario {
    /** Runs it once. */
    void run() throws Exception;
  }

  /** Waits until a condition holds. */
  public static void until(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + DEADLINE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("did not happen in time: " + what);
      }
      Thread.sleep(5);
    }
  }

  /**
   * Runs a scenario that needs short time limits until it was not disturbed: where the machine
   * stands still for longer than they allow, the next run passes; what is wrong fails each time.
   */
  public static void undisturbed(Scenario scenario) throws Exception {
    long deadline = System.nanoTime() + DEADLINE_NANOS;
    while (true) {
      try {
        scenario.run();
        return;
      } catch (AssertionError e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
      }
    }
  }
}
