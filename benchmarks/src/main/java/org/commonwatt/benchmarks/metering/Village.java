package org.commonwatt.benchmarks.metering;

import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.commonwatt.flink.MeteringRules;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.model.Quality;

/**
 * Meters that are read each minute, all at the same instants.
 *
 * @param meters how many
 * @param minutes for how long
 */
record Village(int meters, int minutes) implements Serializable {
  private static final long START = 1_659_398_400_000L;
  private static final long MINUTE = 60_000L;
  private static final String RAW = "0a".repeat(89); // as long as a reading on the log

  long readings() {
    return (long) meters * minutes;
  }

  /** How many intervals must come out; the last reading lies on a border. */
  long intervals() {
    return (long) meters * ((minutes - 1) / 15);
  }

  MeteringRules rules() {
    Map<String, String> owners = new HashMap<>();
    for (int meter = 0; meter < meters; meter++) {
      owners.put(name(meter), name(meter));
    }
    return new MeteringRules(15, Duration.ZERO, Duration.ofDays(40), owners);
  }

  DataStream<RegisterReading> readings(StreamExecutionEnvironment environment) {
    return environment.fromSource(
        new DataGeneratorSource<>(
            new Reader(meters, minutes), Long.MAX_VALUE, TypeInformation.of(RegisterReading.class)),
        WatermarkStrategy.<RegisterReading>forGenerator(context -> new EachMinute())
            .withTimestampAssigner((reading, before) -> reading.timeMillis()),
        "readings");
  }

  private static String name(int meter) {
    return "meter-" + meter;
  }

  private static final class Reader implements GeneratorFunction<Long, RegisterReading> {
    private static final long serialVersionUID = 1L;
    private final String[] names;
    private final long minutes;

    Reader(int meters, int minutes) {
      this.minutes = minutes;
      names = new String[meters];
      for (int meter = 0; meter < meters; meter++) {
        names[meter] = name(meter);
      }
    }

    /**
     * After the last minute one reading more says that it is over; then only late ones come, which
     * are refused, so that the state stays until it was measured.
     */
    @Override
    public RegisterReading map(Long index) {
      long end = minutes * names.length;
      if (index >= end) {
        return reading(0, index == end ? minutes : 0);
      }
      return reading((int) (index % names.length), index / names.length);
    }

    private RegisterReading reading(int meter, long minute) {
      return new RegisterReading(
          names[meter],
          names[meter],
          minute,
          START + minute * MINUTE,
          17 * minute + minute % 7 + meter,
          3 * minute,
          -800,
          Quality.ACTUAL,
          RAW);
    }
  }

  /** All readings of a minute come before those of the next, as ticks say it. */
  private static final class EachMinute implements WatermarkGenerator<RegisterReading> {
    private long last = Long.MIN_VALUE;

    @Override
    public void onEvent(RegisterReading reading, long time, WatermarkOutput output) {
      if (time > last) {
        output.emitWatermark(new Watermark(last));
        last = time;
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      // Time stands still within a minute.
    }
  }
}
