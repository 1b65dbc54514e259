package org.commonwatt.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.commonwatt.simulation.Simulation.Outcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SimulationTest {
  private static final int FEW = 40;

  @Test
  void aFewSeedsLoseAndDoubleNothingAndComeToAGoodEnd() {
    List<Outcome> outcomes = run(1, FEW);
    assertThat(violations(outcomes)).isEmpty();
    assertThat(outcomes).as("members default").anyMatch(outcome -> outcome.defaults() > 0);
    assertThat(outcomes).as("things are taken back").anyMatch(outcome -> outcome.fallbacks() > 0);
    assertThat(outcomes).as("trades lose energy").anyMatch(outcome -> outcome.curtailed() > 0);
  }

  @Test
  @Tag("slow")
  void noSeedLosesOrDoublesAnythingAndAllComeToAGoodEnd() {
    List<Outcome> outcomes = run(FEW + 1, 200);
    assertThat(violations(outcomes)).isEmpty();
    Set<Fault> struck = EnumSet.noneOf(Fault.class);
    outcomes.forEach(outcome -> struck.addAll(outcome.injected().keySet()));
    assertThat(struck).as("every kind of fault was there").containsOnly(Fault.values());
    Set<Sight> seen = EnumSet.noneOf(Sight.class);
    outcomes.forEach(outcome -> seen.addAll(outcome.seen().keySet()));
    assertThat(seen).as("everything that must be met was met").containsOnly(Sight.values());
    assertThat(outcomes).anyMatch(outcome -> outcome.ceased() > 0);
  }

  @Test
  void theSameSeedGivesTheSameRun() {
    for (long seed = 1; seed <= 4; seed++) {
      assertThat(Simulation.run(seed)).isEqualTo(Simulation.run(seed));
    }
    assertThat(Simulation.run(1).lastHash()).isNotEqualTo(Simulation.run(2).lastHash());
  }

  private static List<Outcome> run(long first, long last) {
    return LongStream.rangeClosed(first, last).parallel().mapToObj(Simulation::run).toList();
  }

  private static List<String> violations(List<Outcome> outcomes) {
    return outcomes.stream()
        .filter(outcome -> !outcome.isGood())
        .map(outcome -> "seed " + outcome.seed() + ": " + outcome.violation())
        .toList();
  }
}
