package org.commonwatt.flink;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.commonwatt.flink.registers.RegisterReading;

/** Lets readings pass, sends refusals to their side output, and drops the ticks: they are time. */
final class ReadingRouter extends ProcessFunction<LogReading, RegisterReading> {
  private static final long serialVersionUID = 1L;

  private transient RejectedReadings refusals;

  @Override
  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else
  public void open(OpenContext context) {
    refusals = new RejectedReadings(getRuntimeContext().getMetricGroup());
  }

  @Override
  public void processElement(LogReading record, Context context, Collector<RegisterReading> out) {
    if (record.reading() != null) {
      out.collect(record.reading());
    } else if (record.rejected() != null) {
      refusals.count(record.rejected());
      context.output(RejectedReadings.OUTPUT, record.rejected());
    }
  }
}
