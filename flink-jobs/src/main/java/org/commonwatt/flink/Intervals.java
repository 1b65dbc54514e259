package org.commonwatt.flink;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.model.IntervalEnergy;
import org.jspecify.annotations.Nullable;

/** The part of the job from readings to intervals. */
public final class Intervals {
  private Intervals() {}

  /**
   * The intervals of readings; refusals and findings are side outputs.
   *
   * @param readings whose watermarks say up to when all have come
   * @param meterRules file with the rules of meters, which is followed; null: all have the default
   * @throws IOException when the file cannot be read
   * @throws org.commonwatt.flink.vee.RulesFileException when it cannot be used
   */
  public static SingleOutputStreamOperator<IntervalEnergy> of(
      StreamExecutionEnvironment environment,
      DataStream<RegisterReading> readings,
      MeteringRules rules,
      @Nullable Path meterRules)
      throws IOException {
    MeterRulesSource source = new MeterRulesSource(meterRules);
    return readings
        .keyBy(RegisterReading::meter)
        .connect(source.broadcast(environment))
        .process(
            new IntervalEnergyFunction(rules, source.first()),
            TypeInformation.of(IntervalEnergy.class))
        .uid("interval-energy")
        .name("interval energy");
  }
}
