package org.commonwatt.benchmarks.metering;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both jobs give all their results, with each state backend. */
class IntervalBenchmarksTest {
  @ParameterizedTest
  @ValueSource(strings = {"hashmap", "rocksdb"})
  void bothJobsGiveAllTheirResultsAndTheStateOfEveryMeterIsMeasured(String backend)
      throws Exception {
    IntervalBenchmarks benchmarks = new IntervalBenchmarks(new Village(5, 31), backend);
    assertThat(benchmarks.passThrough().seconds()).isPositive();
    BenchJob.Run run = benchmarks.intervals();
    assertThat(run.seconds()).isPositive();
    assertThat(run.stateBytes()).isGreaterThan(5 * 100L);
    assertThat(run.heapBytes()).isPositive();
    assertThat(run.sourceNanos()).isPositive();
    Village waits = new Village(5, 31 + 14, 2, Village.UNSIGNED);
    assertThat(waits.intervals()).isEqualTo(5 * (2 * 96 + 2));
    assertThat(IntervalBenchmarks.intervals(waits, backend).stateBytes())
        .isGreaterThan(run.stateBytes() + 5 * 14 * Village.UNSIGNED);
  }
}
