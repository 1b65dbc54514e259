package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;

import java.math.BigInteger;
import java.util.List;
import org.commonwatt.core.settlement.SettlementHashes;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Command;
import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.Command.ConfirmBatch;
import org.commonwatt.model.Command.DecideDispute;
import org.commonwatt.model.Command.OpenDispute;
import org.commonwatt.model.Command.ReportCollateral;
import org.commonwatt.model.Command.ReportPosition;
import org.commonwatt.model.Command.WithdrawDispute;
import org.commonwatt.model.DisputeRules;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.BatchRecorded;
import org.commonwatt.model.Event.DisputeDecided;
import org.commonwatt.model.Event.DisputeOpened;
import org.commonwatt.model.Event.DisputeRejected;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.PersonalText;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Ruling;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.SettlementRules;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Upheld disputes that move money: home 1 sold 500 Wh to home 2 for 50,000,000 (lines 0 and 1). */
class CorrectionsTest {
  private static final long HOUR = 60 * MINUTE;
  private static final long SETTLED = START + QUARTER;
  private static final PersonalText WHY = PersonalText.clear("the meter was read twice");
  private static final DisputeRules RULES = new DisputeRules("arbiter", 24, 24, true);

  @Test
  void anUpheldDisputePostsTheDifferenceOnceBehindTheLastBatch() {
    TestMarket market = settled(null);
    SettlementBatch first = market.events(SlotSettled.class).get(0).batch();
    market.apply(open("home-02", 0, 0));
    assertThat(market.events(DisputeOpened.class).get(0).untilMillis())
        .isEqualTo(SETTLED + 24 * HOUR);
    List<Event> told = market.apply(decide("home-02", 1, -45_000_000));
    assertThat(told).hasSize(2).first().isInstanceOf(DisputeDecided.class);
    SlotRevised run = (SlotRevised) told.get(1);
    assertThat(run.run()).isEqualTo(1);
    assertThat(run.batch().batchId()).isEqualTo("m." + START / 1000 + ".corrected-1");
    assertThat(run.batch().isCorrection()).isTrue();
    assertThat(run.batch().predecessor()).isEqualTo(SettlementHashes.batch(first));
    assertThat(run.batch().positionsHash()).isEqualTo(SettlementHashes.batch(first));
    assertThat(run.batch().auctionHash()).isEqualTo(first.auctionHash());
    assertThat(run.batch().rulebookHash()).isEqualTo(first.rulebookHash());
    assertThat(run.batch().postings())
        .containsExactly(new Posting("home-01", -5_000_000), new Posting("home-02", 5_000_000));
    assertThat(run.billLines())
        .extracting(BillLine::kind)
        .containsExactly(BillLine.Kind.CORRECTION, BillLine.Kind.CORRECTION_OTHER_SIDE);
    assertThat(run.billLines()).extracting(BillLine::tradeId).containsOnly(1L);
    assertThat(market.apply(decide("home-02", 1, 0)).get(0)).isInstanceOf(DisputeRejected.class);
    assertThat(market.tick(SETTLED + 100 * HOUR)).noneMatch(SlotRevised.class::isInstance);
    assertThat(market.machine().unconfirmedBatches()).containsExactly(first, run.batch());
    assertThat(market.apply(new ConfirmBatch(run.batch().batchId(), "tx", 7)))
        .hasOnlyElementsOfType(BatchRecorded.class);
  }

  @Test
  void whatChangesNothingPostsNothing() {
    TestMarket market = settled(null);
    market.apply(open("home-02", 0, 0));
    assertThat(market.apply(decide("home-02", 1, -50_000_000))).hasSize(1);
    market.apply(open("home-01", 0, 1));
    Ruling dismissed = new Ruling(false, 0, WHY);
    assertThat(market.apply(new DecideDispute("arbiter", "home-01", 2, dismissed))).hasSize(1);
    assertThat(market.events(SlotRevised.class)).isEmpty();
  }

  @Test
  void aRulebookThatDoesNotSaySoPostsNothing() {
    TestMarket market =
        DisputeDeskTest.settled(new Safeguards(null, null, new DisputeRules("arbiter", 24, 24)));
    market.apply(open("home-02", 0, 0));
    assertThat(market.events(DisputeOpened.class).get(0).untilMillis()).isZero();
    assertThat(market.apply(decide("home-02", 1, -45_000_000))).hasSize(1);
  }

  @Test
  void aCorrectionWaitsForTheFinalRun() {
    TestMarket market = settled(new SettlementRules(List.of(2), 4));
    market.apply(open("home-02", 0, 0));
    assertThat(market.apply(decide("home-02", 1, -45_000_000))).hasSize(1);
    correct(market, "home-03", 700);
    market.tick(SETTLED + 2 * HOUR);
    TestMarket restored = restored(market);
    for (TestMarket one : List.of(market, restored)) {
      one.tick(SETTLED + 4 * HOUR);
      List<SlotRevised> runs = one.events(SlotRevised.class);
      SlotRevised last = runs.get(runs.size() - 1);
      assertThat(last.run()).isEqualTo(3);
      assertThat(last.batch().batchId()).endsWith(".corrected-1");
      assertThat(runs.get(runs.size() - 2).batch().isFinal()).isTrue();
      assertThat(last.batch().predecessor())
          .isEqualTo(SettlementHashes.batch(runs.get(runs.size() - 2).batch()));
    }
  }

  @Test
  void aLineOfEveryRunIsDisputedInTheWindowOfThatRun() {
    TestMarket market = settled(new SettlementRules(List.of(20), 40));
    correct(market, "home-03", 700);
    market.tick(SETTLED + 20 * HOUR);
    market.tick(SETTLED + 43 * HOUR);
    assertThat(code(market, open("home-02", 0, 0))).isEqualTo(RejectionCode.DEADLINE_PAST);
    assertThat(code(market, open("home-03", 1, 1))).isEqualTo(RejectionCode.UNKNOWN_BILL_LINE);
    assertThat(code(market, open("home-03", 3, 0))).isEqualTo(RejectionCode.UNKNOWN_BILL_LINE);
    assertThat(code(market, open("home-03", -1, 0))).isEqualTo(RejectionCode.UNKNOWN_BILL_LINE);
    market.apply(open("home-03", 1, 0));
    assertThat(code(market, open("home-03", 1, 0))).isEqualTo(RejectionCode.LINE_DISPUTED);
    SlotRevised revised = market.events(SlotRevised.class).get(0);
    assertThat(revised.billLines().get(0).participant()).isEqualTo("home-03");
    long was = revised.billLines().get(0).amountNano();
    List<Event> told = market.apply(decide("home-03", 1, was - 7));
    SlotRevised run = (SlotRevised) told.get(1);
    assertThat(run.batch().positionsHash()).isEqualTo(SettlementHashes.batch(revised.batch()));
    assertThat(run.batch().postings())
        .containsExactly(new Posting("home-03", -7), new Posting("supplier", 7));
    assertThat(run.run()).as("behind the final run").isEqualTo(3);
    assertThat(code(market, open("home-03", 3, 0)))
        .as("a correction is not disputed")
        .isEqualTo(RejectionCode.UNKNOWN_BILL_LINE);
  }

  @Test
  void aDisputeThatOutlivesItsWindowIsCorrectedToo() {
    TestMarket market = settled(new SettlementRules(List.of(), 1));
    market.apply(open("home-02", 0, 0));
    market.apply(open("home-01", 0, 1));
    market.tick(SETTLED + HOUR);
    market.apply(decide("home-02", 1, -45_000_000));
    market.tick(SETTLED + 200 * HOUR);
    TestMarket restored = restored(market);
    for (TestMarket one : List.of(market, restored)) {
      one.apply(decide("home-01", 2, 1));
      List<SlotRevised> runs = one.events(SlotRevised.class);
      assertThat(runs.get(runs.size() - 1).run()).isEqualTo(3);
      assertThat(runs.get(runs.size() - 1).batch().postings())
          .containsExactly(new Posting("home-01", -49_999_999), new Posting("home-02", 49_999_999));
    }
  }

  @Test
  void whatIsPostedStaysInTheRangeOfRulings() {
    TestMarket market = settled(null);
    market.apply(open("home-02", 0, 0));
    long most = Ruling.MAX_NANO;
    assertThat(code(market, decide("home-02", 1, most)))
        .isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
    List<Event> told = market.apply(decide("home-02", 1, most - 50_000_000));
    assertThat(((SlotRevised) told.get(1)).batch().postings())
        .contains(new Posting("home-02", most));
  }

  @Test
  void whoCannotPayACorrectionDefaultsAndMoneyIsConserved() {
    Guarantees guarantees = new Guarantees("house", 0, 0, 1);
    TestMarket market =
        TestMarket.under(
            new Rulebooks().safeguards(new Safeguards(guarantees, null, RULES)).build());
    market.tick(START - 60 * MINUTE);
    market.apply(new ReportCollateral("home-02", 1_000_000_000, 0));
    market.place("home-01", Side.SELL, 100_000, 500);
    market.place("home-02", Side.BUY, 100_000, 500);
    market.tick(SETTLED);
    market.report("home-01", SLOT, 0, 500);
    market.report("home-02", SLOT, 500, 0);
    market.report("home-03", SLOT, 0, 0);
    BigInteger before = balances(market);
    market.apply(open("home-02", 0, 0));
    List<Event> told = market.apply(decide("home-02", 1, 250_000_000));
    assertThat(told)
        .filteredOn(Event.AccountDefaulted.class::isInstance)
        .as("home 1 pays 300,000,000 of the 50,000,000 that it has")
        .singleElement()
        .extracting("account", "shortfallNano")
        .containsExactly("home-01", BigInteger.valueOf(250_000_000));
    assertThat(balances(market)).isEqualTo(before);
  }

  @Test
  void anotherRulebookDoesNotEndTheCorrectionsThatMayCome() {
    TestMarket market = settled(new SettlementRules(List.of(), 1));
    assertThat(mayCorrect(market)).as("nothing is disputed").isFalse();
    assertThat(market.machine().openedDisputes()).isZero();
    market.apply(open("home-02", 0, 0));
    Safeguards none = new Safeguards(null, null, new DisputeRules("arbiter", 24, 24, false));
    Rulebook second = new Rulebooks().version(2).safeguards(none).build();
    assertThat(market.apply(new ActivateRulebook(second)))
        .hasOnlyElementsOfType(Event.RulebookActivated.class);
    assertThat(mayCorrect(market)).as("a dispute is open").isTrue();
    market.tick(SETTLED + HOUR);
    market.tick(SETTLED + 200 * HOUR);
    for (SettlementBatch batch : market.machine().unconfirmedBatches()) {
      market.apply(new ConfirmBatch(batch.batchId(), "tx", 7));
    }
    assertThat(mayCorrect(market)).as("it outlives its window").isTrue();
    market.apply(decide("home-02", 1, -45_000_000));
    List<SettlementBatch> waiting = market.machine().unconfirmedBatches();
    assertThat(waiting).singleElement().matches(SettlementBatch::isCorrection);
    assertThat(mayCorrect(market)).as("the ledger has yet to take the correction").isTrue();
    market.apply(new ConfirmBatch(waiting.get(0).batchId(), "tx", 8));
    assertThat(mayCorrect(market)).as("all is done").isFalse();
    assertThat(restored(market).machine().openedDisputes()).isEqualTo(1);
  }

  @Test
  void aDecidedDisputeWhoseRunIsToComeMayBeCorrected() {
    TestMarket market = settled(new SettlementRules(List.of(), 48));
    market.apply(open("home-02", 0, 0));
    market.apply(decide("home-02", 1, -45_000_000));
    market.tick(SETTLED + 30 * HOUR);
    assertThat(market.events(SlotRevised.class)).isEmpty();
    assertThat(mayCorrect(market)).as("its window is over, its run is not").isTrue();
  }

  @Test
  void whatIsWithdrawnOrPostsNothingMayNotBeCorrected() {
    TestMarket market = settled(null);
    market.apply(open("home-02", 0, 0));
    market.apply(new WithdrawDispute("home-02", 1));
    assertThat(mayCorrect(market)).isFalse();
    TestMarket stated =
        DisputeDeskTest.settled(new Safeguards(null, null, new DisputeRules("arbiter", 24, 24)));
    stated.apply(open("home-02", 0, 0));
    assertThat(mayCorrect(stated)).isFalse();
    assertThat(stated.machine().openedDisputes()).isEqualTo(1);
  }

  /** The same before and after a restart from a snapshot. */
  private static boolean mayCorrect(TestMarket market) {
    boolean may = market.machine().mayCorrect();
    assertThat(restored(market).machine().mayCorrect()).isEqualTo(may);
    return may;
  }

  private static BigInteger balances(TestMarket market) {
    return market.machine().accounts().stream()
        .map(MemberAccount::balanceNano)
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static TestMarket settled(@Nullable SettlementRules runs) {
    return DisputeDeskTest.settled(new Safeguards(null, null, RULES).withSettlement(runs));
  }

  private static TestMarket restored(TestMarket market) {
    return new TestMarket(MarketStateMachine.restore(StateTest.Tape.of(market.machine())));
  }

  private static void correct(TestMarket market, String member, long importWh) {
    market.apply(
        new ReportPosition(new MeteredPosition(member, SLOT, 2, importWh, 0, Quality.FINAL)));
  }

  private static OpenDispute open(String who, int run, int line) {
    return new OpenDispute(who, START, run, line, WHY, null);
  }

  private static DecideDispute decide(String who, long dispute, long nano) {
    return new DecideDispute("arbiter", who, dispute, new Ruling(true, nano, WHY));
  }

  private static RejectionCode code(TestMarket market, Command command) {
    return ((DisputeRejected) market.apply(command).get(0)).rejection().code();
  }
}
