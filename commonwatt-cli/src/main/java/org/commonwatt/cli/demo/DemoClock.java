package org.commonwatt.cli.demo;

import java.time.Instant;
import java.time.InstantSource;

/** The demo's time: it stands still until the conductor moves it. */
public final class DemoClock implements InstantSource {
  private volatile Instant now;

  /** A clock that stands at an instant. */
  public DemoClock(Instant start) {
    this.now = start;
  }

  @Override
  public Instant instant() {
    return now;
  }

  /** Moves the clock forward. */
  void advanceTo(Instant instant) {
    if (instant.isBefore(now)) {
      throw new IllegalArgumentException("time does not run backwards");
    }
    now = instant;
  }
}
