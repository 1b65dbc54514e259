package org.commonwatt.core;

import org.commonwatt.model.DeliverySlot;

/**
 * What a participant's connection may carry.
 *
 * @param validFromMillis holds for slots that start from then on, UTC, milliseconds since the epoch
 * @param feedInW the most power it may inject, W, 0 to 10¹²
 * @param loadW the most power it may withdraw, W, 0 to 10¹²
 */
public record Capability(long validFromMillis, long feedInW, long loadW) {
  private static final long MINUTES_PER_HOUR = 60;

  /** What two connections carry together, from the later one on. */
  Capability plus(Capability other) {
    return new Capability(
        Math.max(validFromMillis, other.validFromMillis),
        Math.addExact(feedInW, other.feedInW),
        Math.addExact(loadW, other.loadW));
  }

  /** The most energy that may be injected in a slot, Wh, rounded down. */
  public long feedInWh(DeliverySlot slot) {
    return feedInW * slot.minutes() / MINUTES_PER_HOUR;
  }

  /** The most energy that may be withdrawn in a slot, Wh, rounded down. */
  public long loadWh(DeliverySlot slot) {
    return loadW * slot.minutes() / MINUTES_PER_HOUR;
  }
}
