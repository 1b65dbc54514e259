package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import org.commonwatt.model.Command;
import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.Command.AddEvidence;
import org.commonwatt.model.Command.DecideDispute;
import org.commonwatt.model.Command.OpenDispute;
import org.commonwatt.model.Command.WithdrawDispute;
import org.commonwatt.model.DisputeRules;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.DisputeDecided;
import org.commonwatt.model.Event.DisputeEvidenceAdded;
import org.commonwatt.model.Event.DisputeOpened;
import org.commonwatt.model.Event.DisputeOverdue;
import org.commonwatt.model.Event.DisputeRejected;
import org.commonwatt.model.Event.DisputeWithdrawn;
import org.commonwatt.model.Event.TimeAdvanced;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.PersonalText;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Ruling;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Disputes of the lines of a bill, from their opening to a decision, or to none. */
class DisputeDeskTest {
  private static final long HOUR = 60 * MINUTE;
  private static final long SETTLED = START + QUARTER;
  private static final DisputeRules RULES = new DisputeRules("arbiter", 2, 5);
  private static final Hash PHOTO = Hash.of("photo".getBytes(StandardCharsets.UTF_8));

  private final TestMarket market = settled(new Safeguards(null, null, RULES));

  /** Home 1 sold 500 Wh to home 2: lines 0 and 1 are of home 2 and 1, then come residuals. */
  static TestMarket settled(Safeguards safeguards) {
    TestMarket market = TestMarket.under(new Rulebooks().safeguards(safeguards).build());
    market.tick(START - 60 * MINUTE);
    market.place("home-01", Side.SELL, 100_000, 500);
    market.place("home-02", Side.BUY, 100_000, 500);
    market.tick(SETTLED);
    market.reportNothing(SLOT);
    return market;
  }

  @Test
  void anOwnLineIsDisputedAndTheDecisionStatesAnAmount() {
    DisputeOpened opened =
        new DisputeOpened(
            1, "home-02", SLOT, 0, 0, text("wrong"), PHOTO, SETTLED, SETTLED + 5 * HOUR);
    assertThat(market.apply(open("home-02", 0, PHOTO))).containsExactly(opened);
    assertThat(market.apply(new AddEvidence("home-02", 1, PHOTO)))
        .containsExactly(new DisputeEvidenceAdded(1, "home-02", PHOTO));
    market.tick(SETTLED + HOUR);
    Ruling ruling = new Ruling(true, -45_000_000, text("the meter was read twice"));
    assertThat(market.apply(new DecideDispute("arbiter", "home-02", 1, ruling)))
        .containsExactly(new DisputeDecided(1, "home-02", "arbiter", ruling, SETTLED + HOUR));
    assertThat(code(decide("home-02", 1))).isEqualTo(RejectionCode.DISPUTE_CLOSED);
    assertThat(code(new WithdrawDispute("home-02", 1))).isEqualTo(RejectionCode.DISPUTE_CLOSED);
    assertThat(code(open("home-02", 0, null)))
        .as("a decided line is not disputed again")
        .isEqualTo(RejectionCode.LINE_DISPUTED);
  }

  @Test
  void nobodyDisputesTheLineOfAnotherOrOneThatIsNotThere() {
    for (OpenDispute command :
        List.of(
            open("home-01", 0, null),
            open("home-02", 1, null),
            open("home-02", -1, null),
            open("home-02", 1_000, null),
            new OpenDispute("home-02", START, 1, 0, text("wrong"), null),
            new OpenDispute("home-02", START + QUARTER, 0, 0, text("wrong"), null))) {
      assertThat(code(command)).as("%s", command).isEqualTo(RejectionCode.UNKNOWN_BILL_LINE);
    }
    assertThat(market.events(DisputeOpened.class)).isEmpty();
  }

  @Test
  void anOpeningIsRefusedInOrderOfPrecedence() {
    assertThat(code(new TestMarket(), open("no id", 0, null))).isEqualTo(RejectionCode.MALFORMED);
    assertThat(code(new TestMarket(), open("home-01", 0, null)))
        .isEqualTo(RejectionCode.MARKET_NOT_READY);
    for (String reason : List.of("", " ", "x".repeat(1_001))) {
      assertThat(code(new OpenDispute("stranger", START + 1, 0, 0, text(reason), null)))
          .isEqualTo(RejectionCode.MALFORMED);
    }
    assertThat(code(new OpenDispute("stranger", START + 1, 0, 0, text("x".repeat(1_000)), null)))
        .isEqualTo(RejectionCode.UNKNOWN_PARTICIPANT);
    assertThat(code(open("supplier", 0, null))).isEqualTo(RejectionCode.UNKNOWN_PARTICIPANT);
    assertThat(code(new OpenDispute("home-01", START + 1, 0, 0, text("wrong"), null)))
        .isEqualTo(RejectionCode.SLOT_MISALIGNED);
    assertThat(code(settled(Safeguards.NONE), open("home-02", 0, null)))
        .isEqualTo(RejectionCode.NOT_IN_RULES);
  }

  @Test
  void theWindowEndsWhenItsHoursAfterTheSettlementHavePassed() {
    market.tick(SETTLED + 2 * HOUR);
    assertThat(market.apply(open("home-02", 0, null)).get(0)).isInstanceOf(DisputeOpened.class);
    market.tick(SETTLED + 2 * HOUR + 1);
    assertThat(code(open("home-01", 1, null))).isEqualTo(RejectionCode.DEADLINE_PAST);
    Ruling ruling = new Ruling(false, 0, text("the line is right"));
    assertThat(market.apply(new DecideDispute("arbiter", "home-02", 1, ruling)).get(0))
        .as("what was opened in time is decided after the window, too")
        .isInstanceOf(DisputeDecided.class);
    assertThat(code(decide("home-02", 1))).isEqualTo(RejectionCode.UNKNOWN_DISPUTE);
  }

  @Test
  void whatNobodyDecidesInTimeIsOverdueOnceStaysOpenAndCanBeDecidedLate() {
    market.apply(open("home-02", 0, null));
    assertThat(market.tick(SETTLED + 5 * HOUR)).doesNotHaveAnyElementsOfTypes(DisputeOverdue.class);
    assertThat(market.tick(SETTLED + 5 * HOUR + 1))
        .startsWith(new TimeAdvanced(SETTLED + 5 * HOUR + 1))
        .contains(new DisputeOverdue(1, "home-02", SETTLED + 5 * HOUR));
    market.tick(SETTLED + 100 * 24 * HOUR);
    assertThat(market.events(DisputeOverdue.class)).hasSize(1);
    assertThat(market.apply(decide("home-02", 1)).get(0)).isInstanceOf(DisputeDecided.class);
  }

  @Test
  void aWithdrawnDisputeLeavesItsLineFree() {
    market.apply(open("home-02", 0, null));
    assertThat(code(new WithdrawDispute("home-01", 1)))
        .as("another's dispute is as if it were not there")
        .isEqualTo(RejectionCode.UNKNOWN_DISPUTE);
    assertThat(market.apply(new WithdrawDispute("home-02", 1)))
        .containsExactly(new DisputeWithdrawn(1, "home-02"));
    assertThat(code(decide("home-02", 1))).isEqualTo(RejectionCode.UNKNOWN_DISPUTE);
    assertThat(((DisputeOpened) market.apply(open("home-02", 0, null)).get(0)).disputeId())
        .isEqualTo(2);
    assertThat(market.tick(SETTLED + 6 * HOUR))
        .filteredOn(DisputeOverdue.class::isInstance)
        .containsExactly(new DisputeOverdue(2, "home-02", SETTLED + 5 * HOUR));
  }

  @Test
  void onlyWhoTheRulebookInForceNamesDecides() {
    market.apply(open("home-02", 0, null));
    assertThat(code(new DecideDispute("home-02", "home-02", 1, dismissed())))
        .isEqualTo(RejectionCode.NOT_DECIDER);
    market.apply(
        new ActivateRulebook(
            new Rulebooks()
                .version(2)
                .safeguards(new Safeguards(null, null, new DisputeRules("judge", 1, 1)))
                .build()));
    assertThat(code(decide("home-02", 1))).isEqualTo(RejectionCode.NOT_DECIDER);
    assertThat(market.apply(new DecideDispute("judge", "home-02", 1, dismissed())).get(0))
        .isInstanceOf(DisputeDecided.class);
  }

  @Test
  void aDecisionNamesAnAmountInRangeAndNoneWhenItDismisses() {
    market.apply(open("home-02", 0, null));
    for (Ruling bad :
        List.of(
            new Ruling(false, 1, text("why")),
            new Ruling(true, Ruling.MAX_NANO + 1, text("why")),
            new Ruling(true, -Ruling.MAX_NANO - 1, text("why")))) {
      assertThat(code(new DecideDispute("arbiter", "home-02", 1, bad)))
          .isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
    }
    assertThat(code(new DecideDispute("arbiter", "home-02", 1, new Ruling(false, 0, text("")))))
        .isEqualTo(RejectionCode.MALFORMED);
    Ruling most = new Ruling(true, -Ruling.MAX_NANO, text("why"));
    assertThat(market.apply(new DecideDispute("arbiter", "home-02", 1, most)).get(0))
        .isInstanceOf(DisputeDecided.class);
  }

  @Test
  void aDisputeTakesSixteenPiecesOfEvidence() {
    market.apply(open("home-02", 0, PHOTO));
    for (int i = 2; i <= 16; i++) {
      market.apply(new AddEvidence("home-02", 1, PHOTO));
    }
    assertThat(market.events(DisputeEvidenceAdded.class)).hasSize(15);
    assertThat(code(new AddEvidence("home-02", 1, PHOTO))).isEqualTo(RejectionCode.DISPUTES_FULL);
    assertThat(code(new AddEvidence("home-01", 1, PHOTO))).isEqualTo(RejectionCode.UNKNOWN_DISPUTE);
  }

  @Test
  void aParticipantHasSixteenOpenDisputesOfASlotAndADecisionMakesRoom() {
    TestMarket many =
        TestMarket.under(new Rulebooks().safeguards(new Safeguards(null, null, RULES)).build());
    many.tick(START - 60 * MINUTE);
    many.place("home-01", Side.SELL, 100_000, 17);
    for (int i = 0; i < 17; i++) {
      many.place("home-02", Side.BUY, 100_000, 1);
    }
    many.tick(SETTLED);
    many.reportNothing(SLOT);
    for (int trade = 0; trade < 16; trade++) {
      assertThat(many.apply(open("home-02", 2 * trade, null)).get(0))
          .isInstanceOf(DisputeOpened.class);
    }
    assertThat(code(many, open("home-02", 32, null))).isEqualTo(RejectionCode.DISPUTES_FULL);
    many.apply(decide("home-02", 3));
    assertThat(many.apply(open("home-02", 32, null)).get(0)).isInstanceOf(DisputeOpened.class);
  }

  @Test
  void withoutRulesOfTheirOwnTheOperatorOrTheExchangeDecidesInTheUsualTimes() {
    Fallbacks fallbacks = new Fallbacks("operator", MissedGate.LATE_AUCTION, 3_600, 0, 0, 0);
    TestMarket usual = settled(new Safeguards(null, fallbacks));
    DisputeOpened opened = (DisputeOpened) usual.apply(open("home-02", 0, null)).get(0);
    assertThat(opened.decideByMillis()).isEqualTo(SETTLED + 720 * HOUR);
    usual.tick(SETTLED + 72 * HOUR);
    assertThat(usual.apply(open("home-01", 1, null)).get(0)).isInstanceOf(DisputeOpened.class);
    assertThat(usual.apply(new DecideDispute("operator", "home-02", 1, dismissed())).get(0))
        .isInstanceOf(DisputeDecided.class);
    assertThat(new Rulebooks().guarantees(new Guarantees("house", 0, 0, 0)).build().disputes())
        .isEqualTo(new DisputeRules("house", 72, 720));
  }

  @Test
  void aMarketThatWasSavedWithDisputesGoesOnAsIfNothingHadBeen() {
    market.apply(open("home-02", 0, null));
    market.apply(open("home-01", 1, null));
    market.apply(decide("home-01", 2));
    StateTest.Tape tape = StateTest.Tape.of(market.machine());
    TestMarket restored =
        new TestMarket(
            MarketStateMachine.restore(new StateTest.Tape(new ArrayDeque<>(tape.values()))));
    assertThat(StateTest.Tape.of(restored.machine())).hasToString(tape.toString());
    for (TestMarket one : List.of(market, restored)) {
      assertThat(code(one, open("home-01", 1, null))).isEqualTo(RejectionCode.LINE_DISPUTED);
      assertThat(one.tick(SETTLED + 6 * HOUR))
          .contains(new DisputeOverdue(1, "home-02", SETTLED + 5 * HOUR));
      assertThat(code(one, decide("home-01", 2))).isEqualTo(RejectionCode.UNKNOWN_DISPUTE);
      assertThat(one.apply(decide("home-02", 1)).get(0)).isInstanceOf(DisputeDecided.class);
    }
  }

  static OpenDispute open(String who, int line, @Nullable Hash evidence) {
    return new OpenDispute(who, START, 0, line, text("wrong"), evidence);
  }

  private static DecideDispute decide(String who, long disputeId) {
    return new DecideDispute("arbiter", who, disputeId, dismissed());
  }

  private static Ruling dismissed() {
    return new Ruling(false, 0, text("the line is right"));
  }

  private static PersonalText text(String text) {
    return PersonalText.clear(text);
  }

  private RejectionCode code(Command command) {
    return code(market, command);
  }

  private static RejectionCode code(TestMarket asked, Command command) {
    List<Event> events = asked.apply(command);
    assertThat(events).hasSize(1);
    Rejection rejection = ((DisputeRejected) events.get(0)).rejection();
    assertThat(rejection.message()).hasSizeGreaterThan(20);
    return rejection.code();
  }
}
