package org.commonwatt.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.commonwatt.core.MarketBounds;
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
  private static final int RIVALS = 6;
  private static final int MOST_TRADES = 10_000;
  private static final int MOST_RESTING = MarketBounds.USUAL.restingOrders();
  private static final UnaryOperator<Lease> EVERYBODY = PlantedBugs::heldByEverybody;

  enum Bug {
    ANSWERS_BEFORE_THE_COMMIT("before it was durable", PlantedBugs::answersEarly),
    FIGHTS_ON_WHEN_FENCED("follows event", PlantedBugs::fightsOn),
    WRITES_AGAIN_WHEN_UNCERTAIN("follows event", PlantedBugs::writesAgain),
    LEAVES_OUT_A_COMMAND("halted", PlantedBugs::leavesOut),
    REPLAYS_WITHOUT_THE_TAIL("follows event", PlantedBugs::forgetsTheTail),
    LOSES_THE_GUARANTEES("has reserved", PlantedReadings::losesGuarantees),
    // Without an operator nobody lowers limits of links or decides disputes either.
    LOSES_THE_FALLBACKS(
        PlantedReadings::losesFallbacks,
        "a gate was missed, and nobody says so",
        "the replay of commands"),
    BELIEVES_ANYBODY("somebody who is not the operator", PlantedReadings::believesAnybody),
    PAYS_NOBODY_FOR_A_LOSS("what a trade lost is paid otherwise", PlantedReadings::paysNobody),
    HALVES_LIMITS("a link was limited otherwise", PlantedReadings::halvesLimits),
    CANCELS_EVERYTHING("asks for something else", PlantedReadings::cancelsEverything),
    WAITS_LONGER_FOR_SWITCHES("asks for something else", PlantedReadings::waitsLonger),
    RAISES_LIMITS("its command registers something else", PlantedReadings::raisesLimits),
    // Where the dispute is closed, who may decide decides the refusal, which the replay shows.
    LETS_ANYBODY_DECIDE(
        PlantedReadings::letsAnybodyDecide,
        "its command decides otherwise",
        "the replay of commands"),
    BRINGS_NOTHING_TWICE("no progress", PlantedReadings::bringsNothingTwice),
    KEEPS_THE_FIRST_LIMITS("carries", PlantedRulebooks::keepsFirstLimits),
    // What a trade lost is paid for by the tariff, too.
    KEEPS_THE_FIRST_TARIFF(
        PlantedRulebooks::keepsFirstTariff,
        "not at the tariff",
        "what a trade lost is paid otherwise"),
    GIVES_OLD_SLOTS_THE_NEW_TARIFF(
        PlantedRulebooks::newTariffForOldSlots,
        "not at the tariff",
        "what a trade lost is paid otherwise");

    private final String[] findings;
    private final UnaryOperator<MarketLog> log;

    Bug(String finding, UnaryOperator<MarketLog> log) {
      this(log, finding);
    }

    Bug(UnaryOperator<MarketLog> log, String... findings) {
      this.findings = findings;
      this.log = log;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBugInTheLogIsFoundAndItsSeedFindsItAgain(Bug bug) {
    assertFound(Wiring.STRAIGHT.withLog(bug.log), bug.findings);
  }

  /** What is refused for another reason is not taken for that, and shows in the replay alone. */
  @Test
  void pricesOfTheRulesBeforeAreFound() {
    assertFound(
        Wiring.STRAIGHT.withLog(PlantedRulebooks::keepsFirstPrices),
        "rules do not allow",
        "the replay of commands");
  }

  @Test
  void batchesThatAreTornAreFound() {
    assertFound(Wiring.STRAIGHT.withAppender(PlantedFrames::losesTheLast), "a batch is torn");
  }

  @Test
  void answersOfOtherCommandsAreFound() {
    assertFound(
        Wiring.STRAIGHT.withAppender(PlantedFrames::putsAnotherInFront),
        "was answered with what another command did");
  }

  @Test
  void enginesThatHoldMoreOrLessThanTheyMayAreFound() {
    assertFound(
        Wiring.STRAIGHT.withBounds(
            may -> may.withPlaces(2 * may.slotPlaces(), 2 * may.marketPlaces())),
        "although there is SLOT_FULL",
        "although there is OWN_ORDERS_FULL",
        "although there is MARKET_FULL");
    assertFound(
        Wiring.STRAIGHT.withBounds(may -> may.withPlaces(may.slotPlaces() / 2, 10_000)),
        "refused by OWN_ORDERS_FULL",
        "refused by SLOT_FULL");
    assertFound(
        Wiring.STRAIGHT.withBounds(
            may -> may.withTradesAtOnce(Math.min(may.tradesAtOnce() + 1, MOST_TRADES))),
        "more trades at once");
    assertFound(
        Wiring.STRAIGHT.withBounds(may -> may.withTradesAtOnce(1)),
        "stopped by the limit of trades");
  }

  @Test
  void booksThatHoldMoreOrLessThanTheyMayAreFound() {
    assertFound(
        Wiring.STRAIGHT.withBounds(
            may -> may.withRestingOrders(Math.min(may.restingOrders() + 1, MOST_RESTING))),
        "although there is BOOK_FULL");
    assertFound(
        Wiring.STRAIGHT.withBounds(may -> may.withRestingOrders(may.restingOrders() / 2)),
        "refused by BOOK_FULL");
  }

  @Test
  void slotsThatSettleOrOpenWithoutRoomAreFound() {
    assertFound(
        Wiring.STRAIGHT.withBounds(may -> may.withBacklog(MarketBounds.USUAL.backlog())),
        "a slot was settled although too many wait for the ledger",
        "a slot opened although too many wait for their settlement");
  }

  @Test
  void slotsThatWaitAlthoughThereIsRoomAreFound() {
    assertFound(Wiring.STRAIGHT.withBounds(may -> may.withBacklog(1)), "although there is room");
    assertFound(
        Wiring.STRAIGHT.withBounds(may -> may.withBacklog(0)),
        "a slot did not open although there is room");
  }

  @ParameterizedTest
  @EnumSource
  void aBugInTheLedgerIsFoundAndItsSeedFindsItAgain(PlantedBugs.OfLedger bug) {
    UnaryOperator<Ledger> planted = bug::plant;
    assertFound(Wiring.STRAIGHT.withLedger(planted), bug.finding());
  }

  /** Whoever reads next halts, or, being the one that all wait for, nothing goes on. */
  @Test
  void keysThatAreForgottenWhenTheyAreRetiredAreFound() {
    assertFound(
        Wiring.STRAIGHT.withKeys(PlantedReadings::forgetsRetiredKeys),
        "does not open",
        "no progress");
  }

  @Test
  void enginesThatNeedWhatWasErasedAreFound() {
    assertFound(Wiring.STRAIGHT.withDisk(PlantedReadings::looksForNone), "whose key was erased");
  }

  @Test
  void whatIsThrownIsAViolationOfItsSeed() {
    Wiring wiring =
        Wiring.STRAIGHT.withDisk(
            disk -> {
              throw new IllegalStateException("planted");
            });
    Outcome outcome = Simulation.run(7, wiring);
    assertThat(outcome.seed()).isEqualTo(7);
    assertThat(outcome.violation())
        .startsWith("something threw java.lang.IllegalStateException: planted")
        .contains("SimulatedProcess");
  }

  /** Correctness comes from fencing: a lease that is no lease costs time and nothing else. */
  @Test
  void aLeaseThatEverybodyHoldsLosesAndDoublesNothing() {
    Wiring wiring = Wiring.STRAIGHT.withLease(EVERYBODY);
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
        Wiring.STRAIGHT.withLog(PlantedBugs::looksNoFurther).withLease(EVERYBODY), "follows event");
  }

  private static void assertFound(Wiring wiring, String... findings) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Outcome outcome = Simulation.run(seed, wiring);
      if (!outcome.isGood()) {
        assertThat(outcome.violation()).containsAnyOf(findings);
        assertThat(Simulation.run(seed, wiring)).isEqualTo(outcome);
        return;
      }
    }
    throw new AssertionError("no seed of " + SEEDS + " finds it");
  }
}
