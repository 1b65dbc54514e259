package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.commonwatt.core.settlement.SettlementHashes;
import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.Command.ConfirmBatch;
import org.commonwatt.model.Command.ReportCollateral;
import org.commonwatt.model.Command.ReportPosition;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.BatchRecorded;
import org.commonwatt.model.Event.PositionRecorded;
import org.commonwatt.model.Event.PositionRejected;
import org.commonwatt.model.Event.SlotPhaseChanged;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.SettlementRules;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Revised and final settlement runs. */
class SettlementRunsTest {
  private static final long HOUR = 60 * MINUTE;
  private static final long SETTLED = START + QUARTER;
  private static final List<String> MEMBERS = List.of("home-01", "home-02", "home-03");

  @Test
  void aRevisedRunTakesBackAndBillsAnewOnlyWhatWasCorrected() {
    TestMarket market = settled(new SettlementRules(List.of(2, 4), 6));
    correct(market, "home-02", 2, 300, 1_000);
    assertThat(market.tick(SETTLED + 2 * HOUR - 1)).noneMatch(SlotRevised.class::isInstance);

    market.tick(SETTLED + 2 * HOUR);
    SlotRevised run = market.events(SlotRevised.class).get(0);
    assertThat(run.run()).isEqualTo(1);
    assertThat(run.batch().batchId()).isEqualTo("m." + START / 1000 + ".revised-1");
    assertThat(run.batch().predecessor())
        .isEqualTo(SettlementHashes.batch(market.events(SlotSettled.class).get(0).batch()));
    assertThat(run.billLines())
        .extracting(line -> line.kind() + " " + line.participant() + " " + line.energyWh())
        .containsExactly(
            "RESIDUAL_INJECTION_REVERSED home-02 100",
            "TAKEN_OVER_REVERSED supplier 100",
            "RESIDUAL_WITHDRAWAL home-02 300",
            "SUPPLIED supplier 300");
    assertThat(run.batch().postings().stream().mapToLong(Posting::amountNano).sum()).isZero();
    assertThat(market.machine().awaitsRuns(START)).isTrue();

    assertThat(market.tick(SETTLED + 4 * HOUR)).as("nothing new").noneMatch(isRun());
    market.tick(SETTLED + 6 * HOUR);
    SlotRevised last = market.events(SlotRevised.class).get(1);
    assertThat(last.run()).isEqualTo(2);
    assertThat(last.batch().batchId()).isEqualTo("m." + START / 1000 + ".final");
    assertThat(last.batch().isFinal()).isTrue();
    assertThat(last.batch().predecessor()).isEqualTo(SettlementHashes.batch(run.batch()));
    assertThat(last.billLines()).isEmpty();
    assertThat(last.batch().positionsHash()).isEqualTo(run.batch().positionsHash());
    assertThat(market.machine().awaitsRuns(START)).isFalse();
    assertThat(market.tick(SETTLED + 60 * HOUR)).noneMatch(isRun());
  }

  @Test
  void afterTheFinalRunACorrectionIsRefusedAndPointsToADispute() {
    TestMarket market = settled(new SettlementRules(List.of(), 1));
    market.tick(SETTLED + HOUR - 1);
    assertThat(correct(market, "home-01", 2, 1, 0)).hasOnlyElementsOfType(PositionRecorded.class);
    market.tick(SETTLED + HOUR);
    PositionRejected refused = (PositionRejected) correct(market, "home-01", 3, 2, 0).get(0);
    assertThat(refused.rejection().code()).isEqualTo(RejectionCode.SLOT_SETTLED);
    assertThat(refused.rejection().message()).contains("final settlement: dispute it instead");
    PositionRejected old = (PositionRejected) correct(market, "home-01", 2, 2, 0).get(0);
    assertThat(old.rejection().code()).isEqualTo(RejectionCode.POSITION_NOT_NEWER);
  }

  @Test
  void aRunIsConfirmedWithoutAnotherPhaseOfItsSlot() {
    TestMarket market = settled(new SettlementRules(List.of(), 1));
    market.tick(SETTLED + HOUR);
    List<SettlementBatch> waiting = market.machine().unconfirmedBatches();
    assertThat(waiting).hasSize(2);
    assertThat(market.apply(new ConfirmBatch(waiting.get(1).batchId(), "tx", 7)))
        .hasOnlyElementsOfType(BatchRecorded.class);
    assertThat(market.machine().recordedSlots()).isZero();
    assertThat(market.apply(new ConfirmBatch(waiting.get(0).batchId(), "tx", 8)))
        .hasAtLeastOneElementOfType(SlotPhaseChanged.class);
    assertThat(market.machine().recordedSlots()).isEqualTo(1);
    assertThat(market.machine().unconfirmedBatches()).isEmpty();
  }

  @Test
  void aSlotIsKeptUntilItsFinalRun() {
    TestMarket market = settled(new SettlementRules(List.of(), 100));
    market.tick(SETTLED + 99 * HOUR);
    assertThat(market.machine().rulebook(START)).isPresent();
    correct(market, "home-03", 2, 0, 77);
    market.tick(SETTLED + 100 * HOUR);
    assertThat(market.events(SlotRevised.class).get(0).billLines()).isNotEmpty();
    assertThat(market.machine().rulebook(START)).as("dropped").isEmpty();
  }

  @Test
  void whatIsReservedForRevisionsIsFreeWithTheFinalRun() {
    Rulebook rules =
        new Rulebooks()
            .safeguards(
                new Safeguards(new Guarantees("house", 0, 1_000_000, 1))
                    .withSettlement(new SettlementRules(List.of(2), 3)))
            .build();
    TestMarket market = TestMarket.under(rules);
    market.tick(START - 60 * MINUTE);
    market.apply(new ReportCollateral("home-01", 1_000_000_000_000L, 0));
    market.tick(SETTLED);
    MEMBERS.forEach(member -> market.report(member, SLOT, 1_000, 0));
    assertThat(market.machine().account("home-01").reserved().revisionsNano())
        .isEqualTo(market.machine().account("home-01").balanceNano().negate())
        .isPositive();
    market.tick(SETTLED + 2 * HOUR);
    assertThat(market.machine().account("home-01").reserved().revisionsNano())
        .as("revisionHours are over, the runs are not")
        .isPositive();
    correct(market, "home-01", 2, 0, 0);
    market.tick(SETTLED + 3 * HOUR);
    assertThat(market.machine().account("home-01").reserved().revisionsNano()).isZero();
    assertThat(market.machine().account("home-01").balanceNano()).isZero();
  }

  @Test
  void moreCorrectionsThanOneEventHoldsAreSeveralRuns() {
    MarketStateMachine machine = new MarketStateMachine(MarketBounds.USUAL.withBillLines(4));
    TestMarket market = settled(new TestMarket(machine), new SettlementRules(List.of(), 1));
    MEMBERS.forEach(member -> correct(market, member, 2, 500, 0));
    market.tick(SETTLED + HOUR);
    List<SlotRevised> runs = market.events(SlotRevised.class);
    assertThat(runs)
        .extracting(run -> run.batch().batchId().substring(("m." + START / 1000 + ".").length()))
        .containsExactly("revised-1", "revised-2", "final");
    assertThat(runs).extracting(SlotRevised::run).containsExactly(1, 2, 3);
    assertThat(runs).allMatch(run -> !run.billLines().isEmpty() && run.billLines().size() <= 4);
    assertThat(totals(market)).isEqualTo(totals(fresh(market)));
  }

  /** The test that issue 9 names. */
  @Test
  void theSumOfAllRunsOf100LateReadingsEqualsAFreshComputation() {
    TestMarket market = settled(new SettlementRules(List.of(1, 2, 3, 4, 5), 6));
    Random random = new Random(100);
    for (int late = 0; late < 100; late++) {
      String member = MEMBERS.get(random.nextInt(3));
      assertThat(correct(market, member, late + 2, random.nextInt(2_000), random.nextInt(2_000)))
          .hasOnlyElementsOfType(PositionRecorded.class);
      market.tick(SETTLED + late * 3 * MINUTE);
    }
    market.tick(SETTLED + 6 * HOUR);
    assertThat(market.events(SlotRevised.class)).hasSize(6);
    assertThat(totals(market)).isEqualTo(totals(fresh(market)));
    assertThat(last(market).positionsHash())
        .isEqualTo(fresh(market).events(SlotSettled.class).get(0).batch().positionsHash());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void correctionsInAnyOrderAndTwiceGiveTheSameSumAndASavedMarketGoesOn(long seed) {
    Random random = new Random(seed);
    SettlementRules rules =
        new SettlementRules(random.nextBoolean() ? List.of() : List.of(1, 3), 4);
    TestMarket market = settled(rules);
    List<MeteredPosition> corrections = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      MeteredPosition one =
          position(MEMBERS.get(i % 3), 2 + i, random.nextInt(900), random.nextInt(900));
      corrections.add(one);
      corrections.add(one);
    }
    Collections.shuffle(corrections, random);
    for (MeteredPosition one : corrections) {
      market.apply(new ReportPosition(one));
      market.tick(market.machine().timeMillis() + random.nextInt(8) * MINUTE);
      if (random.nextInt(5) == 0) {
        market = copy(market);
      }
    }
    market.tick(SETTLED + 10 * HOUR);
    assertThat(last(market).isFinal()).isTrue();
    assertThat(totals(market)).isEqualTo(totals(fresh(market)));
    Hash predecessor = Hash.ZERO;
    for (SettlementBatch batch : batches(market)) {
      assertThat(batch.predecessor()).isEqualTo(predecessor);
      assertThat(batch.postings().stream().mapToLong(Posting::amountNano).sum()).isZero();
      predecessor = SettlementHashes.batch(batch);
    }
    assertThat(market.events(SlotRevised.class))
        .flatMap(SlotRevised::billLines)
        .extracting(line -> line.salt())
        .doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(
            market.events(SlotSettled.class).get(0).billLines().stream()
                .map(line -> line.salt())
                .toList());
  }

  @Test
  void aCorrectionThatChangesNoEnergyGivesARunWithoutLines() {
    TestMarket market = settled(new SettlementRules(List.of(1), 2));
    market.apply(
        new ReportPosition(new MeteredPosition("home-02", SLOT, 2, 10, 1_110, Quality.ESTIMATED)));
    market.tick(SETTLED + HOUR);
    SlotRevised run = market.events(SlotRevised.class).get(0);
    assertThat(run.billLines()).isEmpty();
    assertThat(run.batch().postings()).isEmpty();
    assertThat(run.batch().positionsHash())
        .isNotEqualTo(market.events(SlotSettled.class).get(0).batch().positionsHash());
  }

  /** A key may be destroyed when no position of it is held: a snapshot must stay readable. */
  @Test
  void aPositionThatWasReplacedIsHeldUntilARunTookItBack() {
    TestMarket market = settled(new SettlementRules(List.of(), 100));
    correct(market, "home-02", 2, 300, 1_000);
    correct(market, "home-02", 3, 400, 1_000);
    for (TestMarket one : List.of(market, copy(market))) {
      assertThat(one.machine().positions("home-02"))
          .as("not version 2, which nothing settled")
          .extracting(MeteredPosition::version)
          .containsExactly(3, 1);
    }
    assertThat(market.machine().positions("home-01")).hasSize(1);
    market.tick(SETTLED + 100 * HOUR - 1);
    assertThat(market.machine().positions("home-02")).hasSize(2);
    market.tick(SETTLED + 100 * HOUR);
    assertThat(market.machine().positions("home-02"))
        .extracting(MeteredPosition::version)
        .doesNotContain(1);
  }

  private static Predicate<Event> isRun() {
    return SlotRevised.class::isInstance;
  }

  private static Rulebook rules(SettlementRules settlement) {
    return new Rulebooks().safeguards(Safeguards.NONE.withSettlement(settlement)).build();
  }

  /** A market with a trade whose first slot is settled: home-02 has 100 Wh left over. */
  private static TestMarket settled(SettlementRules settlement) {
    return settled(new TestMarket(), settlement);
  }

  private static TestMarket settled(TestMarket market, SettlementRules settlement) {
    market.apply(new ActivateRulebook(rules(settlement)));
    market.tick(START - 60 * MINUTE);
    market.place("home-01", Side.BUY, 300_000, 1_000);
    market.place("home-02", Side.SELL, 100_000, 1_000);
    market.tick(SETTLED);
    market.report("home-01", SLOT, 1_200, 0);
    market.report("home-02", SLOT, 0, 1_100);
    market.report("home-03", SLOT, 50, 0);
    assertThat(market.events(SlotSettled.class)).hasSize(1);
    return market;
  }

  /** The same market, but the newest positions came in time. */
  private static TestMarket fresh(TestMarket corrected) {
    TestMarket market = TestMarket.under(rules(new SettlementRules(List.of(), 1)));
    market.tick(START - 60 * MINUTE);
    market.place("home-01", Side.BUY, 300_000, 1_000);
    market.place("home-02", Side.SELL, 100_000, 1_000);
    market.tick(SETTLED);
    TreeMap<String, MeteredPosition> newest = new TreeMap<>();
    corrected
        .events(PositionRecorded.class)
        .forEach(event -> newest.put(event.position().participant(), event.position()));
    newest.values().forEach(position -> market.apply(new ReportPosition(position)));
    return market;
  }

  private static List<Event> correct(
      TestMarket market, String member, int version, long importWh, long exportWh) {
    return market.apply(new ReportPosition(position(member, version, importWh, exportWh)));
  }

  private static MeteredPosition position(
      String member, int version, long importWh, long exportWh) {
    return new MeteredPosition(member, SLOT, version, importWh, exportWh, Quality.ACTUAL);
  }

  /** A market from the saved state, with the events so far. */
  private static TestMarket copy(TestMarket market) {
    TestMarket copy =
        new TestMarket(MarketStateMachine.restore(StateTest.Tape.of(market.machine())));
    copy.events().addAll(market.events());
    return copy;
  }

  private static List<SettlementBatch> batches(TestMarket market) {
    List<SettlementBatch> batches = new ArrayList<>();
    for (Event event : market.events()) {
      if (event instanceof SlotSettled settled) {
        batches.add(settled.batch());
      } else if (event instanceof SlotRevised revised) {
        batches.add(revised.batch());
      }
    }
    return batches;
  }

  private static SettlementBatch last(TestMarket market) {
    List<SettlementBatch> batches = batches(market);
    return batches.get(batches.size() - 1);
  }

  /** What all runs of the first slot post, by account. */
  private static TreeMap<String, Long> totals(TestMarket market) {
    return sum(batches(market).stream().filter(batch -> batch.slot().equals(SLOT)).toList());
  }

  private static TreeMap<String, Long> sum(List<SettlementBatch> batches) {
    TreeMap<String, Long> sums = new TreeMap<>();
    for (SettlementBatch batch : batches) {
      for (Posting posting : batch.postings()) {
        sums.merge(posting.account(), posting.amountNano(), Math::addExact);
      }
    }
    sums.values().removeIf(nano -> nano == 0);
    return sums;
  }
}
