package org.commonwatt.flink;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;

/**
 * Event time from the market's clock. A meter changes hands at the start of a slot that has not
 * begun, so once the clock is in a slot nothing can change any more about that slot, up to its end:
 * that end is the time that has passed.
 */
final class MarketClock implements WatermarkGenerator<MarketChange> {
  private static final long MILLIS_PER_MINUTE = 60_000;

  private final long slotMillis;

  MarketClock(int slotMinutes) {
    slotMillis = slotMinutes * MILLIS_PER_MINUTE;
  }

  @Override
  public void onEvent(MarketChange change, long recordTimestamp, WatermarkOutput output) {
    if (change.isTime()) {
      output.emitWatermark(
          new Watermark((Math.floorDiv(change.timeMillis(), slotMillis) + 1) * slotMillis));
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    // Time stands still between ticks.
  }
}
