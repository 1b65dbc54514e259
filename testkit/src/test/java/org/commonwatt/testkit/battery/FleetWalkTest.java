package org.commonwatt.testkit.battery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.Hold;
import org.commonwatt.battery.life.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random walks over the rules of batteries' lives find no invariant broken. */
class FleetWalkTest {
  private static final int PER_FLEET = 500;

  @Test
  void someThousandStatementsBreakNothing() {
    walk(6);
  }

  @Test
  @Tag("slow")
  void aHundredThousandStatementsBreakNothing() {
    walk(200);
  }

  private static void walk(int fleets) {
    Map<Operation, Integer> taken = new EnumMap<>(Operation.class);
    Map<String, Integer> refused = new TreeMap<>();
    for (int seed = 0; seed < fleets; seed++) {
      FleetWalk walk = new FleetWalk(new FleetOnRules(new MapLifeStore()), seed, "b");
      walk.take(PER_FLEET);
      walk.taken().forEach((operation, count) -> taken.merge(operation, count, Integer::sum));
      walk.refused().forEach((code, count) -> refused.merge(code, count, Integer::sum));
    }
    assertThat(taken.values().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(fleets * PER_FLEET);
    List<Operation> left = new ArrayList<>(List.of(Operation.values()));
    left.removeAll(taken.keySet());
    assertThat(left)
        .as("every operation was taken: %s; refused: %s", taken, refused)
        .containsExactlyInAnyOrder(Operation.CORRECT_TEST, Operation.CORRECT_NAMEPLATE);
    assertThat(refused.keySet()).as("and many were refused").hasSizeGreaterThan(12);
  }

  @Test
  void aMachineThatForgetsAHoldIsFound() {
    MapLifeStore forgetful =
        new MapLifeStore() {
          @Override
          public void put(Asset asset) {
            super.put(asset.parent() == null ? withoutHolds(asset) : asset);
          }
        };
    FleetWalk walk = new FleetWalk(new FleetOnRules(forgetful), 1, "b");
    assertThatThrownBy(() -> walk.take(2_000)).isInstanceOf(AssertionError.class);
  }

  private static Asset withoutHolds(Asset asset) {
    return new Asset(
        asset.id(),
        asset.kind(),
        asset.codes(),
        asset.ratedWh(),
        asset.massG(),
        asset.registeredBy(),
        asset.historyKnown(),
        asset.ownerOrg(),
        asset.state(),
        asset.parent(),
        asset.sources(),
        asset.parts(),
        asset.partsWh(),
        asset.partsG(),
        asset.dismantledWh(),
        asset.dismantledG(),
        List.<Hold>of(),
        asset.isolated(),
        asset.test(),
        asset.testSequence(),
        asset.healthWh(),
        asset.nameplateSequence(),
        asset.totals(),
        asset.passport(),
        asset.formerPassport(),
        asset.sequence());
  }
}
