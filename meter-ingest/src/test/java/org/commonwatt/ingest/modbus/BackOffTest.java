package org.commonwatt.ingest.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackOffTest {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMillis(1_000);

  @Test
  void boundsDoubleAndPausesLieInTheirUpperHalf() {
    for (long seed : LongStream.range(0, 200).toArray()) {
      BackOff backOff = backOff(seed);
      for (long bound : new long[] {100, 200, 400, 800, 1_000, 1_000}) {
        assertThat(backOff.next().toMillis()).isBetween(bound / 2, bound);
      }
    }
  }

  @Test
  void clientsThatFailedTogetherComeBackApart() {
    List<Duration> pauses =
        IntStream.range(0, 50)
            .mapToObj(
                seed -> {
                  BackOff backOff = backOff(seed);
                  IntStream.range(0, 5).forEach(i -> backOff.next());
                  return backOff.next();
                })
            .toList();
    assertThat(pauses.stream().distinct().count()).isGreaterThan(40);
  }

  @Test
  void theSameSeedGivesTheSamePausesAndSuccessBeginsAnew() {
    BackOff one = backOff(7);
    BackOff other = backOff(7);
    for (int i = 0; i < 10; i++) {
      assertThat(one.next()).isEqualTo(other.next());
    }
    one.reset();
    assertThat(one.next()).isLessThanOrEqualTo(FIRST);
  }

  @Test
  void noneAtAllIsPossible() {
    BackOff none = new BackOff(Duration.ZERO, Duration.ZERO, new SplittableRandom(1));
    assertThat(none.next()).isZero();
  }

  private static BackOff backOff(long seed) {
    return new BackOff(FIRST, LONGEST, new SplittableRandom(seed));
  }
}
