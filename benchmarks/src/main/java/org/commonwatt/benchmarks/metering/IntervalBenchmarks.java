package org.commonwatt.benchmarks.metering;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.commonwatt.flink.Intervals;
import org.commonwatt.flink.registers.RegisterReading;

/**
 * Prints how many readings a second the job's way to intervals takes, beside a job that passes the
 * same readings on by meter and does nothing else, in the same run; and how large the state of a
 * meter is. Arguments: the state backend ({@code hashmap} or {@code rocksdb}), meters, minutes (one
 * more than a multiple of 15), rounds, bytes of a reading on the log.
 */
public final class IntervalBenchmarks {
  private final Village village;
  private final String backend;

  IntervalBenchmarks(Village village, String backend) {
    this.village = village;
    this.backend = backend;
  }

  /** Measures. */
  public static void main(String[] arguments) throws Exception {
    String backend = arguments.length > 0 ? arguments[0] : "hashmap";
    Village village =
        new Village(
            number(arguments, 1, 10_000),
            number(arguments, 2, 301),
            0,
            number(arguments, 4, Village.UNSIGNED));
    System.out.printf(
        Locale.ROOT,
        "%s, %,d meters, %,d readings, heap at most %d MiB%n",
        backend,
        village.meters(),
        village.readings(),
        Runtime.getRuntime().maxMemory() >> 20);
    IntervalBenchmarks benchmarks = new IntervalBenchmarks(village, backend);
    for (int round = 1; round <= number(arguments, 3, 3); round++) {
      benchmarks.print(round);
    }
  }

  static int number(String[] arguments, int at, int usual) {
    return arguments.length > at ? Integer.parseInt(arguments[at]) : usual;
  }

  private void print(int round) throws Exception {
    BenchJob.Run passed = passThrough();
    BenchJob.Run computed = intervals();
    System.out.printf(
        Locale.ROOT,
        "round %d: passed on %,.0f readings/s, intervals %,.0f readings/s (%.0f %%); %,d bytes of"
            + " state a meter in a checkpoint; heap at its fullest %,d MiB%n",
        round,
        village.readings() / passed.seconds(),
        village.readings() / computed.seconds(),
        100 * passed.seconds() / computed.seconds(),
        computed.stateBytes() / village.meters(),
        fullestMib());
  }

  BenchJob.Run intervals() throws Exception {
    return intervals(village, backend);
  }

  static BenchJob.Run intervals(Village village, String backend) throws Exception {
    return BenchJob.run(
        backend,
        environment ->
            Intervals.of(environment, village.readings(environment), village.rules(), null),
        village.intervals(),
        Village::isOver);
  }

  BenchJob.Run passThrough() throws Exception {
    return BenchJob.run(
        backend,
        environment ->
            village
                .readings(environment)
                .keyBy(RegisterReading::meter)
                .process(new PassOn(), TypeInformation.of(RegisterReading.class)),
        village.readings(),
        Village::isOver);
  }

  private static long fullestMib() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getCollectionUsage() != null)
            .mapToLong(pool -> pool.getPeakUsage().getUsed())
            .sum()
        >> 20;
  }
}
