package org.commonwatt.flink;

/**
 * What the metering job must know of the market's events: what time it is, and whose a meter is.
 *
 * @param timeMillis the market's clock, UTC; 0 when this is about a meter
 * @param meter id of a meter that has another owner from a slot on; empty: this is about time
 * @param participant its owner from then on
 * @param fromMillis start of the owner's first slot, UTC
 * @param area where the meter is
 */
public record MarketChange(
    long timeMillis, String meter, String participant, long fromMillis, String area) {
  static MarketChange time(long timeMillis) {
    return new MarketChange(timeMillis, "", "", 0, "");
  }

  static MarketChange owner(String meter, String participant, long fromMillis, String area) {
    return new MarketChange(0, meter, participant, fromMillis, area);
  }

  boolean isTime() {
    return meter.isEmpty();
  }
}
