package org.commonwatt.battery.bound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.bound.UsableEnergy.Left;
import org.commonwatt.battery.bound.UsableEnergy.Reason;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.Hold;
import org.commonwatt.battery.life.LifeState;
import org.commonwatt.battery.life.MeterTotals;
import org.commonwatt.battery.life.SohTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UsableEnergyTest {
  private static final long DAY = 86_400_000;
  private static final long NOW = 20_000 * DAY;
  private static final BoundRules RULES =
      new BoundRules(900, 100, 365, 1_000, Set.of(SohTest.Basis.ACCREDITED));
  private static final Hold HOLD = new Hold("h", Hold.Cause.RECALL, "x");
  private static final Asset UNIT = unit(LifeState.COMMISSIONED);

  @Test
  void modulesInParallelCountWhatTheyAreTestedForAndNoMoreThanRated() {
    UsableEnergy usable =
        of(List.of(module("a", 6_000, 4_800)), List.of(module("b", 6_000, 7_000)));
    assertThat(usable.usableWh()).isEqualTo((4_800 + 6_000) * 9 / 10 - 100);
    assertThat(usable.left()).isEmpty();
    assertThat(usable.bases()).containsExactly(SohTest.Basis.ACCREDITED);
    assertThat(usable.untilMillis()).isEqualTo(NOW - DAY + 365 * DAY);
  }

  @Test
  void aSeriesStringCountsItsWeakestModule() {
    UsableEnergy usable = of(List.of(module("a", 6_000, 4_800), module("b", 6_000, 3_000)));
    assertThat(usable.usableWh()).isEqualTo(2 * 3_000 * 9 / 10 - 100);
  }

  @Test
  void aUnitThatIsHeldOffersNothingUntilTheStringIsIsolated() {
    BoundModule bad = alone(held("b", true), 0);
    Asset heldUnit = unit(LifeState.COMMISSIONED, HOLD);
    List<List<BoundModule>> strings = List.of(List.of(module("a", 6_000, 4_800)), List.of(bad));
    assertThat(UsableEnergy.of(heldUnit, strings, RULES, NOW))
        .isEqualTo(
            new UsableEnergy(
                0, Long.MAX_VALUE, Set.of(), List.of(new Left("unit", Reason.UNIT_HELD))));
    UsableEnergy rest = UsableEnergy.of(UNIT, strings, RULES, NOW);
    assertThat(rest.usableWh()).isEqualTo(4_800 * 9 / 10 - 100);
    assertThat(rest.left()).containsExactly(new Left("b", Reason.ISOLATED));
  }

  @Test
  void whatIsNotProvedDoesNotCount() {
    assertThat(reason(alone(held("m", false), 0))).isEqualTo(Reason.MODULE_HELD);
    assertThat(reason(alone(asset("m", 6_000, null, false), 0))).isEqualTo(Reason.NOT_TESTED);
    assertThat(reason(tested(SohTest.Basis.NAMEPLATE, NOW - DAY, 0)))
        .isEqualTo(Reason.BASIS_NOT_ACCEPTED);
    assertThat(reason(tested(SohTest.Basis.ACCREDITED, NOW - 365 * DAY, 0)))
        .isEqualTo(Reason.TEST_TOO_OLD);
    assertThat(reason(tested(SohTest.Basis.ACCREDITED, NOW - DAY, 1_000)))
        .isEqualTo(Reason.TOO_MANY_CYCLES);
    BoundModule good = tested(SohTest.Basis.ACCREDITED, NOW - 365 * DAY + 1, 999);
    assertThat(of(List.of(good)).left()).isEmpty();
    assertThat(of(List.of(good)).untilMillis()).as("a millisecond left").isEqualTo(NOW + 1);
  }

  @Test
  void aWholeStringGoesWithItsModuleAndAMarginIsNeverOwed() {
    BoundModule untested = alone(asset("u", 6_000, null, false), 0);
    UsableEnergy usable = of(List.of(module("a", 6_000, 4_800), untested));
    assertThat(usable.usableWh()).isZero();
    assertThat(usable.left()).containsExactly(new Left("u", Reason.NOT_TESTED));
    assertThat(of(List.of(module("small", 50, 50))).usableWh()).isZero();
  }

  @Property
  void noStringGivesMoreThanAnyWayOfCountingItsModules(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 9_000) Integer> tested) {
    List<BoundModule> modules = new ArrayList<>();
    long sum = 0;
    for (int energyWh : tested) {
      modules.add(module("m" + modules.size(), 6_000, energyWh));
      sum += Math.min(energyWh, 6_000);
    }
    long series = of(modules).usableWh();
    long parallel =
        UsableEnergy.of(UNIT, modules.stream().map(List::of).toList(), RULES, NOW).usableWh();
    assertThat(series).isLessThanOrEqualTo(parallel);
    assertThat(parallel).isEqualTo(Math.max(0, sum * 9 / 10 - 100));
    long weakest = Collections.min(tested);
    assertThat(series)
        .isEqualTo(Math.max(0, Math.min(weakest, 6_000) * tested.size() * 9 / 10 - 100));
  }

  @Test
  void aRackThatIsCutOffTakesItsModulesWithIt() {
    SohTest test = test(SohTest.Basis.ACCREDITED, 4_800, NOW - DAY);
    Asset module = asset("m", "rack", LifeState.INTEGRATED, 6_000, test, false);
    assertThat(of(List.of(in(module, asset("rack", 6_000, null, false)))).usableWh())
        .isEqualTo(4_800 * 9 / 10 - 100);
    assertThat(reason(in(module, asset("rack", 6_000, null, true, HOLD))))
        .isEqualTo(Reason.ISOLATED);
    assertThat(reason(in(module, asset("rack", 6_000, null, false, HOLD))))
        .isEqualTo(Reason.MODULE_HELD);
  }

  private static BoundModule in(Asset module, Asset rack) {
    return new BoundModule(module, List.of(rack), 0);
  }

  @Test
  void onlyModulesOfTheUnitCountAndEachOnce() {
    BoundModule module = module("a", 6_000, 4_800);
    assertThatThrownBy(() -> of(List.of(module), List.of(module)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a is named twice");
    Asset elsewhere = asset("b", "rack", LifeState.INTEGRATED, 6_000, null, false);
    assertThatThrownBy(() -> of(List.of(alone(elsewhere, 0))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("b is not in unit");
    Asset other = asset("other", 6_000, null, false);
    assertThatThrownBy(() -> of(List.of(in(elsewhere, other))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void onlyAUnitAtWorkOffersSomething() {
    UsableEnergy usable =
        UsableEnergy.of(
            unit(LifeState.DECOMMISSIONED),
            List.of(List.of(module("a", 6_000, 4_800))),
            RULES,
            NOW);
    assertThat(usable.usableWh()).isZero();
    assertThat(usable.left()).containsExactly(new Left("unit", Reason.NOT_COMMISSIONED));
  }

  @Test
  void rulesOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new BoundRules(1_001, 0, 1, 1, Set.of()))
        .hasMessageContaining("depthOfDischargePermille");
    assertThatThrownBy(() -> new BoundRules(1, -1, 1, 1, Set.of()))
        .hasMessageContaining("marginWh");
    assertThatThrownBy(() -> new BoundRules(1, 0, 0, 1, Set.of())).hasMessageContaining("testDays");
    assertThatThrownBy(() -> new BoundRules(1, 0, 1, 0, Set.of()))
        .hasMessageContaining("testCycles");
  }

  private static Reason reason(BoundModule module) {
    UsableEnergy usable = of(List.of(module));
    assertThat(usable.usableWh()).isZero();
    assertThat(usable.left()).hasSize(1);
    return usable.left().get(0).reason();
  }

  @SafeVarargs
  private static UsableEnergy of(List<BoundModule>... strings) {
    return UsableEnergy.of(UNIT, List.of(strings), RULES, NOW);
  }

  private static BoundModule module(String id, long ratedWh, long energyWh) {
    return alone(asset(id, ratedWh, test(SohTest.Basis.ACCREDITED, energyWh, NOW - DAY), false), 0);
  }

  private static BoundModule tested(SohTest.Basis basis, long atMillis, long cycles) {
    return alone(asset("m", 6_000, test(basis, 4_800, atMillis), false), cycles);
  }

  private static Asset held(String id, boolean isolated) {
    return asset(id, 6_000, test(SohTest.Basis.ACCREDITED, 4_800, NOW - DAY), isolated, HOLD);
  }

  private static SohTest test(SohTest.Basis basis, long energyWh, long atMillis) {
    return new SohTest(basis, "GB/T 34015", 0, energyWh, 0, "lab", atMillis);
  }

  private static BoundModule alone(Asset asset, long cycles) {
    return new BoundModule(asset, List.of(), cycles);
  }

  private static Asset unit(LifeState state, Hold... holds) {
    return asset("unit", null, state, 24_000, null, false, holds);
  }

  private static Asset asset(
      String id, long ratedWh, @Nullable SohTest test, boolean isolated, Hold... holds) {
    return asset(id, "unit", LifeState.INTEGRATED, ratedWh, test, isolated, holds);
  }

  private static Asset asset(
      String id,
      @Nullable String parent,
      LifeState state,
      long ratedWh,
      @Nullable SohTest test,
      boolean isolated,
      Hold... holds) {
    return new Asset(
        id,
        AssetKind.MODULE,
        List.of(),
        ratedWh,
        1,
        "maker",
        true,
        "power",
        state,
        parent,
        List.of(),
        List.of(),
        0,
        0,
        0,
        0,
        List.of(holds),
        isolated,
        test,
        1,
        0,
        1,
        MeterTotals.NONE,
        null,
        null,
        1);
  }
}
