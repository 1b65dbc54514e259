package org.commonwatt.benchmarks.metering;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Prints how much state the metering job keeps for a meter that is read each minute: bytes in a
 * checkpoint, and on the heap after a collection; right after the border of a slot, and a minute
 * before the next one, when most readings wait. Arguments: the state backend ({@code hashmap} or
 * {@code rocksdb}), meters, hours, days for which the meters were read each quarter of an hour
 * before, bytes of a reading on the log.
 */
public final class StateBenchmark {
  private StateBenchmark() {}

  /** Measures. */
  public static void main(String[] arguments) throws Exception {
    String backend = arguments.length > 0 ? arguments[0] : "hashmap";
    int meters = IntervalBenchmarks.number(arguments, 1, 10_000);
    int minutes = 60 * IntervalBenchmarks.number(arguments, 2, 4) + 1;
    int days = IntervalBenchmarks.number(arguments, 3, 0);
    int raw = IntervalBenchmarks.number(arguments, 4, Village.UNSIGNED);
    System.out.printf(
        Locale.ROOT,
        "%s, %,d meters, %d minutes after %d days, readings of %d bytes, heap at most %d MiB%n",
        backend,
        meters,
        minutes,
        days,
        raw,
        Runtime.getRuntime().maxMemory() >> 20);
    long alone = IntervalBenchmarks.intervals(new Village(1, 16), backend).heapBytes();
    print(backend, "after a border", new Village(meters, minutes, days, raw), alone);
    print(backend, "before the next", new Village(meters, minutes + 14, days, raw), alone);
    System.out.println("of the process at most: " + peak());
  }

  /** Beside what the job needs with one meter. */
  private static void print(String backend, String when, Village village, long alone)
      throws Exception {
    BenchJob.Run run = IntervalBenchmarks.intervals(village, backend);
    System.out.printf(
        Locale.ROOT,
        "%s: %,d bytes a meter in a checkpoint, %,d on the heap; %,d MiB of heap in use;"
            + " %,d readings in %.0f s%n",
        when,
        run.stateBytes() / village.meters(),
        (run.heapBytes() - alone) / village.meters(),
        run.heapBytes() >> 20,
        village.readings(),
        run.seconds());
  }

  private static String peak() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        ? Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmHWM"))
            .findFirst()
            .orElse("unknown")
        : "unknown";
  }
}
