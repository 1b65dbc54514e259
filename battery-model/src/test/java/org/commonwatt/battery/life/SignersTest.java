package org.commonwatt.battery.life;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.battery.life.Fleet.AGAIN;
import static org.commonwatt.battery.life.Fleet.AUTHORITY;
import static org.commonwatt.battery.life.Fleet.CARS;
import static org.commonwatt.battery.life.Fleet.LAB;
import static org.commonwatt.battery.life.Fleet.MAKER;
import static org.commonwatt.battery.life.Fleet.POWER;
import static org.commonwatt.battery.life.Fleet.RECYCLER;
import static org.commonwatt.battery.life.Fleet.SCRAP;

import java.util.List;
import org.commonwatt.battery.AssetKind;
import org.junit.jupiter.api.Test;

/** What a stranger with a role cannot do to somebody's battery, nor by a signature too many. */
class SignersTest {
  private static final Signer STRANGER =
      new Signer(
          "stranger",
          Role.MAKER,
          Role.LAB,
          Role.SECOND_LIFE,
          Role.SERVICE,
          Role.OPERATOR,
          Role.RECYCLER);

  private static final Signer METERS = new Signer("meters", Role.METER);

  private final Fleet fleet = new Fleet();

  @Test
  void whoAddsASignatureDoesNotBecomeTheMakerOfAStorage() {
    List<String> parts = fleet.dismantled("p", 2);
    LifeAction.Repurpose repurpose = repurpose(parts, "again");
    assertThat(fleet.refuses("ess", repurpose, STRANGER)).isEqualTo(LifeRefusal.SIGNATURE_MISSING);
    assertThat(fleet.refuses("ess", repurpose, new Signer("again"), STRANGER))
        .as("the maker itself needs the role")
        .isEqualTo(LifeRefusal.ROLE_MISSING);
    assertThat(fleet.refuses("ess", repurpose(parts, "power"), POWER, AGAIN))
        .isEqualTo(LifeRefusal.ROLE_MISSING);
    assertThat(fleet.does("ess", repurpose, STRANGER, AGAIN).ownerOrg()).isEqualTo("again");
    assertThat(requireNonNull(fleet.store.passport("pass-ess")).operatorOrg()).isEqualTo("again");
    assertThat(requireNonNull(fleet.store.event("ess", 1)).actors()).containsExactly("again");
  }

  private static LifeAction.Repurpose repurpose(List<String> parts, String maker) {
    return new LifeAction.Repurpose(
        AssetKind.ESS, List.of(), 12_000, 120_000, parts, "pass-ess", maker);
  }

  @Test
  void aStrangerNeitherDestroysNorHoldsNorRecyclesNorTests() {
    fleet.working("ess", 2);
    assertThat(fleet.refuses("ess", new LifeAction.Destroy("fire"), STRANGER))
        .isEqualTo(LifeRefusal.SIGNATURE_MISSING);
    LifeAction incident = new LifeAction.Raise("h", Hold.Cause.INCIDENT);
    assertThat(fleet.refuses("ess", incident, STRANGER)).isEqualTo(LifeRefusal.SIGNATURE_MISSING);
    LifeAction house = new LifeAction.Test(SohTest.Basis.IN_HOUSE, "discharge", 0, 10, 0, "");
    assertThat(fleet.refuses("ess", house, STRANGER)).isEqualTo(LifeRefusal.SIGNATURE_MISSING);
    fleet.does("ess", house, POWER);
    fleet.does("ess", incident, AUTHORITY);
    fleet.does("ess", new LifeAction.Destroy("fire"), AUTHORITY);

    fleet.does(
        "m", new LifeAction.Register(AssetKind.MODULE, List.of(), 6_000, 60_000, null), SCRAP);
    fleet.does("m", new LifeAction.Discard(), SCRAP);
    assertThat(fleet.refuses("m", new LifeAction.Recycle(), STRANGER))
        .isEqualTo(LifeRefusal.SIGNATURE_MISSING);
    fleet.does("m", new LifeAction.Recycle(), RECYCLER, AUTHORITY);
  }

  @Test
  void aNameplateIsNotCorrectedBehindItsOwnersBack() {
    fleet.made("m", AssetKind.MODULE, 6_000, null);
    fleet.does("m", new LifeAction.Transfer("cars"), MAKER, CARS);
    LifeAction plate = new LifeAction.CorrectNameplate(1, "typo", 5_000, 60_000);
    assertThat(fleet.refuses("m", plate, MAKER, LAB)).isEqualTo(LifeRefusal.SIGNATURE_MISSING);
    assertThat(fleet.refuses("m", plate, CARS, LAB))
        .as("nor without who said it")
        .isEqualTo(LifeRefusal.SIGNATURE_MISSING);
    assertThat(fleet.does("m", plate, MAKER, CARS).ratedWh()).isEqualTo(5_000);
  }

  @Test
  void onlyWhoseSignatureCountsIsAnActor() {
    fleet.made("m", AssetKind.MODULE, 6_000, null);
    fleet.does("m", Fleet.test(5_000), METERS, LAB);
    assertThat(requireNonNull(fleet.store.event("m", 2)).actors()).containsExactly("lab");
    LifeAction correct = new LifeAction.CorrectTest(2, "read 5", Fleet.test(4_500));
    assertThat(fleet.refuses("m", correct, METERS, STRANGER))
        .as("it had not said it")
        .isEqualTo(LifeRefusal.SIGNATURE_MISSING);
    fleet.does("m", correct, METERS, LAB);
    assertThat(requireNonNull(fleet.store.event("m", 3)).actors())
        .as("any other organisation will do for a correction")
        .containsExactly("meters", "lab");
  }

  @Test
  void ofSeveralWithTheAskedRoleTheFirstCounts() {
    fleet.made("m", AssetKind.MODULE, 6_000, null);
    assertThat(requireNonNull(fleet.does("m", Fleet.test(5_000), LAB, STRANGER).test()).labOrg())
        .isEqualTo("lab");
    assertThat(requireNonNull(fleet.store.event("m", 2)).actors()).containsExactly("lab");
    assertThat(
            fleet.refuses(
                "m", new LifeAction.CorrectTest(2, "mine", Fleet.test(4_000)), STRANGER, METERS))
        .as("it had not said it")
        .isEqualTo(LifeRefusal.SIGNATURE_MISSING);
  }

  @Test
  void ofSeveralWithTheAskedRoleTheOwnerCountsBeforeTheFirst() {
    fleet.storage("ess", 2);
    fleet.does("ess", new LifeAction.Commission(), STRANGER, POWER, LAB);
    assertThat(requireNonNull(fleet.store.event("ess", fleet.asset("ess").sequence())).actors())
        .as("the owner runs it itself; a lab is asked for, and the first is the stranger's")
        .containsExactly("stranger", "power");
    fleet.does("ess", new LifeAction.Decommission(), STRANGER, POWER);
    assertThat(requireNonNull(fleet.store.event("ess", fleet.asset("ess").sequence())).actors())
        .containsExactly("power");
  }

  @Test
  void aCorrectionHasOneCountersignature() {
    fleet.made("m", AssetKind.MODULE, 6_000, null);
    fleet.does("m", Fleet.test(5_000), LAB);
    LifeAction correct = new LifeAction.CorrectTest(2, "read 5", Fleet.test(4_500));
    fleet.does("m", correct, LAB, METERS, STRANGER);
    assertThat(requireNonNull(fleet.store.event("m", 3)).actors()).containsExactly("lab", "meters");
  }

  @Test
  void aNameplateTestIsTheOwners() {
    fleet.made("m", AssetKind.MODULE, 6_000, null);
    LifeAction plate = new LifeAction.Test(SohTest.Basis.NAMEPLATE, "label", 0, 6_000, 0, "");
    assertThat(requireNonNull(fleet.does("m", plate, STRANGER, MAKER).test()).labOrg())
        .isEqualTo("maker");
  }

  @Test
  void whoeverRejoinsShowsDocuments() {
    String bad = fleet.working("ess", 2).get(0);
    fleet.does(bad, new LifeAction.Raise("h", Hold.Cause.INCIDENT), AUTHORITY);
    fleet.does(bad, new LifeAction.Isolate(), POWER);
    fleet.does(bad, new LifeAction.Clear("h"), AUTHORITY, LAB);
    Statement bare = Statement.of(bad, fleet.asset(bad).sequence() + 1, 1, new LifeAction.Rejoin());
    assertThat(fleet.state(bare, POWER, LAB))
        .extracting(outcome -> ((LifeOutcome.Refused) outcome).code())
        .isEqualTo(LifeRefusal.EVIDENCE_MISSING);
    assertThat(fleet.does(bad, new LifeAction.Rejoin(), POWER, LAB).isolated()).isFalse();
  }
}
