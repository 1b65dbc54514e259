package org.commonwatt.benchmarks.metering;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.commonwatt.flink.Intervals;
import org.commonwatt.flink.MeteringJobConfig;
import org.commonwatt.flink.MeteringRules;
import org.commonwatt.flink.Readings;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.log.kafka.KafkaChild;
import org.commonwatt.log.kafka.KafkaChildOptions;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.log.sign.ReadingSigner;
import org.commonwatt.log.sign.SigningKey;

/**
 * Prints how many readings a second the job's way from a real log to intervals takes, beside a job
 * that reads the same log, decodes the same records and passes the readings on by meter, in the
 * same run. Arguments: meters, minutes (one more than a multiple of 15), rounds, {@code signed} to
 * have the readings of each instant signed together and both jobs verify them.
 */
public final class LogBenchmark {
  private static final int SLOT_MINUTES = 15;
  private static final String ON_THE_HEAP = "hashmap";

  private final PublishedReadings readings;
  private final MeteringJobConfig config;

  private LogBenchmark(PublishedReadings readings, MeteringJobConfig config) {
    this.readings = readings;
    this.config = config;
  }

  /** Measures. */
  public static void main(String[] arguments) throws Exception {
    PublishedReadings readings =
        new PublishedReadings(
            IntervalBenchmarks.number(arguments, 0, 10_000),
            IntervalBenchmarks.number(arguments, 1, 301),
            1);
    int rounds = IntervalBenchmarks.number(arguments, 2, 4);
    boolean signed = arguments.length > 3 && "signed".equals(arguments[3]);
    run(readings, rounds, signed);
  }

  static void run(PublishedReadings readings, int rounds, boolean signed) throws Exception {
    Path folder = Files.createTempDirectory("log-benchmark");
    try (KafkaChild broker = KafkaChild.start(KafkaChildOptions.in(folder.resolve("kafka")))) {
      Topics.createAll(broker.bootstrapServers());
      SigningKey key = SigningKey.open(folder.resolve("key"), "an ingest");
      readings.publish(broker.bootstrapServers(), signed ? new ReadingSigner(key) : null);
      MeteringJobConfig config =
          new MeteringJobConfig(
              PublishedReadings.MARKET,
              broker.bootstrapServers(),
              new MeteringJobConfig.Database("jdbc:postgresql://none", "nobody", ""),
              folder,
              MeteringRules.of(SLOT_MINUTES, readings.owners()),
              null,
              signed
                  ? MeteringJobConfig.Options.NONE.signedBy(DatabaseBenchmark.known(key))
                  : MeteringJobConfig.Options.NONE);
      LogBenchmark benchmark = new LogBenchmark(readings, config);
      System.out.printf(
          Locale.ROOT,
          "%,d readings, %s%n",
          benchmark.count(),
          signed ? "signed and verified" : "not signed");
      for (int round = 1; round <= rounds; round++) {
        benchmark.print(round);
      }
    } finally {
      BenchJob.delete(folder);
    }
  }

  private void print(int round) throws Exception {
    BenchJob.Run passed = passThrough();
    BenchJob.Run computed = intervals();
    System.out.printf(
        Locale.ROOT,
        "round %d: passed on %,.0f readings/s, intervals %,.0f readings/s (%.0f %%); processor time"
            + " a reading: %.2f µs of the thread that takes, decodes and verifies it; of the one"
            + " behind it %.2f µs to pass it on, %.2f µs to intervals; of all %.2f µs, %.2f µs%n",
        round,
        count() / passed.seconds(),
        count() / computed.seconds(),
        100 * passed.seconds() / computed.seconds(),
        micros(computed.sourceNanos()),
        micros(passed.keyedNanos()),
        micros(computed.keyedNanos()),
        micros(passed.allNanos()),
        micros(computed.allNanos()));
  }

  private double micros(long nanos) {
    return nanos / 1_000.0 / count();
  }

  private long count() {
    return (long) readings.meters() * readings.instants();
  }

  private BenchJob.Run passThrough() throws Exception {
    return BenchJob.run(
        ON_THE_HEAP,
        environment ->
            Readings.of(environment, config)
                .keyBy(RegisterReading::meter)
                .process(new PassOn(), TypeInformation.of(RegisterReading.class)),
        count(),
        () -> true);
  }

  private BenchJob.Run intervals() throws Exception {
    return BenchJob.run(
        ON_THE_HEAP,
        environment ->
            Intervals.of(environment, Readings.of(environment, config), config.rules(), null),
        (long) readings.meters() * (readings.instants() - 1) / SLOT_MINUTES,
        () -> true);
  }
}
