package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.StorageFixture.OWNER;
import static org.commonwatt.core.StorageFixture.UNIT;
import static org.commonwatt.core.StorageFixture.firm;
import static org.commonwatt.core.StorageFixture.refused;
import static org.commonwatt.core.StorageFixture.release;
import static org.commonwatt.core.StorageFixture.service;
import static org.commonwatt.core.StorageFixture.slot;

import java.util.List;
import java.util.stream.Stream;
import org.commonwatt.model.Command.LimitUsableEnergy;
import org.commonwatt.model.Command.RegisterStorage;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.CommitmentLost;
import org.commonwatt.model.Event.StorageCommitted;
import org.commonwatt.model.Event.StorageRejected;
import org.commonwatt.model.Event.StorageTestExpires;
import org.commonwatt.model.Event.UsableEnergyLimited;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.StorageLimit;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.StorageState;
import org.commonwatt.model.UsableLimit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A storage unit with a passport offers no more than its provenance record proves. */
class ProvedStorageTest {
  private static final long DAY = 86_400_000;
  private static final long FAR = slot(0) + 400 * DAY;
  private static final UsableLimit.Rules RULES =
      new UsableLimit.Rules(1000, 0, 365, 500, List.of("ACCREDITED"), false);
  private static final UsableLimit ALL = limit(2_000, FAR, false);

  /** A unit of 2,000 Wh with a passport that holds 1,000 Wh, 500 of them home-02's. */
  private static StorageFixture station() {
    StorageFixture station = StorageFixture.holding();
    register(station, "passport:p-1");
    return station;
  }

  private static void register(StorageFixture station, String provenance) {
    StorageSpec spec = StorageFixture.SPEC;
    station
        .market()
        .apply(
            new RegisterStorage(
                "meters",
                new StorageSpec(
                    UNIT, OWNER, spec.area(), spec.rating(), spec.horizonSlots(), provenance)));
  }

  private static UsableLimit limit(long usableWh, long until, boolean held) {
    return new UsableLimit(
        "p-1",
        "0f".repeat(32),
        slot(0),
        RULES,
        usableWh,
        until,
        held,
        List.of("ACCREDITED"),
        held ? List.of(new UsableLimit.Left("m-1", "ISOLATED")) : List.of(),
        List.of());
  }

  private static List<Event> prove(StorageFixture station, UsableLimit limit) {
    return station.market().apply(new LimitUsableEnergy(UNIT, limit));
  }

  /** What is lost when a safety hold takes all of a unit. */
  static List<Event> held() {
    StorageFixture station = station();
    prove(station, ALL);
    station.commit(service("in", 1, 2, 200, 200));
    return List.copyOf(lost(prove(station, limit(0, 0, true))));
  }

  private static List<CommitmentLost> lost(List<Event> events) {
    return events.stream()
        .filter(CommitmentLost.class::isInstance)
        .map(CommitmentLost.class::cast)
        .toList();
  }

  @Test
  void nothingIsOfferedBeforeItsRecordWasRead() {
    StorageFixture station = station();
    assertThat(refused(station.commit(service("a", 1, 2, 1, 1))).limit())
        .isEqualTo(StorageLimit.NOT_PROVED);
    assertThat(prove(station, ALL)).containsExactly(new UsableEnergyLimited(UNIT, OWNER, ALL));
    assertThat(station.commit(service("a", 1, 2, 1, 1)).get(0))
        .isInstanceOf(StorageCommitted.class);
    assertThat(station.view().limit()).isEqualTo(ALL);
  }

  @Test
  void aUnitThatNamesNoPassportIsNotBound() {
    StorageFixture station = StorageFixture.holding();
    assertThat(refused(prove(station, ALL)).rejection().code())
        .isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
    assertThat(station.commit(service("a", 1, 2, 1_000, 1_000)).get(0))
        .isInstanceOf(StorageCommitted.class);
  }

  @Test
  void aUnitOfAPassportWithoutAnIdWaitsForNoProof() {
    StorageFixture station = station();
    assertThat(station.market().machine().boundUnits()).hasSize(1);
    register(station, "passport:");
    assertThat(station.market().machine().boundUnits()).isEmpty();
  }

  @Test
  void whatIsProvedBoundsWhatIsRegistered() {
    StorageFixture station = station();
    prove(station, limit(1_500, FAR, false));
    assertThat(refused(station.commit(service("a", 1, 2, 700, 700))).limit())
        .as("1,000 Wh and 560 are more than the 1,500 that are proved")
        .isEqualTo(StorageLimit.TOO_FULL);
    assertThat(station.commit(service("a", 1, 2, 600, 600)).get(0))
        .isInstanceOf(StorageCommitted.class);
    prove(station, limit(9_000, FAR, false));
    assertThat(refused(station.commit(service("b", 2, 3, 700, 700))).limit())
        .as("more is proved than was registered: that holds")
        .isEqualTo(StorageLimit.TOO_FULL);
  }

  @Test
  void aHoldTakesEverythingAtOnceWithoutPenaltyAndIsolationGivesTheRestBack() {
    StorageFixture station = station();
    prove(station, ALL);
    station.commit(service("in", 1, 2, 200, 200));
    station.commit(firm("plan", 3, -100L));

    List<Event> held = prove(station, limit(0, 0, true));
    assertThat(lost(held)).extracting(CommitmentLost::commitment).containsExactly("in", "plan");
    assertThat(lost(held))
        .allSatisfy(
            one -> {
              assertThat(one.refused().rejection().code()).isEqualTo(RejectionCode.STORAGE_HELD);
              assertThat(one.owner()).isEqualTo(OWNER);
            });
    assertThat(refused(station.commit(service("b", 1, 2, 1, 1))).limit())
        .isEqualTo(StorageLimit.TOO_FULL);
    assertThat(refused(station.commit(firm("out", 1, 1L))).limit())
        .isIn(StorageLimit.TOO_EMPTY, StorageLimit.NOT_BACKED);

    assertThat(lost(prove(station, limit(1_500, FAR, true)))).isEmpty();
    assertThat(station.commit(service("b", 1, 2, 600, 600)).get(0))
        .as("a string is isolated, and the rest counts")
        .isInstanceOf(StorageCommitted.class);
  }

  @Test
  void whatTestsNoLongerProveIsLostWithoutAHold() {
    StorageFixture station = station();
    prove(station, ALL);
    station.commit(service("in", 1, 2, 200, 200));
    assertThat(lost(prove(station, limit(0, 0, false))))
        .singleElement()
        .satisfies(
            one ->
                assertThat(one.refused().rejection().code())
                    .isEqualTo(RejectionCode.STORAGE_NOT_FEASIBLE));
  }

  @Test
  void nobodyTakesOutWhatMayBeBehindAPartThatIsCutOff() {
    StorageFixture station = StorageFixture.holding();
    register(station, "passport:p-1");
    station.hold(0, 0, 0, List.of(), List.of()); // refused: it is of the same slot
    station.tick(1);
    station.hold(1, 1_000, 0, List.of(new StorageState.Lot(OWNER, 1_000)), List.of());
    prove(station, limit(400, FAR, true));
    assertThat(refused(station.commit(release("r", 3, 4, 400, 400))).limit())
        .as("500 of 1,000 Wh would be removed, and 400 are proved")
        .isEqualTo(StorageLimit.TOO_EMPTY);
    assertThat(station.commit(release("r", 3, 4, 320, 320)).get(0))
        .isInstanceOf(StorageCommitted.class);
  }

  @Test
  void nothingIsTakenBehindTheEndOfAProofAndAnEarlierEndCancels() {
    StorageFixture station = station();
    prove(station, limit(2_000, slot(4), false));
    station.commit(service("a", 1, 4, 10, 10));
    assertThat(refused(station.commit(service("b", 1, 5, 10, 10))).limit())
        .isEqualTo(StorageLimit.NOT_PROVED);
    assertThat(lost(prove(station, limit(2_000, slot(3), false))))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.commitment()).isEqualTo("a");
              assertThat(one.refused().limit()).isEqualTo(StorageLimit.NOT_PROVED);
            });
  }

  @Test
  void theOwnerIsWarnedThirtyDaysAheadOnceForEachEnd() {
    StorageFixture station = station();
    prove(station, limit(2_000, slot(8) + 30 * DAY, false));
    station.tick(7);
    assertThat(station.market().events(StorageTestExpires.class)).isEmpty();
    station.tick(8);
    station.restore();
    station.tick(9);
    prove(station, limit(1_900, slot(8) + 30 * DAY, false));
    station.tick(10);
    assertThat(station.market().events(StorageTestExpires.class))
        .as("not again behind the restart, nor for another figure with the same end")
        .isEmpty();
    prove(station, limit(2_000, slot(12) + 30 * DAY, false));
    station.tick(12);
    assertThat(station.market().events(StorageTestExpires.class))
        .containsExactly(new StorageTestExpires(UNIT, OWNER, slot(12) + 30 * DAY));
  }

  @Test
  void aRestoredMarketStillKnowsWhatIsProved() {
    StorageFixture station = station();
    prove(station, limit(1_500, FAR, false));
    station.commit(service("a", 1, 2, 600, 600));
    station.restore();
    assertThat(station.view().limit()).isEqualTo(limit(1_500, FAR, false));
    assertThat(refused(station.commit(service("b", 2, 3, 100, 100))).limit())
        .isEqualTo(StorageLimit.TOO_FULL);
  }

  @Test
  void anotherPassportIsProvedAnew() {
    StorageFixture station = station();
    prove(station, ALL);
    station.commit(service("a", 1, 2, 10, 10));
    register(station, "passport:p-2");
    assertThat(station.market().events(CommitmentLost.class))
        .singleElement()
        .satisfies(one -> assertThat(one.refused().limit()).isEqualTo(StorageLimit.NOT_PROVED));
    assertThat(refused(prove(station, ALL)).rejection().code())
        .isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
  }

  @Test
  void anOlderProofAndAnUnknownUnitAreRefused() {
    StorageFixture station = station();
    prove(station, ALL);
    UsableLimit older =
        new UsableLimit(
            "p-1",
            ALL.fingerprint(),
            slot(0) - 1,
            RULES,
            1,
            FAR,
            false,
            List.of(),
            List.of(),
            List.of());
    assertThat(refused(prove(station, older)).rejection().code())
        .isEqualTo(RejectionCode.STATE_NOT_NEWER);
    List<Event> unknown = station.market().apply(new LimitUsableEnergy("nowhere", ALL));
    assertThat(((StorageRejected) unknown.get(0)).refused().rejection().code())
        .isEqualTo(RejectionCode.UNKNOWN_STORAGE_UNIT);
    assertThat(
            ((StorageRejected) station.market().apply(new LimitUsableEnergy("no id", ALL)).get(0))
                .refused()
                .rejection()
                .code())
        .isEqualTo(RejectionCode.MALFORMED);
  }

  static Stream<UsableLimit> outOfRange() {
    List<UsableLimit.Left> many =
        Stream.generate(() -> new UsableLimit.Left("m", "ISOLATED")).limit(101).toList();
    return Stream.of(
        limit(-1, FAR, false),
        limit(UsableLimit.MOST_WH + 1, FAR, false),
        limit(1, -1, false),
        with("0F".repeat(32), RULES, List.of(), List.of()),
        with(ALL.fingerprint(), RULES, List.of("NAMEPLATE", "ACCREDITED"), List.of()),
        with(ALL.fingerprint(), RULES, List.of("HEARSAY"), List.of()),
        with(ALL.fingerprint(), RULES, List.of(), many),
        with(ALL.fingerprint(), RULES, List.of(), List.of(new UsableLimit.Left("", "ISOLATED"))),
        with(ALL.fingerprint(), rules(0, 0, 1, 1), List.of(), List.of()),
        with(ALL.fingerprint(), rules(1001, 0, 1, 1), List.of(), List.of()),
        with(ALL.fingerprint(), rules(1, -1, 1, 1), List.of(), List.of()),
        with(ALL.fingerprint(), rules(1, 0, 0, 1), List.of(), List.of()),
        with(ALL.fingerprint(), rules(1, 0, 1, 0), List.of(), List.of()));
  }

  private static UsableLimit.Rules rules(int depth, long margin, int days, long cycles) {
    return new UsableLimit.Rules(depth, margin, days, cycles, List.of(), false);
  }

  private static UsableLimit with(
      String fingerprint,
      UsableLimit.Rules rules,
      List<String> bases,
      List<UsableLimit.Left> left) {
    return new UsableLimit(
        "p-1", fingerprint, slot(0), rules, 1, FAR, false, bases, left, List.of());
  }

  @ParameterizedTest
  @MethodSource("outOfRange")
  void aProofOutOfItsRangesIsRefused(UsableLimit limit) {
    StorageFixture station = station();
    assertThat(refused(prove(station, limit)).rejection().code())
        .isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
    assertThat(station.view().limit()).isNull();
  }
}
