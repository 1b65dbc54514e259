package org.commonwatt.flink;

import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;

/**
 * Event time from the ticks of a partition and from nothing else: a tick says that all readings up
 * to its instant are published. Every partition carries every tick, so none is ever idle.
 */
final class TickWatermarks implements WatermarkGenerator<LogReading> {
  @Override
  public void onEvent(LogReading record, long recordTimestamp, WatermarkOutput output) {
    if (record.isTick()) {
      output.emitWatermark(new Watermark(record.tickMillis()));
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    // Time stands still between ticks.
  }
}
