package org.commonwatt.battery.life;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.battery.life.Fleet.AGAIN;
import static org.commonwatt.battery.life.Fleet.AUTHORITY;
import static org.commonwatt.battery.life.Fleet.CARS;
import static org.commonwatt.battery.life.Fleet.LAB;
import static org.commonwatt.battery.life.Fleet.MAKER;
import static org.commonwatt.battery.life.Fleet.METER;
import static org.commonwatt.battery.life.Fleet.POWER;
import static org.commonwatt.battery.life.Fleet.RECYCLER;
import static org.commonwatt.battery.life.Fleet.SCRAP;
import static org.commonwatt.battery.life.Fleet.TRUSTEE;

import java.util.List;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.life.LifeAction.Accounted;
import org.commonwatt.battery.life.LifeAction.Fate;
import org.commonwatt.battery.life.LifeAction.Found;
import org.junit.jupiter.api.Test;

/** The nine invariants, and who tries to break them. */
class InvariantsTest {
  private final Fleet fleet = new Fleet();

  @Test
  void oneLiveParentNoCyclesAndNothingHeldIsAttached() {
    fleet.pack("p", 2);
    fleet.made("q", AssetKind.PACK, 60_000, null);
    assertThat(fleet.refuses("q", new LifeAction.Attach(List.of("p-1")), MAKER))
        .as("a second parent")
        .isEqualTo(LifeRefusal.IS_PART);
    fleet.made("site", AssetKind.ESS, 90_000, null);
    fleet.made("rack", AssetKind.ESS, 90_000, null);
    fleet.made("shelf", AssetKind.ESS, 90_000, null);
    fleet.does("site", new LifeAction.Attach(List.of("rack")), MAKER);
    fleet.does("rack", new LifeAction.Attach(List.of("shelf")), MAKER);
    assertThat(fleet.refuses("shelf", new LifeAction.Attach(List.of("site")), MAKER))
        .as("a cycle")
        .isEqualTo(LifeRefusal.DOES_NOT_FIT);
    assertThat(fleet.refuses("site", new LifeAction.Attach(List.of("site")), MAKER))
        .isEqualTo(LifeRefusal.DOES_NOT_FIT);
    fleet.made("m", AssetKind.MODULE, 1_000, null);
    assertThat(fleet.refuses("m", new LifeAction.Attach(List.of("q")), MAKER))
        .as("a pack in a module")
        .isEqualTo(LifeRefusal.DOES_NOT_FIT);
    fleet.does("m", new LifeAction.Raise("h", Hold.Cause.INCIDENT), AUTHORITY);
    assertThat(fleet.refuses("q", new LifeAction.Attach(List.of("m")), MAKER))
        .isEqualTo(LifeRefusal.ASSET_HELD);
    assertThat(fleet.refuses("q", new LifeAction.Attach(List.of()), MAKER))
        .isEqualTo(LifeRefusal.NOTHING_NAMED);
  }

  @Test
  void partsNeverExceedTheirWholeAndAllAreAccountedFor() {
    fleet.graded("p", 2);
    assertThat(
            fleet.refuses(
                "p",
                new LifeAction.Dismantle(List.of(new Accounted("p-1", Fate.REUSED)), List.of()),
                AGAIN))
        .isEqualTo(LifeRefusal.PARTS_LEFT);
    List<Accounted> all =
        List.of(new Accounted("p-1", Fate.REUSED), new Accounted("p-2", Fate.MISSING));
    Found surplus = new Found("x", AssetKind.MODULE, List.of(), 241, 10, Fate.REUSED);
    assertThat(fleet.refuses("p", new LifeAction.Dismantle(all, List.of(surplus)), AGAIN))
        .as("12,241 Wh from 12,000 Wh, of which 2 % are tolerated")
        .isEqualTo(LifeRefusal.EXCEEDS_WHOLE);
    Found heavy = new Found("x", AssetKind.MODULE, List.of(), 1, 2_401, Fate.REUSED);
    assertThat(fleet.refuses("p", new LifeAction.Dismantle(all, List.of(heavy)), AGAIN))
        .isEqualTo(LifeRefusal.EXCEEDS_WHOLE);
    Found just = new Found("x", AssetKind.MODULE, List.of(), 240, 2_400, Fate.REUSED);
    fleet.does("p", new LifeAction.Dismantle(all, List.of(just)), AGAIN);
    assertThat(fleet.asset("p-1").state()).isEqualTo(LifeState.DISMANTLED);
    assertThat(fleet.asset("p-2").state()).isEqualTo(LifeState.DESTROYED);
    assertThat(fleet.asset("x").sources()).containsExactly("p");
    assertThat(fleet.asset("x").historyKnown()).isFalse();
    fleet.made("whole", AssetKind.PACK, 90_000, null);
    fleet.does("whole", new LifeAction.Transfer("again"), MAKER, AGAIN);
    assertThat(fleet.refuses("whole", new LifeAction.Attach(List.of("p")), AGAIN))
        .as("the shell of what was taken apart has no energy")
        .isEqualTo(LifeRefusal.DOES_NOT_FIT);
    fleet.made("site", AssetKind.ESS, 90_000, null);
    fleet.does("site", new LifeAction.Transfer("again"), MAKER, AGAIN);
    assertThat(fleet.refuses("site", new LifeAction.Attach(List.of("p")), AGAIN))
        .isEqualTo(LifeRefusal.WRONG_STATE);
    assertThat(
            fleet.refuses(
                "p-1", new LifeAction.CorrectNameplate(1, "misread", 6_001, 60_000), MAKER, AGAIN))
        .as("nor by a correction behind it")
        .isEqualTo(LifeRefusal.EXCEEDS_WHOLE);
  }

  @Test
  void newPartsMustFitIntoTheirWhole() {
    fleet.made("p", AssetKind.PACK, 10_000, null);
    fleet.made("m", AssetKind.MODULE, 10_201, null);
    assertThat(fleet.refuses("p", new LifeAction.Attach(List.of("m")), MAKER))
        .isEqualTo(LifeRefusal.EXCEEDS_WHOLE);
    List<String> modules = fleet.working("ess", 2);
    fleet.made("large", AssetKind.MODULE, 6_241, null);
    fleet.does("large", new LifeAction.Transfer("power"), MAKER, POWER);
    assertThat(fleet.refuses("ess", new LifeAction.Swap(modules.get(0), "large"), POWER))
        .isEqualTo(LifeRefusal.EXCEEDS_WHOLE);
  }

  @Test
  void aWholeClosesOnlyBehindItsParts() {
    fleet.graded("p", 2);
    fleet.does("p", new LifeAction.Discard(), AGAIN);
    assertThat(fleet.refuses("p", new LifeAction.Recycle(), RECYCLER, AGAIN))
        .isEqualTo(LifeRefusal.PARTS_LEFT);
    assertThat(
            fleet.refuses(
                "p",
                new LifeAction.Dismantle(
                    List.of(new Accounted("p-1", Fate.REUSED), new Accounted("p-2", Fate.WASTE)),
                    List.of()),
                AGAIN))
        .as("nothing that is waste is reused")
        .isEqualTo(LifeRefusal.WRONG_STATE);
    fleet.does(
        "p",
        new LifeAction.Dismantle(
            List.of(new Accounted("p-1", Fate.WASTE), new Accounted("p-2", Fate.MISSING)),
            List.of()),
        AGAIN);
    assertThat(fleet.does("p", new LifeAction.Recycle(), RECYCLER, AGAIN).state())
        .isEqualTo(LifeState.RECYCLED);
    fleet.working("ess", 2);
    fleet.does("ess", new LifeAction.Destroy("fire"), POWER);
    assertThat(fleet.asset("pack-ess-1").state()).isEqualTo(LifeState.DESTROYED);
  }

  @Test
  void healthRisesOnlyByALabsTestWithAReason() {
    fleet.made("m", AssetKind.MODULE, 6_000, null);
    fleet.does("m", new LifeAction.Transfer("again"), MAKER, AGAIN);
    fleet.does("m", Fleet.test(5_000), LAB);
    LifeAction.Test better = house(5_101, "");
    assertThat(fleet.refuses("m", better, AGAIN)).isEqualTo(LifeRefusal.HEALTH_RISES);
    assertThat(fleet.refuses("m", house(5_101, "balanced"), AGAIN))
        .as("a reason, but no lab")
        .isEqualTo(LifeRefusal.HEALTH_RISES);
    assertThat(fleet.refuses("m", Fleet.test(5_101), LAB))
        .as("a lab, but no reason")
        .isEqualTo(LifeRefusal.HEALTH_RISES);
    fleet.does("m", house(5_100, ""), AGAIN);
    assertThat(fleet.refuses("m", house(5_200, ""), AGAIN))
        .as("small rises do not add up")
        .isEqualTo(LifeRefusal.HEALTH_RISES);
    LifeAction.Test explained =
        new LifeAction.Test(SohTest.Basis.ACCREDITED, "GB/T 34015", 0, 5_600, 0, "new cell");
    assertThat(requireNonNull(fleet.does("m", explained, LAB).test()).energyWh()).isEqualTo(5_600);
    assertThat(
            fleet.refuses(
                "m", new LifeAction.CorrectTest(5, "typo", house(5_900, "typo")), LAB, AGAIN))
        .as("nor by a correction")
        .isEqualTo(LifeRefusal.HEALTH_RISES);
    assertThat(fleet.refuses("m", house(10, ""), METER)).isEqualTo(LifeRefusal.ROLE_MISSING);
  }

  private static LifeAction.Test house(long energyWh, String reason) {
    return new LifeAction.Test(SohTest.Basis.IN_HOUSE, "discharge", 0, energyWh, 0, reason);
  }

  @Test
  void eachWindowIsBookedOnceAndCorrectedByRevisions() {
    fleet.working("ess", 2);
    fleet.does("ess", new LifeAction.Throughput("w1", 0, 500, 450), METER);
    assertThat(fleet.refuses("ess", new LifeAction.Throughput("w1", 0, 500, 450), METER))
        .isEqualTo(LifeRefusal.WINDOW_BOOKED);
    assertThat(fleet.refuses("ess", new LifeAction.Throughput("w1", 2, 500, 450), METER))
        .isEqualTo(LifeRefusal.WINDOW_BOOKED);
    fleet.does("ess", new LifeAction.Throughput("w2", 0, 100, 90), METER);
    assertThat(fleet.does("ess", new LifeAction.Throughput("w1", 1, 400, 350), METER).totals())
        .isEqualTo(new MeterTotals(500, 440, "w1"));
    assertThat(fleet.refuses("ess", new LifeAction.Throughput("w3", 0, 1, 1), POWER))
        .isEqualTo(LifeRefusal.ROLE_MISSING);
  }

  @Test
  void repurposingIsOneStatementSignedByBothSides() {
    List<String> parts = fleet.dismantled("p", 2);
    for (String part : parts) {
      fleet.does(part, new LifeAction.Transfer("cars"), AGAIN, CARS);
    }
    LifeAction.Repurpose repurpose =
        new LifeAction.Repurpose(
            AssetKind.ESS, List.of(), 12_000, 120_000, parts, "pass-ess", "again");
    assertThat(fleet.refuses("ess", repurpose, AGAIN)).isEqualTo(LifeRefusal.SIGNATURE_MISSING);
    assertThat(fleet.refuses("ess", repurpose, CARS)).isEqualTo(LifeRefusal.ROLE_MISSING);
    LifeAction.Repurpose taken =
        new LifeAction.Repurpose(
            AssetKind.ESS, List.of(), 12_000, 120_000, parts, "pass-p", "again");
    assertThat(fleet.refuses("ess", taken, AGAIN, CARS)).isEqualTo(LifeRefusal.PASSPORT_EXISTS);
    fleet.does("ess", repurpose, AGAIN, TRUSTEE);
    assertThat(fleet.asset("ess").ownerOrg()).as("signed for the insolvent").isEqualTo("again");
    Passport passport = requireNonNull(fleet.store.passport("pass-ess"));
    assertThat(passport.predecessors()).containsExactly("pass-p");
    assertThat(passport.operatorOrg()).isEqualTo("again");
    assertThat(passport.closedMillis()).isZero();
    assertThat(requireNonNull(fleet.store.passport("pass-p")).closedMillis())
        .as("closed when it was taken apart")
        .isPositive();
    assertThat(fleet.asset(parts.get(0)).parent()).isEqualTo("ess");
  }

  @Test
  void recycledIsFinalAndItsTombstoneStays() {
    LifeAction.Register register =
        new LifeAction.Register(
            AssetKind.MODULE, List.of("001MB240000003B3C0221953"), 6_000, 60_000, null);
    fleet.does("m", register, SCRAP);
    fleet.does("m", new LifeAction.Discard(), SCRAP);
    Asset tomb = fleet.does("m", new LifeAction.Recycle(), RECYCLER, SCRAP);
    for (LifeAction action :
        List.of(
            new LifeAction.Remove(),
            Fleet.test(1),
            new LifeAction.Destroy("fire"),
            new LifeAction.Transfer("again"),
            new LifeAction.Raise("h", Hold.Cause.INCIDENT),
            new LifeAction.Clear("h"),
            new LifeAction.CorrectNameplate(1, "x", 1, 1))) {
      assertThat(fleet.refuses("m", action, AUTHORITY, LAB, SCRAP, AGAIN))
          .isEqualTo(LifeRefusal.ASSET_CLOSED);
    }
    assertThat(fleet.state(Statement.of("m", 1, 1, register), SCRAP))
        .extracting(outcome -> ((LifeOutcome.Refused) outcome).code())
        .isEqualTo(LifeRefusal.ASSET_EXISTS);
    assertThat(fleet.refuses("again", register, SCRAP)).isEqualTo(LifeRefusal.CODE_USED);
    assertThat(fleet.asset("m")).isEqualTo(tomb);
  }

  @Test
  void aHoldReachesWholesAndLiftsWhenThePartLeavesOrIsIsolated() {
    List<String> modules = fleet.working("ess", 3);
    String bad = modules.get(1);
    fleet.does(bad, new LifeAction.Raise("recall-7", Hold.Cause.RECALL), MAKER);
    Hold hold = new Hold("recall-7", Hold.Cause.RECALL, bad);
    assertThat(fleet.asset("ess").holds()).containsExactly(hold);
    assertThat(fleet.refuses("ess", new LifeAction.Clear("recall-7"), AUTHORITY, LAB))
        .as("it is cleared where it is")
        .isEqualTo(LifeRefusal.HOLD_NOT_FOUND);
    assertThat(fleet.refuses(bad, new LifeAction.Clear("recall-7"), AUTHORITY))
        .isEqualTo(LifeRefusal.ROLE_MISSING);
    assertThat(
            fleet.state(
                Statement.of(bad, fleet.asset(bad).sequence() + 1, 1, new LifeAction.Isolate()),
                POWER))
        .extracting(outcome -> ((LifeOutcome.Refused) outcome).code())
        .isEqualTo(LifeRefusal.EVIDENCE_MISSING);
    fleet.does(bad, new LifeAction.Isolate(), POWER);
    assertThat(fleet.asset("ess").holds()).isEmpty();
    assertThat(fleet.asset(bad).holds()).containsExactly(hold);
    fleet.does(bad, new LifeAction.Raise("smoke", Hold.Cause.INCIDENT), POWER);
    assertThat(fleet.asset("ess").holds()).as("it is isolated").isEmpty();
    assertThat(fleet.refuses(bad, new LifeAction.Rejoin(), POWER, LAB))
        .isEqualTo(LifeRefusal.ASSET_HELD);

    String other = modules.get(0);
    fleet.does(other, new LifeAction.Raise("smoke", Hold.Cause.INCIDENT), POWER);
    assertThat(fleet.asset("ess").holds()).hasSize(1);
    fleet.made("new", AssetKind.MODULE, 6_000, null);
    fleet.does("new", new LifeAction.Transfer("power"), MAKER, POWER);
    fleet.does("ess", new LifeAction.Swap(other, "new"), POWER);
    assertThat(fleet.asset("ess").holds()).as("it has left").isEmpty();
    assertThat(fleet.asset(other).holds()).hasSize(1);
    assertThat(fleet.refuses("ess", new LifeAction.Swap("new", other), POWER))
        .isEqualTo(LifeRefusal.ASSET_HELD);
  }

  @Test
  void whatIsHeldItselfDoesNotComeFreeByTakingItApart() {
    List<String> modules = fleet.working("ess", 2);
    fleet.does("ess", new LifeAction.Raise("flood", Hold.Cause.INCIDENT), AUTHORITY);
    fleet.made("new", AssetKind.MODULE, 6_000, null);
    fleet.does("new", new LifeAction.Transfer("power"), MAKER, POWER);
    assertThat(fleet.refuses("ess", new LifeAction.Swap(modules.get(0), "new"), POWER))
        .isEqualTo(LifeRefusal.ASSET_HELD);
    fleet.graded("p", 1);
    fleet.does("p", new LifeAction.Raise("recall", Hold.Cause.RECALL), MAKER);
    assertThat(
            fleet.refuses(
                "p",
                new LifeAction.Dismantle(List.of(new Accounted("p-1", Fate.REUSED)), List.of()),
                AGAIN))
        .isEqualTo(LifeRefusal.ASSET_HELD);
  }

  @Test
  void aBurntPartStillHoldsItsWholeUntilItIsCleared() {
    List<String> modules = fleet.working("ess", 2);
    fleet.does(modules.get(0), new LifeAction.Raise("fire", Hold.Cause.INCIDENT), POWER);
    fleet.does(modules.get(0), new LifeAction.Destroy("fire"), POWER);
    assertThat(fleet.asset("ess").holds()).hasSize(1);
    fleet.does(modules.get(0), new LifeAction.Clear("fire"), AUTHORITY, LAB);
    assertThat(fleet.asset("ess").holds()).isEmpty();
  }

  @Test
  void aCodeSaysTheKind() {
    LifeAction.Register pack =
        new LifeAction.Register(
            AssetKind.PACK, List.of("04QCB76836300JBC40000903"), 6_000, 60_000, null);
    assertThat(fleet.refuses("p", pack, MAKER)).isEqualTo(LifeRefusal.CODE_KIND);
    LifeAction.Register cell =
        new LifeAction.Register(
            AssetKind.CELL,
            List.of("04qcb76836300jbc40000903", "scratched, ends in 77"),
            600,
            60_000,
            null);
    assertThat(fleet.does("c", cell, MAKER).codes())
        .containsExactly("04QCB76836300JBC40000903", "scratched, ends in 77");
    assertThat(fleet.refuses("d", cell, MAKER)).isEqualTo(LifeRefusal.CODE_USED);
    fleet.graded("q", 1);
    Found found =
        new Found("x", AssetKind.CELL, List.of("001MB240000003B3C0221953"), 1, 1, Fate.REUSED);
    assertThat(
            fleet.refuses(
                "q",
                new LifeAction.Dismantle(
                    List.of(new Accounted("q-1", Fate.REUSED)), List.of(found)),
                AGAIN))
        .isEqualTo(LifeRefusal.CODE_KIND);
  }
}
