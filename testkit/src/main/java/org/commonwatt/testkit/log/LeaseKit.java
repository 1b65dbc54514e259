package org.commonwatt.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.commonwatt.log.Lease;
import org.junit.jupiter.api.Test;

/** What engines rely on when they ask who should lead. Every test begins without a holder. */
public abstract class LeaseKit {
  private static final Duration TURN = Duration.ofMillis(50);
  private static final int TURNS = 1_200;
  private static final int CALM_TURNS = 20;

  /** A new lease of the market, under a name that this kit chooses. */
  protected abstract Lease lease(String engine);

  /** Lets time pass. */
  protected abstract void pass(Duration time);

  @Test
  final void aLoneEngineGetsTheLeaseAndKeepsItsTerm() {
    try (Lease lone = lease("lone")) {
      assertThat(lone.look().isHeld())
          .as("nothing is granted before the group was asked")
          .isFalse();
      until(() -> lone.look().isHeld(), lone);
      long term = lone.look().term();
      for (int i = 0; i < CALM_TURNS; i++) {
        pass(TURN);
        assertThat(lone.look().term()).isEqualTo(term);
      }
      until(() -> lone.look().alone(), lone);
      assertThat(lone.look().leader()).contains("lone");
    }
  }

  @Test
  final void whoComesLaterWaitsAndLearnsWhoLeads() {
    try (Lease first = lease("b-first")) {
      until(() -> first.look().isHeld(), first);
      long term = first.look().term();
      // The name sorts before the holder's: no order of names takes the lease away.
      try (Lease second = lease("a-second")) {
        until(() -> second.look().leader().isPresent(), first, second);
        assertThat(second.look().leader()).contains("b-first");
        until(() -> !first.look().alone(), first, second);
        for (int i = 0; i < CALM_TURNS; i++) {
          pass(TURN);
          assertThat(first.look().term()).isEqualTo(term);
          assertThat(second.look().isHeld()).isFalse();
        }
      }
    }
  }

  @Test
  final void whoLeavesHandsItOver() {
    Lease first = lease("first");
    until(() -> first.look().isHeld(), first);
    try (Lease second = lease("second")) {
      until(() -> !first.look().alone(), first, second);
      first.close();
      until(() -> second.look().isHeld(), second);
    }
  }

  @Test
  final void whoLooksNoMoreLosesIt() {
    Lease silent = lease("silent");
    until(() -> silent.look().isHeld(), silent);
    long term = silent.look().term();
    try (Lease second = lease("second")) {
      until(() -> !silent.look().alone(), silent, second);
      until(() -> second.look().isHeld(), second);
      until(() -> silent.look().term() != term, silent, second);
      assertThat(silent.look().isHeld()).isFalse();
    } finally {
      silent.close();
    }
  }

  @Test
  final void whoGivesItBackGetsItAgainInANewTermAndAfterTheOthers() {
    try (Lease first = lease("first")) {
      until(() -> first.look().isHeld(), first);
      long term = first.look().term();
      Lease second = lease("second");
      until(() -> !first.look().alone(), first, second);
      first.giveBack();
      assertThat(first.look().isHeld()).isFalse();
      until(() -> second.look().isHeld(), first, second);
      assertThat(first.look().isHeld()).isFalse();
      second.close();
      until(() -> first.look().isHeld(), first);
      assertThat(first.look().term()).isGreaterThan(term);
    }
  }

  @Test
  final void whoHasNotCaughtUpHoldsItWhileNobodyElseAsks() {
    try (Lease cold = lease("cold")) {
      until(() -> cold.look(false).isHeld());
      long term = cold.look(false).term();
      for (int i = 0; i < CALM_TURNS; i++) {
        pass(TURN);
        assertThat(cold.look(false).term()).isEqualTo(term);
      }
      assertThat(cold.look(true).term()).as("when it has caught up").isEqualTo(term);
    }
  }

  @Test
  final void whoHasNotCaughtUpMakesWayForWhoHasAndWaitsBehindItLater() {
    try (Lease cold = lease("cold");
        Lease warm = lease("warm")) {
      until(() -> cold.look(false).isHeld());
      until(
          () -> {
            cold.look(false);
            return warm.look(true).isHeld();
          });
      until(() -> cold.look(false).leader().equals(Optional.of("warm")), warm);
      long term = warm.look(true).term();
      for (int i = 0; i < CALM_TURNS; i++) {
        pass(TURN);
        assertThat(cold.look(true).isHeld()).as("it has caught up and waits").isFalse();
        assertThat(warm.look(true).term()).isEqualTo(term);
      }
    }
  }

  @Test
  final void whoIsStartedAgainMakesWayBeforeItsFormerSelfIsForgotten() {
    Lease killed = lease("killed");
    until(() -> killed.look(true).isHeld(), killed);
    try (Lease warm = lease("warm")) {
      until(() -> !killed.look(true).alone(), killed, warm);
      try (Lease again = lease("killed")) {
        until(
            () -> {
              again.look(false);
              return warm.look(true).isHeld();
            });
        until(() -> again.look(false).leader().equals(Optional.of("warm")), warm);
        assertThat(again.look(false).isHeld()).isFalse();
      }
    } finally {
      killed.close();
    }
  }

  /** Lets time pass, with all engines looking, until a condition holds. */
  private void until(BooleanSupplier condition, Lease... engines) {
    for (int i = 0; i < TURNS * 2; i++) {
      List.of(engines).forEach(Lease::look);
      if (condition.getAsBoolean()) {
        return;
      }
      pass(TURN);
    }
    throw new AssertionError("nothing happened in " + TURN.multipliedBy(TURNS * 2L));
  }
}
