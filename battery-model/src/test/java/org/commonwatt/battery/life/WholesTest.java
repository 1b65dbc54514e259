package org.commonwatt.battery.life;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.battery.life.Fleet.AGAIN;
import static org.commonwatt.battery.life.Fleet.AUTHORITY;
import static org.commonwatt.battery.life.Fleet.LAB;
import static org.commonwatt.battery.life.Fleet.MAKER;
import static org.commonwatt.battery.life.Fleet.POWER;
import static org.commonwatt.battery.life.Fleet.RECYCLER;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.life.LifeAction.Accounted;
import org.commonwatt.battery.life.LifeAction.Fate;
import org.junit.jupiter.api.Test;

/** Wholes with wholes in them, full ones, and what is left of closed ones. */
class WholesTest {
  private final Fleet fleet = new Fleet();

  @Test
  void whatIsMissingTakesItsPartsAndItsPassportWithIt() {
    fleet.pack("p", 1);
    fleet.made("c", AssetKind.CELL, 500, "pass-c");
    fleet.does("p-1", new LifeAction.Attach(List.of("c")), MAKER);
    fleet.does("p", new LifeAction.Transfer("again"), MAKER, AGAIN);
    fleet.does("p", new LifeAction.Install(Fleet.DOCUMENT), Fleet.CARS);
    fleet.does("p", new LifeAction.Remove(), Fleet.CARS);
    fleet.does("p", Fleet.test(4_800), LAB);
    fleet.does("p", new LifeAction.Grade("B"), LAB);
    fleet.does(
        "p",
        new LifeAction.Dismantle(List.of(new Accounted("p-1", Fate.MISSING)), List.of()),
        AGAIN);
    assertThat(fleet.asset("p-1").state()).isEqualTo(LifeState.DESTROYED);
    assertThat(fleet.asset("c").state()).isEqualTo(LifeState.DESTROYED);
    assertThat(requireNonNull(fleet.store.passport("pass-c")).closedMillis()).isPositive();
  }

  @Test
  void aStationIsMadeOfRepurposedRacks() {
    repurposed("rack-1");
    repurposed("rack-2");
    fleet.does(
        "station",
        new LifeAction.Repurpose(
            AssetKind.ESS,
            List.of(),
            24_000,
            240_000,
            List.of("rack-1", "rack-2"),
            "pass-station",
            "again"),
        AGAIN);
    assertThat(fleet.asset("rack-1").parent()).isEqualTo("station");
    assertThat(requireNonNull(fleet.store.passport("pass-station")).predecessors())
        .containsExactly("pass-rack-1", "pass-rack-2");
  }

  @Test
  void storagesStandInOneAnotherThreeDeepAndNoDeeper() {
    repurposed("rack");
    around("container", "rack");
    around("station", "container");
    assertThat(fleet.refuses("region", around("station", 12_000), AGAIN))
        .isEqualTo(LifeRefusal.DOES_NOT_FIT);
    fleet.made("new", AssetKind.ESS, 100_000, null);
    fleet.does("new", new LifeAction.Transfer("again"), MAKER, AGAIN);
    assertThat(fleet.refuses("new", new LifeAction.Attach(List.of("station")), AGAIN))
        .as("however it is put in")
        .isEqualTo(LifeRefusal.DOES_NOT_FIT);
  }

  private void around(String id, String part) {
    fleet.does(id, around(part, 12_000), AGAIN);
  }

  private static LifeAction.Repurpose around(String part, long ratedWh) {
    return new LifeAction.Repurpose(
        AssetKind.ESS,
        List.of(),
        ratedWh,
        ratedWh * 10,
        List.of(part),
        "pass-around-" + part,
        "again");
  }

  @Test
  void aBatteryIsHeldByAThousandHoldsAtMost() {
    fleet.pack("p", 2);
    for (int hold = 0; hold < LifeRules.MOST_HOLDS; hold++) {
      fleet.does(
          hold % 2 == 0 ? "p-1" : "p", new LifeAction.Raise("h" + hold, Hold.Cause.RECALL), MAKER);
    }
    assertThat(fleet.asset("p").holds()).hasSize(LifeRules.MOST_HOLDS);
    for (String id : List.of("p", "p-1", "p-2")) {
      assertThat(fleet.refuses(id, new LifeAction.Raise("more", Hold.Cause.RECALL), MAKER))
          .isEqualTo(LifeRefusal.HOLDS_FULL);
    }
    fleet.does("p-1", new LifeAction.Clear("h0"), AUTHORITY, LAB);
    fleet.does("p-2", new LifeAction.Raise("more", Hold.Cause.RECALL), MAKER);
  }

  private void repurposed(String id) {
    List<String> parts = fleet.dismantled("pack-" + id, 2);
    fleet.does(
        id,
        new LifeAction.Repurpose(
            AssetKind.ESS, List.of(), 12_000, 120_000, parts, "pass-" + id, "again"),
        AGAIN);
  }

  @Test
  void usedPartsThatAreAddedComeBeforeTheStoragesPassport() {
    List<String> modules = fleet.working("ess", 2);
    String spare = fleet.dismantled("q", 1).get(0);
    fleet.does(spare, new LifeAction.Transfer("power"), AGAIN, POWER);
    fleet.does("ess", new LifeAction.Swap(modules.get(0), spare), POWER);
    assertThat(requireNonNull(fleet.store.passport("pass-ess")).predecessors())
        .containsExactly("pass-pack-ess", "pass-q");
    assertThat(requireNonNull(fleet.store.passport("pass-ess")).closedMillis()).isZero();

    fleet.does(modules.get(0), Fleet.test(4_000), LAB);
    fleet.does(modules.get(0), new LifeAction.Grade("C"), LAB);
    fleet.does(modules.get(0), new LifeAction.Transfer("again"), POWER, AGAIN);
    fleet.does(
        "next",
        new LifeAction.Repurpose(
            AssetKind.ESS, List.of(), 20_000, 200_000, modules.subList(0, 1), "pass-next", "again"),
        AGAIN);
    assertThat(requireNonNull(fleet.store.passport("pass-next")).predecessors())
        .as("where it was last")
        .containsExactly("pass-ess");

    fleet.graded("r", 1);
    fleet.does("next", new LifeAction.Attach(List.of("r")), AGAIN);
    assertThat(requireNonNull(fleet.store.passport("pass-next")).predecessors())
        .containsExactly("pass-ess", "pass-r");
    assertThat(requireNonNull(fleet.store.passport("pass-r")).closedMillis())
        .as("responsible is now who is for the storage")
        .isPositive();
  }

  @Test
  void newPartsComeBeforeNothing() {
    fleet.made("p", AssetKind.PACK, 6_000, "pass-p");
    fleet.made("m", AssetKind.MODULE, 6_000, "pass-m");
    fleet.does("p", new LifeAction.Attach(List.of("m")), MAKER);
    assertThat(requireNonNull(fleet.store.passport("pass-p")).predecessors()).isEmpty();
    assertThat(requireNonNull(fleet.store.passport("pass-m")).closedMillis()).isZero();
  }

  @Test
  void nothingGetsMorePartsThanOneStatementCanName() {
    fleet.made("ess", AssetKind.ESS, 1_001, null);
    List<String> cells = new ArrayList<>();
    for (int i = 0; i <= LifeRules.MOST_PARTS; i++) {
      cells.add("c-" + i);
      fleet.made("c-" + i, AssetKind.CELL, 1, null);
    }
    String last = cells.remove(cells.size() - 1);
    fleet.does("ess", new LifeAction.Attach(cells), MAKER);
    assertThat(fleet.refuses("ess", new LifeAction.Attach(List.of(last)), MAKER))
        .isEqualTo(LifeRefusal.DOES_NOT_FIT);
  }

  @Test
  void whatIsRecycledGetsNoEventByWhatHappensToItsPartsOrToWhatWasGotFromIt() {
    fleet.graded("p", 2);
    fleet.does("p-1", new LifeAction.Raise("h", Hold.Cause.INCIDENT), AUTHORITY);
    fleet.does("p", new LifeAction.Destroy("fire"), AUTHORITY);
    fleet.does("p-1", new LifeAction.Clear("h"), AUTHORITY, LAB);
    assertThat(fleet.asset("p").holds()).as("what is only destroyed is cleared").isEmpty();

    fleet.graded("q", 1);
    fleet.does("q-1", new LifeAction.Raise("h", Hold.Cause.INCIDENT), AUTHORITY);
    fleet.does("q-1", new LifeAction.Destroy("fire"), AUTHORITY);
    fleet.does("q", new LifeAction.Discard(), AGAIN);
    Asset tomb = fleet.does("q", new LifeAction.Recycle(), RECYCLER, AGAIN);
    assertThat(fleet.refuses("q-1", new LifeAction.Clear("h"), AUTHORITY, LAB))
        .isEqualTo(LifeRefusal.ASSET_CLOSED);
    assertThat(fleet.asset("q")).isEqualTo(tomb);

    fleet.dismantled("r", 1);
    fleet.does("r", new LifeAction.Destroy("scrapped"), AGAIN);
    LifeAction plate = new LifeAction.CorrectNameplate(1, "misread", 5_900, 60_000);
    assertThat(fleet.refuses("r-1", plate, MAKER, AGAIN)).isEqualTo(LifeRefusal.ASSET_CLOSED);
  }
}
