package org.commonwatt.cli.laptop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ClockGuardTest {
  private static final Instant TRUE = Instant.parse("2026-03-01T12:00:00Z");

  private Instant here = TRUE;
  private OptionalLong there = OptionalLong.of(TRUE.toEpochMilli());
  private final ClockGuard guard = new ClockGuard(() -> here, () -> there);

  @Test
  void clocksThatAgreeWithinTheBoundAreBelieved() {
    for (Duration apart : new Duration[] {ClockGuard.BOUND, ClockGuard.BOUND.negated()}) {
      here = TRUE.plus(apart);
      assertThat(guard.instant()).isEqualTo(here);
      assertThat(guard.trouble()).isEmpty();
    }
  }

  @Test
  void aClockThatIsAheadIsNotBelievedAndSaysSo() {
    here = TRUE.plus(Duration.ofDays(1));
    assertThat(guard.instant()).isEqualTo(TRUE);
    assertThat(guard.trouble().orElseThrow()).startsWith("CLOCK_AHEAD").contains("86400 s ahead");
    here = TRUE.plus(ClockGuard.BOUND).plusMillis(1);
    assertThat(guard.instant()).isEqualTo(TRUE);
  }

  @Test
  void onceTheClocksAgreeAgainItGoesOnByItsOwn() {
    here = TRUE.plus(Duration.ofHours(6));
    assertThat(guard.instant()).isEqualTo(TRUE);
    here = TRUE.plusSeconds(5);
    assertThat(guard.instant()).isEqualTo(here);
    assertThat(guard.trouble()).isEmpty();
  }

  @Test
  void aClockThatIsBehindCountsAndSaysSo() {
    here = TRUE.minus(Duration.ofHours(1));
    assertThat(guard.instant()).isEqualTo(here);
    assertThat(guard.trouble().orElseThrow()).startsWith("CLOCK_BEHIND").contains("3600 s behind");
  }

  @Test
  void withoutAWitnessThereIsNoTimeToGoBy() {
    there = OptionalLong.empty();
    assertThat(guard.trouble()).isEmpty();
    assertThatThrownBy(guard::instant).isInstanceOf(IllegalStateException.class);
  }
}
