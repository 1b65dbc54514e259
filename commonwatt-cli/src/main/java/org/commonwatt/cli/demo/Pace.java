package org.commonwatt.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** How fast simulated time may run. */
interface Pace {
  /** Waits until time may go on to an instant; instants come in order. */
  void await(Instant next) throws InterruptedException;

  /**
   * A cap, from the first instant that it is asked for.
   *
   * @param speed simulated seconds per real second, 0 for no cap
   */
  static Pace atMost(long speed) {
    return speed == 0 ? next -> {} : new Cap(speed);
  }

  /** Runs evenly. */
  final class Cap implements Pace {
    private final long speed;
    private long startNanos;
    private Instant origin = Instant.EPOCH;

    private Cap(long speed) {
      this.speed = speed;
    }

    @Override
    public void await(Instant next) throws InterruptedException {
      if (origin.equals(Instant.EPOCH)) {
        origin = next;
        startNanos = System.nanoTime();
      }
      long due = Duration.between(origin, next).toNanos() / speed;
      long wait = due - (System.nanoTime() - startNanos);
      if (wait > 0) {
        TimeUnit.NANOSECONDS.sleep(wait);
      }
    }
  }
}
