package org.commonwatt.ingest;

import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is set. */
public final class ManualClock implements InstantSource {
  private volatile Instant now;

  public ManualClock(String isoInstant) {
    now = Instant.parse(isoInstant);
  }

  public synchronized void set(long timeMillis) {
    now = Instant.ofEpochMilli(timeMillis);
  }

  public synchronized void advanceMillis(long millis) {
    now = now.plusMillis(millis);
  }

  @Override
  public Instant instant() {
    return now;
  }
}
