package org.commonwatt.flink;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.commonwatt.flink.registers.RegisterReading;

/** The part of the job from the log to readings. */
public final class Readings {
  private Readings() {}

  /**
   * The readings on the log from the beginning, unless a checkpoint knows better, with the time
   * that the ticks tell; refusals are a side output.
   */
  public static SingleOutputStreamOperator<RegisterReading> of(
      StreamExecutionEnvironment environment, MeteringJobConfig config) {
    return environment
        .fromSource(
            new KafkaEnds(config).readings(config.rules().registry()),
            WatermarkStrategy.forGenerator(context -> new TickWatermarks()),
            "readings")
        .uid("readings")
        .process(new ReadingRouter(), TypeInformation.of(RegisterReading.class))
        .uid("router")
        .name("router");
  }
}
