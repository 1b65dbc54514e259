package org.commonwatt.battery.life;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.commonwatt.battery.life.Fleet.AGAIN;
import static org.commonwatt.battery.life.Fleet.AUTHORITY;
import static org.commonwatt.battery.life.Fleet.CARS;
import static org.commonwatt.battery.life.Fleet.LAB;
import static org.commonwatt.battery.life.Fleet.MAKER;
import static org.commonwatt.battery.life.Fleet.POWER;
import static org.commonwatt.battery.life.Fleet.RECYCLER;
import static org.commonwatt.battery.life.Fleet.SCRAP;

import java.util.List;
import java.util.Set;
import org.commonwatt.battery.AssetKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LivesTest {
  private final Fleet fleet = new Fleet();

  @Test
  void aModuleGoesFromACarIntoAStorageAndOn() {
    List<String> modules = fleet.working("ess", 2);
    Asset module = fleet.asset(modules.get(0));
    assertThat(module.state()).isEqualTo(LifeState.INTEGRATED);
    assertThat(module.sources()).containsExactly("pack-ess");
    assertThat(fleet.asset("ess").state()).isEqualTo(LifeState.COMMISSIONED);
    fleet.does("ess", new LifeAction.Decommission(), POWER);
    fleet.does("ess", Fleet.test(9_000), LAB);
    fleet.does("ess", new LifeAction.Grade("C"), LAB);
    fleet.does("ess", new LifeAction.Transfer("again"), POWER, AGAIN);
    fleet.does(
        "ess",
        new LifeAction.Dismantle(
            modules.stream()
                .map(id -> new LifeAction.Accounted(id, LifeAction.Fate.REUSED))
                .toList(),
            List.of()),
        AGAIN);
    fleet.does(
        "third",
        new LifeAction.Repurpose(
            AssetKind.ESS, List.of(), 12_000, 120_000, modules, "pass-3", "again"),
        AGAIN);
    assertThat(requireNonNull(fleet.store.passport("pass-3")).predecessors())
        .as("what it was got from last")
        .containsExactly("pass-ess");
    assertThat(fleet.asset(modules.get(0)).sources()).containsExactly("pack-ess", "ess");
  }

  @Test
  void eventsSayWhoSignedAndWhatElseChanged() {
    List<String> modules = fleet.working("ess", 2);
    LifeOutcome outcome =
        fleet.state(modules.get(0), new LifeAction.Raise("h", Hold.Cause.INCIDENT), POWER);
    List<LifeEvent> events = ((LifeOutcome.Accepted) outcome).events();
    assertThat(events).extracting(LifeEvent::asset).containsExactly(modules.get(0), "ess");
    LifeEvent whole = events.get(1);
    assertThat(whole.about()).isEqualTo(modules.get(0));
    assertThat(whole.aboutSequence()).isEqualTo(events.get(0).sequence());
    assertThat(whole.actors()).containsExactly("power");
    assertThat(whole.evidence()).containsExactly(Fleet.DOCUMENT);
    assertThat(whole.reportedMillis()).isEqualTo(whole.eventMillis() + 1);
    assertThat(fleet.store.event("ess", whole.sequence())).isEqualTo(whole);
  }

  @Test
  void aStatementCountsOnce() {
    fleet.made("m", AssetKind.MODULE, 6_000, null);
    Statement statement = Statement.of("m", 2, 5, new LifeAction.Transfer("power"));
    assertThat(fleet.state(statement, MAKER, POWER)).isInstanceOf(LifeOutcome.Accepted.class);
    assertThat(refusal(fleet.state(statement, MAKER, POWER))).isEqualTo(LifeRefusal.SEQUENCE_TAKEN);
    assertThat(refusal(fleet.state(Statement.of("x", 1, 5, new LifeAction.Remove()), CARS)))
        .isEqualTo(LifeRefusal.ASSET_NOT_FOUND);
    assertThat(
            refusal(
                fleet.state(
                    Statement.of(
                        "x", 2, 5, new LifeAction.Register(AssetKind.CELL, List.of(), 1, 1, null)),
                    MAKER)))
        .isEqualTo(LifeRefusal.SEQUENCE_TAKEN);
  }

  @Test
  void whoTakesABatteryInSaysThatItsHistoryIsUnknown() {
    LifeAction.Register register =
        new LifeAction.Register(AssetKind.PACK, List.of("unreadable"), 50_000, 400_000, null);
    Asset taken = fleet.does("p", register, SCRAP);
    assertThat(taken.historyKnown()).isFalse();
    assertThat(taken.state()).isEqualTo(LifeState.REMOVED);
    assertThat(fleet.refuses("p", new LifeAction.Raise("h", Hold.Cause.RECALL), SCRAP, MAKER))
        .as("who took it in has not made it")
        .isEqualTo(LifeRefusal.ROLE_MISSING);
    assertThat(fleet.refuses("q", register, POWER)).isEqualTo(LifeRefusal.ROLE_MISSING);
    LifeAction.Test plate = new LifeAction.Test(SohTest.Basis.NAMEPLATE, "label", 0, 40_000, 0, "");
    assertThat(fleet.refuses("p", plate, POWER)).isEqualTo(LifeRefusal.SIGNATURE_MISSING);
    assertThat(requireNonNull(fleet.does("p", plate, SCRAP).test()).basis())
        .as("the label stays")
        .isEqualTo(SohTest.Basis.NAMEPLATE);
  }

  @Test
  void correctionsSupersedeWhatStandsAndAreCountersigned() {
    fleet.made("m", AssetKind.MODULE, 6_000, null);
    fleet.does("m", Fleet.test(5_000), LAB);
    LifeAction.CorrectTest correct = new LifeAction.CorrectTest(2, "read 5", Fleet.test(4_500));
    assertThat(fleet.refuses("m", correct, LAB)).isEqualTo(LifeRefusal.SIGNATURE_MISSING);
    assertThat(fleet.refuses("m", correct, LAB, LAB)).isEqualTo(LifeRefusal.SIGNATURE_MISSING);
    assertThat(fleet.refuses("m", correct, MAKER, AUTHORITY))
        .isEqualTo(LifeRefusal.SIGNATURE_MISSING);
    LifeEvent before = requireNonNull(fleet.store.event("m", 2));
    Asset corrected = fleet.does("m", correct, LAB, MAKER);
    assertThat(requireNonNull(corrected.test()).energyWh()).isEqualTo(4_500);
    assertThat(fleet.store.event("m", 2)).as("nothing is edited").isEqualTo(before);
    assertThat(fleet.refuses("m", correct, LAB, MAKER)).isEqualTo(LifeRefusal.NOT_CORRECTABLE);
    LifeAction.CorrectNameplate plate = new LifeAction.CorrectNameplate(1, "typo", 6_100, 61_000);
    assertThat(fleet.does("m", plate, MAKER, LAB).ratedWh()).isEqualTo(6_100);
    assertThat(fleet.refuses("m", plate, MAKER, LAB)).isEqualTo(LifeRefusal.NOT_CORRECTABLE);
    fleet.does("m", new LifeAction.CorrectNameplate(4, "typo", 6_050, 61_000), MAKER, LAB);
  }

  @Test
  void aTransferIsSignedByBoth() {
    fleet.pack("p", 2);
    LifeAction.Transfer transfer = new LifeAction.Transfer("cars");
    assertThat(fleet.refuses("p", transfer, MAKER)).isEqualTo(LifeRefusal.SIGNATURE_MISSING);
    assertThat(fleet.refuses("p", transfer, CARS)).isEqualTo(LifeRefusal.SIGNATURE_MISSING);
    assertThat(fleet.refuses("p-1", transfer, MAKER, CARS)).isEqualTo(LifeRefusal.IS_PART);
    fleet.does("p", transfer, MAKER, CARS);
    fleet.does("p", new LifeAction.Install(Fleet.DOCUMENT), CARS);
    fleet.does("p", new LifeAction.Remove(), CARS);
    assertThat(fleet.refuses("p-1", new LifeAction.Destroy("fire"), MAKER))
        .as("a part belongs to the owner of the whole")
        .isEqualTo(LifeRefusal.SIGNATURE_MISSING);
    fleet.does("p", new LifeAction.Install(Fleet.DOCUMENT), CARS);
  }

  @Test
  void statesFollowTheirCourse() {
    fleet.pack("p", 1);
    assertThat(fleet.refuses("p", new LifeAction.Remove(), CARS))
        .isEqualTo(LifeRefusal.WRONG_STATE);
    assertThat(fleet.refuses("p", new LifeAction.Grade("A"), LAB))
        .isEqualTo(LifeRefusal.WRONG_STATE);
    assertThat(fleet.refuses("p", new LifeAction.Recycle(), RECYCLER, MAKER))
        .isEqualTo(LifeRefusal.PARTS_LEFT);
    assertThat(fleet.refuses("p", new LifeAction.Discard(), MAKER))
        .isEqualTo(LifeRefusal.WRONG_STATE);
    assertThat(fleet.refuses("p", new LifeAction.Commission(), POWER, LAB))
        .isEqualTo(LifeRefusal.SIGNATURE_MISSING);
    assertThat(fleet.refuses("p", new LifeAction.Commission(), POWER))
        .isEqualTo(LifeRefusal.ROLE_MISSING);
    assertThat(fleet.refuses("p", new LifeAction.Isolate(), POWER, MAKER))
        .isEqualTo(LifeRefusal.NOT_A_PART);
  }

  @ParameterizedTest
  @EnumSource(LifeState.class)
  void noStateLeadsOutOfTheEndAndAllOthersMayBurn(LifeState state) {
    boolean end = state == LifeState.RECYCLED || state == LifeState.DESTROYED;
    assertThat(state.closed()).isEqualTo(end);
    assertThat(state.mayBecome(LifeState.DESTROYED)).isEqualTo(!end);
    for (LifeState next : LifeState.values()) {
      assertThat(end && state.mayBecome(next)).isFalse();
    }
  }

  @Test
  void aStatementHasOneSpelling() {
    Statement statement =
        Statement.of(
                "m-1",
                1,
                1_700_000_000_000L,
                new LifeAction.Register(
                    AssetKind.MODULE, List.of("a\"\\b\u00e9"), 6_000, 60_000, null))
            .withEvidence(Fleet.DOCUMENT);
    assertThat(statement.text())
        .isEqualTo(
            "{\"operation\":\"REGISTER\",\"asset\":\"m-1\",\"sequence\":1,"
                + "\"eventMillis\":1700000000000,\"evidence\":[\""
                + Fleet.DOCUMENT
                + "\"],\"action\":{\"kind\":\"MODULE\",\"codes\":[\"a\\\"\\\\b\\u00e9\"],"
                + "\"ratedWh\":6000,\"massG\":60000,\"passport\":null}}");
    assertThat(Statement.of("m", 2, 0, new LifeAction.Remove()).text()).endsWith("\"action\":{}}");
    assertThatThrownBy(
            () ->
                new Statement(Operation.GRADE, "m", 1, 0, List.of(), new LifeAction.Transfer("x")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RecordText.of(new Odd(1.5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Double");
    assertThat(new Signer("x", Set.of(Role.LAB), Set.of("y")).signsFor("y")).isTrue();
  }

  private record Odd(double value) {}

  private static LifeRefusal refusal(LifeOutcome outcome) {
    return ((LifeOutcome.Refused) outcome).code();
  }
}
