package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.StorageFixture.UNIT;
import static org.commonwatt.core.StorageFixture.slot;

import java.util.List;
import java.util.stream.IntStream;
import org.commonwatt.model.Command.PlanLease;
import org.commonwatt.model.Command.RegisterStorage;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.CommitmentLost;
import org.commonwatt.model.Event.LeasePlanCut;
import org.commonwatt.model.Event.LeasePlanned;
import org.commonwatt.model.Event.LeaseRejected;
import org.commonwatt.model.LeasePlan;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.StorageState;
import org.junit.jupiter.api.Test;

/** What lessees plan: within their lease, and as long as it is what they hold. */
class LeaseDeskTest {
  private final StorageFixture unit = StorageFixture.holding();

  /** A lease of 200 Wh in slots 1 to 4, at most 100 Wh either way in a slot; empty at first. */
  static StorageFixture leased(StorageFixture unit) {
    unit.commit(StorageFixture.lease("l", 1, 5, 200, 0));
    return unit;
  }

  static List<Event> plan(StorageFixture unit, int from, Long... injectionWh) {
    return plan(unit, "home-01", from, injectionWh);
  }

  private static List<Event> plan(
      StorageFixture unit, String lessee, int from, Long... injectionWh) {
    return unit.market()
        .apply(new PlanLease(lessee, UNIT, "l", new LeasePlan(slot(from), List.of(injectionWh))));
  }

  /** The unit may store once a day what it can hold. */
  static void limitCycles(StorageFixture unit) {
    StorageSpec.Rating rating = StorageFixture.RATING;
    StorageSpec.Rating once =
        new StorageSpec.Rating(
            rating.chargeW(),
            rating.dischargeW(),
            rating.usableWh(),
            rating.reserveWh(),
            rating.chargePpm(),
            rating.dischargePpm(),
            1_000_000);
    unit.market()
        .apply(
            new RegisterStorage(
                "meters", new StorageSpec(UNIT, "home-01", "village", once, 96, "pack-7")));
  }

  @Test
  void aPlanBecomesPartOfTheUnitsSchedule() {
    leased(unit);
    assertThat(plan(unit, 1, -100L, -100L, -50L, 100L).get(0)).isInstanceOf(LeasePlanned.class);
    unit.restore();
    assertThat(planned()).containsExactly(0L, -100L, -100L, -50L, 100L, 0L);
    LeaseView view = unit.market().machine().leases("home-01").get(0);
    assertThat(view.injectionWh()).containsExactly(-100L, -100L, -50L, 100L);
    assertThat(view.storedMicroWh())
        .as("80 % of a charge are stored, and 100 Wh remove 125")
        .containsExactly(80_000_000L, 160_000_000L, 200_000_000L, 75_000_000L);
    assertThat(unit.market().machine().leases("home-02")).isEmpty();
  }

  @Test
  void whatIsSaidLaterTakesThePlaceOfTheRest() {
    leased(unit);
    plan(unit, 1, -100L, -100L, -50L, 100L);
    plan(unit, 2, 60L);
    assertThat(planned()).containsExactly(0L, -100L, 60L, 0L, 0L, 0L);
    plan(unit, 1);
    assertThat(planned()).containsOnly(0L);
  }

  @Test
  void beyondTheLeaseNothingIsPlanned() {
    leased(unit);
    assertThat(code(plan(unit, 1, -101L))).isEqualTo(RejectionCode.LEASE_POWER);
    assertThat(code(plan(unit, 1, 101L))).isEqualTo(RejectionCode.LEASE_POWER);
    assertThat(code(plan(unit, 1, Long.MIN_VALUE))).isEqualTo(RejectionCode.LEASE_POWER);
    assertThat(code(plan(unit, 1, -100L, -100L, -51L))).isEqualTo(RejectionCode.LEASE_TOO_FULL);
    assertThat(code(plan(unit, 1, -100L, 65L))).isEqualTo(RejectionCode.LEASE_TOO_EMPTY);
    assertThat(code(plan(unit, 0, 0L))).isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
    assertThat(code(plan(unit, 4, 0L, 0L))).isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
    assertThat(code(plan(unit, "home-02", 1, 0L))).isEqualTo(RejectionCode.UNKNOWN_COMMITMENT);
    assertThat(
            code(
                unit.market()
                    .apply(
                        new PlanLease(
                            "home-01", UNIT, "l", new LeasePlan(slot(1) + 1, List.of())))))
        .isEqualTo(RejectionCode.SLOT_MISALIGNED);
    unit.tick(2);
    assertThat(code(plan(unit, 2, 0L))).isEqualTo(RejectionCode.DEADLINE_PAST);
    assertThat(planned()).containsOnly(0L);
  }

  @Test
  void aLeaseHasTheCyclesOfItsUnit() {
    limitCycles(unit);
    leased(unit);
    assertThat(code(plan(unit, 1, -100L, -100L, 100L, -51L)))
        .as("251 Wh, of which 200.8 are stored, of 200 in a day")
        .isEqualTo(RejectionCode.LEASE_TOO_MANY_CYCLES);
    assertThat(plan(unit, 1, -100L, -100L, 100L, -50L).get(0)).isInstanceOf(LeasePlanned.class);
  }

  @Test
  void whatTheReportedStateDoesNotAllowIsCut() {
    leased(unit);
    plan(unit, 1, -100L, -100L, -50L, 100L);
    unit.tick(2);
    List<Event> events =
        unit.hold(
            2,
            1_000,
            0,
            List.of(new StorageState.Lot("home-02", 500)),
            List.of(new StorageState.Left("l", 0)));
    assertThat(events)
        .filteredOn(LeasePlanCut.class::isInstance)
        .extracting(event -> (LeasePlanCut) event)
        .singleElement()
        .satisfies(
            cut -> {
              assertThat(cut.fromMillis()).as("40 + 80 Wh are no 125").isEqualTo(slot(4));
              assertThat(cut.reason().code()).isEqualTo(RejectionCode.LEASE_TOO_EMPTY);
              assertThat(cut.lessee()).isEqualTo("home-01");
            });
    assertThat(planned()).containsExactly(0L, 0L, -100L, -50L, 0L, 0L);
  }

  @Test
  void aLeaseThatIsLostOrGivenUpHasNoPlan() {
    leased(unit);
    plan(unit, 1, -100L);
    List<Event> events = unit.outage(1, 3, 0);
    assertThat(events).hasAtLeastOneElementOfType(CommitmentLost.class);
    assertThat(events)
        .endsWith(
            new LeasePlanCut(
                UNIT, "l", "home-01", slot(1), ((LeasePlanCut) last(events)).reason()));
    assertThat(planned()).containsOnly(0L);
    unit.outage(1, 3, 1_000_000);
    leased(unit);
    plan(unit, 1, -100L);
    assertThat(last(unit.withdraw("l"))).isInstanceOf(LeasePlanCut.class);
    assertThat(planned()).containsOnly(0L);
  }

  private static Event last(List<Event> events) {
    return events.get(events.size() - 1);
  }

  /** What is planned of slots 0 to 5. */
  private List<Long> planned() {
    return IntStream.range(0, 6)
        .mapToObj(s -> unit.market().machine().leasedInjectionWh(UNIT, slot(s)))
        .toList();
  }

  private static RejectionCode code(List<Event> events) {
    return ((LeaseRejected) events.get(0)).rejection().code();
  }
}
