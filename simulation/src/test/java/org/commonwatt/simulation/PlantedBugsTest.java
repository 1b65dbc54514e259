package org.commonwatt.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.log.Lease;
import org.commonwatt.log.MarketLog;
import org.commonwatt.simulation.Simulation.Outcome;
import org.commonwatt.simulation.Simulation.Wiring;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation finds the bugs it is there for, in few seeds, and finds them again. */
class PlantedBugsTest {
  private static final int SEEDS = 40;
  private static final int RIVALS = 10;
  private static final UnaryOperator<Lease> EVERYBODY = PlantedBugs::heldByEverybody;

  enum Bug {
    ANSWERS_BEFORE_THE_COMMIT("before it was durable", PlantedBugs::answersEarly),
    FIGHTS_ON_WHEN_FENCED("follows event", PlantedBugs::fightsOn),
    WRITES_AGAIN_WHEN_UNCERTAIN("follows event", PlantedBugs::writesAgain),
    LEAVES_OUT_A_COMMAND("halted", PlantedBugs::leavesOut),
    REPLAYS_WITHOUT_THE_TAIL("follows event", PlantedBugs::forgetsTheTail),
    LOSES_THE_GUARANTEES("has reserved", PlantedBugs::losesGuarantees);

    private final String finding;
    private final UnaryOperator<MarketLog> log;

    Bug(String finding, UnaryOperator<MarketLog> log) {
      this.finding = finding;
      this.log = log;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBugInTheLogIsFoundAndItsSeedFindsItAgain(Bug bug) {
    assertFound(
        new Wiring(bug.log, UnaryOperator.identity(), UnaryOperator.identity()), bug.finding);
  }

  @ParameterizedTest
  @EnumSource
  void aBugInTheLedgerIsFoundAndItsSeedFindsItAgain(PlantedBugs.OfLedger bug) {
    UnaryOperator<Ledger> planted = bug::plant;
    assertFound(
        new Wiring(UnaryOperator.identity(), UnaryOperator.identity(), planted), bug.finding());
  }

  /** Correctness comes from fencing: a lease that is no lease costs time and nothing else. */
  @Test
  void aLeaseThatEverybodyHoldsLosesAndDoublesNothing() {
    Wiring wiring = new Wiring(UnaryOperator.identity(), EVERYBODY, UnaryOperator.identity());
    int ceased = 0;
    for (long seed = 1; seed <= RIVALS; seed++) {
      Outcome outcome = Simulation.run(seed, wiring);
      if (outcome.violation() != null) {
        assertThat(outcome.violation()).as("seed " + seed).startsWith("no progress");
      }
      ceased += outcome.ceased();
    }
    assertThat(ceased).as("engines did fence each other").isGreaterThan(RIVALS);
  }

  /** A standby is warm, so only a rival that goes on writing shows that it must look again. */
  @Test
  void aTakeoverAtTheTailThatTheStandbyKnewIsFound() {
    assertFound(
        new Wiring(PlantedBugs::looksNoFurther, EVERYBODY, UnaryOperator.identity()),
        "follows event");
  }

  private static void assertFound(Wiring wiring, String finding) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Outcome outcome = Simulation.run(seed, wiring);
      if (!outcome.isGood()) {
        assertThat(outcome.violation()).contains(finding);
        assertThat(Simulation.run(seed, wiring)).isEqualTo(outcome);
        return;
      }
    }
    throw new AssertionError("no seed of " + SEEDS + " finds it");
  }
}
