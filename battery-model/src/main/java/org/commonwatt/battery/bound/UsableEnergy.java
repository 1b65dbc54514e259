package org.commonwatt.battery.bound;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.LifeState;
import org.commonwatt.battery.life.SohTest;

/**
 * The energy that a storage unit may offer: the sum over its strings of what their modules are
 * tested for, but not more than they are rated for, times the depth of discharge, less a margin. In
 * a string, modules are in series: each counts as the weakest of them.
 *
 * @param usableWh energy, Wh, 0 or more
 * @param untilMillis when the first of the tests that it rests on is too old, milliseconds since
 *     the epoch; {@link Long#MAX_VALUE} when it rests on none
 * @param bases on what the figures rest
 * @param left what does not count, in the order of the strings, and why
 */
public record UsableEnergy(
    long usableWh, long untilMillis, Set<SohTest.Basis> bases, List<Left> left) {
  private static final long DAY_MILLIS = 86_400_000;
  private static final int PERMILLE = 1000;

  /** Copies the collections. */
  public UsableEnergy {
    bases = Set.copyOf(bases);
    left = List.copyOf(left);
  }

  /** Why something does not count. */
  public enum Reason {
    /** The whole unit is held: it offers nothing until the part behind it is isolated. */
    UNIT_HELD,
    /** The whole unit is not at work. */
    NOT_COMMISSIONED,
    /** The module's string is cut off from the unit: the module, or something that it is in. */
    ISOLATED,
    /** The module is held, or something that it is in. */
    MODULE_HELD,
    /** Nobody has tested it. */
    NOT_TESTED,
    /** What its figures rest on is not accepted. */
    BASIS_NOT_ACCEPTED,
    /** Its test is too many days old. */
    TEST_TOO_OLD,
    /** Too many cycles lie behind its test. */
    TOO_MANY_CYCLES
  }

  /**
   * Something that does not count; its whole string does not.
   *
   * @param asset id of the unit or module
   * @param reason why
   */
  public record Left(String asset, Reason reason) {}

  /**
   * What a unit may offer at a time.
   *
   * @param unit the unit
   * @param strings its modules, those of a string together; a module in parallel to all others is a
   *     string of its own
   * @param nowMillis milliseconds since the epoch
   * @throws IllegalArgumentException when a module is named twice or is not in the unit
   * @throws ArithmeticException when the energies do not fit in 64 bits
   */
  public static UsableEnergy of(
      Asset unit, List<List<BoundModule>> strings, BoundRules rules, long nowMillis) {
    requireModules(unit, strings);
    if (!unit.holds().isEmpty()) {
      return nothing(unit, Reason.UNIT_HELD);
    }
    if (unit.state() != LifeState.COMMISSIONED) {
      return nothing(unit, Reason.NOT_COMMISSIONED);
    }
    long sumWh = 0;
    long until = Long.MAX_VALUE;
    EnumSet<SohTest.Basis> bases = EnumSet.noneOf(SohTest.Basis.class);
    List<Left> left = new ArrayList<>();
    for (List<BoundModule> string : strings) {
      List<Left> without = without(string, rules, nowMillis);
      left.addAll(without);
      if (without.isEmpty() && !string.isEmpty()) {
        sumWh = Math.addExact(sumWh, stringWh(string));
        for (BoundModule module : string) {
          bases.add(test(module).basis());
          until = Math.min(until, test(module).atMillis() + rules.testDays() * DAY_MILLIS);
        }
      }
    }
    // Rounded down: half a watt-hour more than is proved is too much.
    long deep = Math.multiplyExact(sumWh, (long) rules.depthOfDischargePermille()) / PERMILLE;
    return new UsableEnergy(Math.max(0, deep - rules.marginWh()), until, bases, left);
  }

  private static UsableEnergy nothing(Asset unit, Reason reason) {
    return new UsableEnergy(0, Long.MAX_VALUE, Set.of(), List.of(new Left(unit.id(), reason)));
  }

  /** What is counted twice, or is elsewhere, would prove energy that is not there. */
  private static void requireModules(Asset unit, List<List<BoundModule>> strings) {
    Set<String> seen = new HashSet<>();
    for (List<BoundModule> string : strings) {
      for (BoundModule module : string) {
        String id = module.asset().id();
        if (!seen.add(id)) {
          throw new IllegalArgumentException(id + " is named twice");
        }
        if (!module.isIn(unit)) {
          throw new IllegalArgumentException(id + " is not in " + unit.id());
        }
      }
    }
  }

  private static long stringWh(List<BoundModule> string) {
    long weakest =
        string.stream()
            .map(module -> Math.min(test(module).energyWh(), module.asset().ratedWh()))
            .min(Comparator.naturalOrder())
            .orElse(0L);
    return Math.multiplyExact(weakest, (long) string.size());
  }

  private static List<Left> without(List<BoundModule> string, BoundRules rules, long nowMillis) {
    List<Left> left = new ArrayList<>();
    for (BoundModule module : string) {
      Reason reason = reason(module, rules, nowMillis);
      if (reason != null) {
        left.add(new Left(module.asset().id(), reason));
      }
    }
    return left;
  }

  private static @org.jspecify.annotations.Nullable Reason reason(
      BoundModule module, BoundRules rules, long nowMillis) {
    Asset asset = module.asset();
    SohTest test = asset.test();
    if (asset.isolated() || module.within().stream().anyMatch(Asset::isolated)) {
      return Reason.ISOLATED;
    }
    boolean held = module.within().stream().anyMatch(whole -> !whole.holds().isEmpty());
    if (held || !asset.holds().isEmpty()) {
      return Reason.MODULE_HELD;
    }
    if (test == null || asset.state().closed()) {
      return Reason.NOT_TESTED;
    }
    if (!rules.accepted().contains(test.basis())) {
      return Reason.BASIS_NOT_ACCEPTED;
    }
    if (nowMillis - test.atMillis() >= rules.testDays() * DAY_MILLIS) {
      return Reason.TEST_TOO_OLD;
    }
    return module.cyclesSinceTest() >= rules.testCycles() ? Reason.TOO_MANY_CYCLES : null;
  }

  private static SohTest test(BoundModule module) {
    return java.util.Objects.requireNonNull(module.asset().test());
  }
}
