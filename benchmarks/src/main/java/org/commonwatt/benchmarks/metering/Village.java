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
 * @param minutes for how long, at least 1
 * @param days for which they were read each quarter of an hour before
 * @param rawBytes of a reading on the log
 */
record Village(int meters, int minutes, int days, int rawBytes) implements Serializable {
  /** Of a reading that is not signed. */
  static final int UNSIGNED = 89;

  private static final int QUARTERS = 96;
  private static final long START = 1_659_398_400_000L;
  private static final long MINUTE = 60_000L;

  /** Nothing was read before; nothing is signed. */
  Village(int meters, int minutes) {
    this(meters, minutes, 0, UNSIGNED);
  }

  long readings() {
    return (long) meters * rounds();
  }

  private int rounds() {
    return days * QUARTERS + minutes;
  }

  /** How many intervals must come out. */
  long intervals() {
    return (long) meters * (days * QUARTERS + (minutes - 1) / 15);
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
            new Reader(this), Long.MAX_VALUE, TypeInformation.of(RegisterReading.class)),
        WatermarkStrategy.<RegisterReading>forGenerator(context -> new EachMinute())
            .withTimestampAssigner((reading, before) -> reading.timeMillis()),
        "readings");
  }

  /** Whether all readings have been made, so that a checkpoint from now on is behind them. */
  static boolean isOver() {
    return Reader.over;
  }

  private static String name(int meter) {
    return "meter-" + meter;
  }

  private static final class Reader implements GeneratorFunction<Long, RegisterReading> {
    private static final long serialVersionUID = 1L;
    private static volatile boolean over;
    private final String[] names;
    private final long rounds;
    private final long quarters;
    private final String raw;

    Reader(Village village) {
      over = false;
      rounds = village.rounds();
      quarters = village.days * QUARTERS;
      raw = "\n".repeat(village.rawBytes);
      names = new String[village.meters];
      for (int meter = 0; meter < names.length; meter++) {
        names[meter] = name(meter);
      }
    }

    /**
     * After the last minute one reading more says that it is over; then only late ones come, which
     * are refused, so that the state stays until it was measured.
     */
    @Override
    public RegisterReading map(Long index) {
      long end = rounds * names.length;
      if (index >= end) {
        over = true;
        return reading(0, index == end ? rounds : 0);
      }
      return reading((int) (index % names.length), index / names.length);
    }

    private RegisterReading reading(int meter, long round) {
      long minute = 15 * Math.min(round, quarters) + Math.max(0, round - quarters);
      return new RegisterReading(
          names[meter],
          names[meter],
          minute,
          START + minute * MINUTE,
          17 * minute + minute % 7 + meter,
          3 * minute,
          -800,
          Quality.ACTUAL,
          raw);
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
