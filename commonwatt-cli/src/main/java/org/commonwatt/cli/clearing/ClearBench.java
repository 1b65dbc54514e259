package org.commonwatt.cli.clearing;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.commonwatt.cli.clearing.CaseReader.NamedCase;

/** Measures how long cases take to clear, without reading and writing them. */
public final class ClearBench {
  private static final long WARM_UP_NANOS = 3_000_000_000L;
  private static final long MEASURED_NANOS = 3_000_000_000L;
  private static final int LEAST_ROUNDS = 3;

  private final List<Runnable> cases;
  private final LongSupplier nanoTime;

  private ClearBench(List<Runnable> cases, LongSupplier nanoTime) {
    this.cases = cases;
    this.nanoTime = nanoTime;
  }

  /**
   * The figures.
   *
   * @param cases number of cases
   * @param medianMicros median over all measured clearings, µs
   * @param p99Micros 99th percentile of them, µs
   */
  public record Figures(int cases, double medianMicros, double p99Micros) {}

  /**
   * Reads all cases, clears them until the code is warm, then measures.
   *
   * @param nanoTime a clock for durations
   * @throws CaseException when a case cannot be read or is infeasible
   */
  public static Figures run(InputStream in, LongSupplier nanoTime)
      throws IOException, CaseException {
    CaseStream stream = new CaseStream(in);
    List<Runnable> cases = new ArrayList<>();
    for (NamedCase next = stream.next(); next != null; next = stream.next()) {
      cases.add(ClearRun.again(next)); // what cannot be cleared is not measured
    }
    return new ClearBench(cases, nanoTime).measure();
  }

  private Figures measure() {
    if (cases.isEmpty()) {
      return new Figures(0, 0, 0);
    }
    repeat(WARM_UP_NANOS);
    long[] nanos = repeat(MEASURED_NANOS);
    Arrays.sort(nanos);
    return new Figures(
        cases.size(), micros(nanos[nanos.length / 2]), micros(nanos[nanos.length * 99 / 100]));
  }

  private long[] repeat(long duration) {
    long[] nanos = new long[cases.size() * LEAST_ROUNDS];
    int count = 0;
    long start = nanoTime.getAsLong();
    for (int round = 0; round < LEAST_ROUNDS || nanoTime.getAsLong() - start < duration; round++) {
      if (count + cases.size() > nanos.length) {
        nanos = Arrays.copyOf(nanos, nanos.length * 2 + cases.size());
      }
      for (Runnable again : cases) {
        long before = nanoTime.getAsLong();
        again.run();
        nanos[count++] = nanoTime.getAsLong() - before;
      }
    }
    return Arrays.copyOf(nanos, count);
  }

  private static double micros(long nanos) {
    return Math.round(nanos / 100.0) / 10.0;
  }
}
