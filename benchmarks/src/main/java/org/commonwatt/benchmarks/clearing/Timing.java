package org.commonwatt.benchmarks.clearing;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How long work takes. Processor time is that of the measuring thread, so that other work on the
 * machine counts little; elapsed time is what a clock on the wall says.
 *
 * @param cpuMicros median processor time, µs
 * @param cpuP99Micros 99th percentile of the processor time, µs
 * @param wallMicros median elapsed time, µs
 * @param wallP99Micros 99th percentile of the elapsed time, µs
 */
record Timing(double cpuMicros, double cpuP99Micros, double wallMicros, double wallP99Micros) {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int LEAST_ROUNDS = 5;

  /** Work that must come to a result. */
  interface Work {
    Object run();
  }

  /** One measurement, µs. */
  record Sample(double cpuMicros, double wallMicros) {}

  /**
   * Repeats work, first until it is warm, then for the figures.
   *
   * @param seconds how long to warm up, and how long to measure
   */
  static Timing of(double seconds, Work... works) {
    repeat(seconds, works);
    return of(repeat(seconds, works));
  }

  private static List<Sample> repeat(double seconds, Work... works) {
    List<Sample> samples = new ArrayList<>();
    long end = System.nanoTime() + (long) (seconds * 1e9);
    for (int round = 0; round < LEAST_ROUNDS || System.nanoTime() < end; round++) {
      for (Work work : works) {
        samples.add(once(work));
      }
    }
    return samples;
  }

  /** Measures work a single time. */
  static Sample once(Work work) {
    long wall = System.nanoTime();
    long cpu = THREADS.getCurrentThreadCpuTime();
    Object result = work.run();
    long cpuTaken = THREADS.getCurrentThreadCpuTime() - cpu;
    long wallTaken = System.nanoTime() - wall;
    if (result == null) {
      throw new IllegalStateException("work without a result");
    }
    return new Sample(cpuTaken / 1e3, wallTaken / 1e3);
  }

  /** The figures of samples, at least one. */
  static Timing of(List<Sample> samples) {
    double[] cpu = sorted(samples, Sample::cpuMicros);
    double[] wall = sorted(samples, Sample::wallMicros);
    int half = cpu.length / 2;
    int p99 = cpu.length * 99 / 100;
    return new Timing(cpu[half], cpu[p99], wall[half], wall[p99]);
  }

  private static double[] sorted(List<Sample> samples, ToDoubleFunction<Sample> column) {
    double[] values = samples.stream().mapToDouble(column).toArray();
    Arrays.sort(values);
    return values;
  }
}
