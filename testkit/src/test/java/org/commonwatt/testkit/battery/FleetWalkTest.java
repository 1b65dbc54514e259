package org.commonwatt.testkit.battery;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.Hold;
import org.commonwatt.battery.life.LifeEvent;
import org.commonwatt.battery.life.LifeOutcome;
import org.commonwatt.battery.life.LifeRules;
import org.commonwatt.battery.life.LifeStore;
import org.commonwatt.battery.life.Lives;
import org.commonwatt.battery.life.MeterTotals;
import org.commonwatt.battery.life.Operation;
import org.commonwatt.battery.life.Passport;
import org.commonwatt.battery.life.Statement;
import org.jspecify.annotations.Nullable;
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
      FleetWalk walk = new FleetWalk(new Rules(new Store()), seed, "b");
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
    Store forgetful =
        new Store() {
          @Override
          public void put(Asset asset) {
            super.put(asset.parent() == null ? withoutHolds(asset) : asset);
          }
        };
    FleetWalk walk = new FleetWalk(new Rules(forgetful), 1, "b");
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

  /** The rules over a store. */
  private record Rules(Store store) implements FleetUnderTest {
    @Override
    public Optional<String> state(Statement statement, List<String> orgs) {
      LifeOutcome outcome =
          new Lives(LifeRules.DEFAULT)
              .apply(
                  statement,
                  orgs.stream()
                      .map(org -> requireNonNull(FleetOrganisations.all().get(org)))
                      .toList(),
                  statement.eventMillis(),
                  store);
      return outcome instanceof LifeOutcome.Refused refused
          ? Optional.of(refused.code().name())
          : Optional.empty();
    }

    @Override
    public Asset asset(String id) {
      return requireNonNull(store.asset(id), id);
    }
  }

  /** Maps. */
  private static class Store implements LifeStore {
    private final Map<String, Asset> assets = new HashMap<>();
    private final Map<String, String> codes = new HashMap<>();
    private final Map<String, Passport> passports = new HashMap<>();
    private final Map<String, MeterTotals.Window> windows = new HashMap<>();

    @Override
    public @Nullable Asset asset(String id) {
      return assets.get(id);
    }

    @Override
    public @Nullable String assetOfCode(String code) {
      return codes.get(code);
    }

    @Override
    public @Nullable Passport passport(String id) {
      return passports.get(id);
    }

    @Override
    public MeterTotals.@Nullable Window window(String asset, String windowId) {
      return windows.get(asset + " " + windowId);
    }

    @Override
    public @Nullable LifeEvent event(String asset, long sequence) {
      return null;
    }

    @Override
    public void put(Asset asset) {
      assets.put(asset.id(), asset);
    }

    @Override
    public void putCode(String code, String asset) {
      codes.put(code, asset);
    }

    @Override
    public void put(Passport passport) {
      passports.put(passport.id(), passport);
    }

    @Override
    public void putWindow(String asset, String windowId, MeterTotals.Window window) {
      windows.put(asset + " " + windowId, window);
    }

    @Override
    public void put(LifeEvent event) {}
  }
}
