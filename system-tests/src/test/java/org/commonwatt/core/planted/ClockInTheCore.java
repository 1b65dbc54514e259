package org.commonwatt.core.planted;

import java.io.File;
import java.time.Instant;

/** A planted violation: the guards of the core must find each of its three sins. */
public final class ClockInTheCore {
  private final double price = 0.25;

  /** Reads the wall clock. */
  public Instant readsTheClock() {
    return Instant.now();
  }

  /** Touches a file. */
  public boolean touchesAFile() {
    return new File("planted").exists() && price > 0;
  }
}
