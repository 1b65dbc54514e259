package org.commonwatt.benchmarks.metering;

import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.commonwatt.flink.registers.RegisterReading;

/** Gives what it gets, and does nothing else. */
final class PassOn extends KeyedProcessFunction<String, RegisterReading, RegisterReading> {
  private static final long serialVersionUID = 1L;

  @Override
  public void processElement(
      RegisterReading reading, Context context, Collector<RegisterReading> out) {
    out.collect(reading);
  }
}
