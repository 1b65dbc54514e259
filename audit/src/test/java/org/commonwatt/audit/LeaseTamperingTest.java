package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.commonwatt.model.Command.CommitStorage;
import org.commonwatt.model.Command.PlanLease;
import org.commonwatt.model.Command.RegisterStorage;
import org.commonwatt.model.Command.ReportOutage;
import org.commonwatt.model.Command.ReportStateOfCharge;
import org.commonwatt.model.Event.LeasePlanCut;
import org.commonwatt.model.Event.LeasePlanned;
import org.commonwatt.model.Event.LeaseRejected;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.LeasePlan;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageCommitment.Kind;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.StorageState;
import org.junit.jupiter.api.Test;

/** What is falsified of plans of virtual batteries is found. */
class LeaseTamperingTest {
  private static final long HOUR = 3_600_000;
  private static final long NOW = Math.floorDiv(ContinuousDay.START, HOUR) * HOUR;
  private static final long FIRST = NOW + 12 * HOUR;

  private final Day day = planned();

  /** Ann plans a lease of 200 Wh, once too much, and loses it with the unit. */
  private static Day planned() {
    ContinuousDay day =
        ContinuousDay.under(
            ContinuousDay.rulebook(FeeMode.ON_TOP)
                .withSafeguards(
                    Safeguards.NONE.withRegistration(
                        new Registration("registrar", false, "meters", false, "bank", 5))));
    StorageSpec.Rating rating =
        new StorageSpec.Rating(8_000, 8_000, 1_000, 0, 800_000, 800_000, -1);
    day.add(new RegisterStorage("meters", new StorageSpec("a", "ann", "east", rating, 2_000, "")));
    day.add(
        new ReportStateOfCharge(
            "meters", "a", new StorageState(NOW - 2 * HOUR, 0, 0, List.of(), List.of())));
    day.add(
        new CommitStorage(
            "ann",
            "a",
            new StorageCommitment(
                "l", "ann", Kind.LEASE, FIRST, FIRST + HOUR, 200, 100, 100, 0, List.of())));
    day.add(plan(-100L, -100L, -51L));
    day.add(plan(-100L, -100L, -50L));
    day.add(new ReportOutage("ann", "a", FIRST, FIRST + HOUR, 0));
    return day.log();
  }

  private static PlanLease plan(Long... energies) {
    return new PlanLease("ann", "a", "l", new LeasePlan(FIRST, List.of(energies)));
  }

  @Test
  void theHonestDayPassesAndSaysWhatWasPlannedAndCut() {
    assertThat(StorageTamperingTest.told(day, LeaseRejected.class))
        .extracting(refused -> refused.rejection().code())
        .containsExactly(RejectionCode.LEASE_TOO_FULL);
    assertThat(StorageTamperingTest.told(day, LeasePlanned.class)).hasSize(1);
    assertThat(StorageTamperingTest.told(day, LeasePlanCut.class))
        .extracting(cut -> cut.fromMillis() + " " + cut.reason().code())
        .containsExactly(FIRST + " UNKNOWN_COMMITMENT");
    assertThat(codes()).isEmpty();
  }

  @Test
  void anotherReasonOfARefusalIsFound() {
    day.change(
        LeaseRejected.class,
        e ->
            new LeaseRejected(
                e.participant(),
                e.unit(),
                e.lease(),
                new Rejection(RejectionCode.LEASE_TOO_EMPTY, "it would be empty")));
    assertThat(codes()).contains(FindingCode.REJECTION_CODE_DIFFERS);
  }

  @Test
  void anotherPlanThanTheLesseesIsFound() {
    day.change(
        LeasePlanned.class,
        e ->
            new LeasePlanned(
                e.participant(), e.unit(), e.lease(), new LeasePlan(FIRST, List.of(-1L))));
    assertThat(codes()).contains(FindingCode.ANSWER_DIFFERS);
  }

  @Test
  void aPlanThatIsCutLaterThanItMustBeIsFound() {
    day.change(
        LeasePlanCut.class,
        e -> new LeasePlanCut(e.unit(), e.lease(), e.lessee(), e.fromMillis() + HOUR, e.reason()));
    assertThat(codes()).contains(FindingCode.ANSWER_DIFFERS);
  }

  private List<FindingCode> codes() {
    return StorageTamperingTest.codes(day);
  }
}
