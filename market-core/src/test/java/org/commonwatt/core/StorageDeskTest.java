package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.StorageFixture.OWNER;
import static org.commonwatt.core.StorageFixture.RATING;
import static org.commonwatt.core.StorageFixture.SPEC;
import static org.commonwatt.core.StorageFixture.UNIT;
import static org.commonwatt.core.StorageFixture.firm;
import static org.commonwatt.core.StorageFixture.lease;
import static org.commonwatt.core.StorageFixture.refused;
import static org.commonwatt.core.StorageFixture.release;
import static org.commonwatt.core.StorageFixture.service;
import static org.commonwatt.core.StorageFixture.slot;

import java.util.List;
import org.commonwatt.model.Command.CommitStorage;
import org.commonwatt.model.Command.RegisterStorage;
import org.commonwatt.model.Command.ReportOutage;
import org.commonwatt.model.Command.WithdrawCommitment;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.CommitmentLost;
import org.commonwatt.model.Event.CommitmentWithdrawn;
import org.commonwatt.model.Event.OutageRecorded;
import org.commonwatt.model.Event.StateOfChargeRecorded;
import org.commonwatt.model.Event.StorageCommitted;
import org.commonwatt.model.Event.StorageRegistered;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageLimit;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.StorageState.Left;
import org.commonwatt.model.StorageState.Lot;
import org.junit.jupiter.api.Test;

/** Storage units that are registered, committed, and committed anew. */
class StorageDeskTest {
  @Test
  void aUnitIsCommittedFromItsFirstStateOfChargeOn() {
    StorageFixture station = new StorageFixture();
    assertThat(station.market().events(StorageRegistered.class))
        .containsExactly(new StorageRegistered(SPEC));
    assertThat(refused(station.commit(service("a", 1, 2, 100, 100))).limit())
        .isEqualTo(StorageLimit.OUTSIDE_HORIZON);

    assertThat(station.hold(0, 1_000, 0, List.of(), List.of()).get(0))
        .isInstanceOf(StateOfChargeRecorded.class);
    StorageCommitment service = service("a", 1, 2, 100, 100);
    assertThat(station.commit(service)).containsExactly(new StorageCommitted(UNIT, service));
    assertThat(station.view().commitments()).containsExactly(service);
    assertThat(station.view().plan().upperMicroWh(1)).isEqualTo(1_080_000_000L);
  }

  @Test
  void whatCannotBeKeptBesideTheOthersIsRefusedWithThem() {
    StorageFixture station = StorageFixture.holding();
    station.commit(service("a", 1, 2, 1_000, 1_000));

    assertThat(refused(station.commit(service("b", 2, 3, 400, 400))))
        .satisfies(
            refused -> {
              assertThat(refused.rejection().code()).isEqualTo(RejectionCode.STORAGE_NOT_FEASIBLE);
              assertThat(refused.limit()).isEqualTo(StorageLimit.TOO_FULL);
              assertThat(refused.conflicts()).containsExactly("a");
            });
    assertThat(refused(station.commit(service("b", 96, 97, 1, 1))).limit())
        .isEqualTo(StorageLimit.OUTSIDE_HORIZON);
    assertThat(refused(station.commit(release("r", 2, 3, 10, 10))).limit())
        .as("home-01 has no lot")
        .isEqualTo(StorageLimit.NOT_BACKED);
    assertThat(station.view().commitments()).hasSize(1);
  }

  @Test
  void aPlanOnWhichAnotherCommitmentRestsStays() {
    StorageFixture station = StorageFixture.holding();
    station.commit(firm("in", 1, -500L));
    station.commit(release("out", 2, 3, 300, 300));

    assertThat(refused(station.withdraw("in")))
        .satisfies(
            refused -> {
              assertThat(refused.limit()).isEqualTo(StorageLimit.NOT_BACKED);
              assertThat(refused.conflicts()).containsExactly("out");
            });
    assertThat(station.withdraw("out"))
        .containsExactly(new CommitmentWithdrawn(UNIT, "out", OWNER));
    assertThat(station.withdraw("in")).containsExactly(new CommitmentWithdrawn(UNIT, "in", OWNER));
    assertThat(station.view().commitments()).isEmpty();
  }

  @Test
  void anOutageNamesWhoLosesWhatAndTheRestStays() {
    StorageFixture station = StorageFixture.holding();
    station.commit(service("a", 1, 4, 300, 100));
    station.commit(service("b", 5, 6, 100, 100));

    List<Event> events = station.outage(3, 5, 0);
    assertThat(events.get(0)).isEqualTo(new OutageRecorded(UNIT, slot(3), slot(5), 0));
    assertThat(events).hasSize(2);
    assertThat((CommitmentLost) events.get(1))
        .satisfies(
            lost -> {
              assertThat(lost.commitment()).isEqualTo("a");
              assertThat(lost.owner()).isEqualTo(OWNER);
              assertThat(lost.refused().limit()).isEqualTo(StorageLimit.CHARGE_POWER);
            });
    assertThat(station.view().commitments()).extracting(StorageCommitment::id).containsExactly("b");
    assertThat(station.outage(3, 5, 1_000_000)).hasSize(1);
    assertThat(station.commit(service("a", 1, 4, 300, 100)).get(0))
        .isInstanceOf(StorageCommitted.class);
  }

  @Test
  void aStateOfChargeThatContradictsThePlanTakesItAway() {
    StorageFixture station = StorageFixture.holding();
    station.commit(firm("in", 1, -500L, -500L));
    station.tick(2);

    List<Event> events = station.hold(2, 1_900, 0, List.of(), List.of());
    assertThat(events).hasSize(2);
    assertThat(((CommitmentLost) events.get(1)).refused().limit()).isEqualTo(StorageLimit.TOO_FULL);
  }

  @Test
  void aUnitBelowItsReserveOrAboveItsUsableEnergyMayStayThere() {
    StorageFixture station = new StorageFixture();
    station.hold(0, 100, 0, List.of(), List.of());
    assertThat(station.commit(firm("in", 1, -100L)).get(0)).isInstanceOf(StorageCommitted.class);
    assertThat(refused(station.commit(firm("out", 1, 200L))).limit())
        .isEqualTo(StorageLimit.NOT_BACKED);
    station.tick(3);
    station.hold(3, 2_100, 0, List.of(new Lot(OWNER, 2_100)), List.of());
    assertThat(refused(station.commit(firm("in", 4, -100L))).limit())
        .isEqualTo(StorageLimit.TOO_FULL);
    assertThat(station.commit(firm("out", 4, 200L)).get(0)).isInstanceOf(StorageCommitted.class);
  }

  @Test
  void whatGoesOnBehindAStateOfChargeIsTheRest() {
    StorageFixture station = new StorageFixture();
    station.hold(0, 1_000, 0, List.of(new Lot(OWNER, 500)), List.of());
    station.commit(firm("plan", 1, -10L, -20L, -30L, -40L));
    station.commit(service("service", 1, 4, 300, 100));
    station.commit(lease("lease", 1, 4, 200, 50));
    station.commit(service("over", 1, 2, 10, 10));
    station.commit(service("used", 1, 4, 10, 10));
    station.tick(3);

    List<Left> left = List.of(new Left("service", 120), new Left("lease", 80), new Left("used", 0));
    assertThat(station.hold(3, 1_100, 0, List.of(new Lot(OWNER, 600)), left)).hasSize(1);
    assertThat(station.view().commitments())
        .containsExactly(
            firm("plan", 3, -30L, -40L),
            service("service", 3, 4, 120, 100),
            lease("lease", 3, 4, 200, 80));
    assertThat(station.view().plan().injectionWh(1)).isEqualTo(-40);
  }

  @Test
  void whatWasStoredTodayCountsForTheCyclesOfTheDay() {
    StorageFixture station = new StorageFixture();
    StorageSpec.Rating once =
        new StorageSpec.Rating(4_000, 4_000, 2_000, 200, 800_000, 800_000, 1_000_000);
    station
        .market()
        .apply(
            new RegisterStorage("meters", new StorageSpec(UNIT, OWNER, "village", once, 96, "")));
    station.hold(0, 1_000, 1_900, List.of(), List.of());

    assertThat(station.commit(service("a", 1, 2, 125, 125)).get(0))
        .isInstanceOf(StorageCommitted.class);
    assertThat(refused(station.commit(service("b", 1, 2, 1, 1))))
        .satisfies(
            refused -> {
              assertThat(refused.limit()).isEqualTo(StorageLimit.TOO_MANY_CYCLES);
              assertThat(refused.conflicts()).containsExactly("a");
            });
  }

  @Test
  void aSmallerUnitGivesUpWhatItCannotKeep() {
    StorageFixture station = StorageFixture.holding();
    station.commit(service("a", 1, 2, 900, 900));
    StorageSpec.Rating half =
        new StorageSpec.Rating(2_000, 4_000, 2_000, 200, 800_000, 800_000, -1);
    List<Event> events =
        station
            .market()
            .apply(
                new RegisterStorage(
                    "meters", new StorageSpec(UNIT, OWNER, "village", half, 96, "")));
    assertThat(((CommitmentLost) events.get(1)).refused().limit())
        .isEqualTo(StorageLimit.CHARGE_POWER);
  }

  @Test
  void aRestoredMarketGoesOnWithTheSameUnits() {
    StorageFixture station = StorageFixture.holding();
    station.commit(firm("in", 1, -500L));
    station.commit(release("out", 2, 3, 300, 300));
    station.outage(4, 5, 500_000);
    StorageFixture other = StorageFixture.holding();
    other.commit(firm("in", 1, -500L));
    other.commit(release("out", 2, 3, 300, 300));
    other.outage(4, 5, 500_000);
    other.restore();

    assertThat(other.view().commitments()).isEqualTo(station.view().commitments());
    assertThat(other.view().outages()).isEqualTo(station.view().outages());
    for (StorageCommitment next :
        List.of(service("a", 4, 5, 600, 600), service("b", 4, 5, 400, 400))) {
      assertThat(other.commit(next)).isEqualTo(station.commit(next));
    }
    assertThat(other.withdraw("in")).isEqualTo(station.withdraw("in"));
  }

  @Test
  void everyWrongRangeIsRefused() {
    StorageFixture station = StorageFixture.holding();
    List<StorageSpec.Rating> ratings =
        List.of(
            new StorageSpec.Rating(-1, 1, 1, 0, 1_000_000, 1_000_000, -1),
            new StorageSpec.Rating(1, 10_000_000_001L, 1, 0, 1_000_000, 1_000_000, -1),
            new StorageSpec.Rating(1, 1, 0, 0, 1_000_000, 1_000_000, -1),
            new StorageSpec.Rating(1, 1, 1, 2, 1_000_000, 1_000_000, -1),
            new StorageSpec.Rating(1, 1, 1, 0, 99_999, 1_000_000, -1),
            new StorageSpec.Rating(1, 1, 1, 0, 1_000_000, 1_000_001, -1),
            new StorageSpec.Rating(1, 1, 1, 0, 1_000_000, 1_000_000, 50_000_001));
    for (StorageSpec.Rating rating : ratings) {
      assertCode(
          new StorageSpec(UNIT, OWNER, "village", rating, 96, ""),
          RejectionCode.VALUE_OUT_OF_RANGE,
          station);
    }
    assertCode(
        new StorageSpec(UNIT, OWNER, "village", RATING, 2_689, ""),
        RejectionCode.VALUE_OUT_OF_RANGE,
        station);
    assertCode(
        new StorageSpec(UNIT, OWNER, "village", RATING, 1, "x".repeat(201)),
        RejectionCode.VALUE_OUT_OF_RANGE,
        station);
    assertCode(
        new StorageSpec(UNIT, OWNER, "nowhere", RATING, 1, ""),
        RejectionCode.UNKNOWN_AREA,
        station);
    assertCode(
        new StorageSpec(UNIT, "home-02", "village", RATING, 1, ""),
        RejectionCode.UNKNOWN_STORAGE_UNIT,
        station);
    assertThat(
            List.of(
                service("a", 2, 2, 1, 1),
                service("a", 3, 2, 1, 1),
                service("a", 1, 2, 0, 1),
                service("a", 1, 2, 1, 10_000_000_001L),
                release("a", 1, 2, 1, 0),
                lease("a", 1, 2, 10, 11),
                firm("a", 1, 10_000_000_001L),
                firm("a", 1),
                new StorageCommitment(
                    "a",
                    OWNER,
                    StorageCommitment.Kind.RELEASE,
                    slot(1),
                    slot(2),
                    1,
                    1,
                    1,
                    0,
                    List.of())))
        .allSatisfy(
            one ->
                assertThat(refused(station.commit(one)).rejection().code())
                    .isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE));
    assertThat(
            refused(
                    station.commit(
                        new StorageCommitment(
                            "a",
                            OWNER,
                            StorageCommitment.Kind.RELEASE,
                            slot(1) + 1,
                            slot(2),
                            1,
                            0,
                            1,
                            0,
                            List.of())))
                .rejection()
                .code())
        .isEqualTo(RejectionCode.SLOT_MISALIGNED);
  }

  @Test
  void aStateOfChargeIsOfALaterSlotThatHasBegunAndTellsWhatLeasesHold() {
    StorageFixture station = StorageFixture.holding();
    station.commit(firm("in", 1, -500L));
    station.commit(lease("lease", 1, 8, 200, 0));
    assertHold(station, 0, 1_000, List.of(), List.of(), RejectionCode.STATE_NOT_NEWER);
    assertHold(station, 1, 1_000, List.of(), List.of(), RejectionCode.READING_FUTURE);
    station.tick(2);
    assertHold(station, 2, 1_000, List.of(), List.of(), RejectionCode.VALUE_OUT_OF_RANGE);
    List<Left> left = List.of(new Left("lease", 0));
    List<Lot> lots = List.of(new Lot(OWNER, 600), new Lot("home-02", 401));
    assertHold(station, 2, 1_000, lots, left, RejectionCode.VALUE_OUT_OF_RANGE);
    assertHold(station, 2, -1, List.of(), left, RejectionCode.VALUE_OUT_OF_RANGE);
    lots = List.of(new Lot(OWNER, 1), new Lot(OWNER, 1));
    assertHold(station, 2, 1_000, lots, left, RejectionCode.VALUE_OUT_OF_RANGE);
    left = List.of(new Left("lease", 201));
    assertHold(station, 2, 1_000, List.of(), left, RejectionCode.VALUE_OUT_OF_RANGE);
    left = List.of(new Left("lease", 0), new Left("other", 1));
    assertHold(station, 2, 1_000, List.of(), left, RejectionCode.UNKNOWN_COMMITMENT);
  }

  @Test
  void onlyItsOwnerUsesAUnitAndOnlyTheMeterOrganisationRegistersIt() {
    StorageFixture station = StorageFixture.holding();
    TestMarket market = station.market();
    assertThat(
            List.of(
                market.apply(new RegisterStorage(OWNER, SPEC)),
                market.apply(new ReportOutage("home-02", UNIT, slot(1), slot(2), 0)),
                market.apply(new CommitStorage("home-02", UNIT, service("a", 1, 2, 1, 1))),
                market.apply(new WithdrawCommitment("home-02", UNIT, "a")),
                market.apply(new WithdrawCommitment(OWNER, UNIT, "a")),
                market.apply(new WithdrawCommitment("stranger", UNIT, "a")),
                market.apply(new WithdrawCommitment(OWNER, "no unit!", "a"))))
        .extracting(events -> refused(events).rejection().code())
        .containsExactly(
            RejectionCode.NOT_REGISTRAR,
            RejectionCode.UNKNOWN_STORAGE_UNIT,
            RejectionCode.UNKNOWN_STORAGE_UNIT,
            RejectionCode.UNKNOWN_STORAGE_UNIT,
            RejectionCode.UNKNOWN_COMMITMENT,
            RejectionCode.UNKNOWN_PARTICIPANT,
            RejectionCode.MALFORMED);
    station.tick(1);
    assertThat(refused(station.commit(service("a", 1, 2, 1, 1))).rejection().code())
        .isEqualTo(RejectionCode.DEADLINE_PAST);
  }

  private static void assertCode(StorageSpec spec, RejectionCode code, StorageFixture station) {
    List<Event> events = station.market().apply(new RegisterStorage("meters", spec));
    assertThat(refused(events).rejection().code()).as("%s", spec).isEqualTo(code);
  }

  private static void assertHold(
      StorageFixture station,
      int slot,
      long storedWh,
      List<Lot> lots,
      List<Left> left,
      RejectionCode code) {
    assertThat(refused(station.hold(slot, storedWh, 0, lots, left)).rejection().code())
        .isEqualTo(code);
  }
}
