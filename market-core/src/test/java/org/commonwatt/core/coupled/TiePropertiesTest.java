package org.commonwatt.core.coupled;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.commonwatt.model.Side;

/**
 * How equals share, by every rule and beyond minimum quantities: what must hold of any two of them,
 * not how it is computed. Few prices, so that most orders have equals; two areas, so that the
 * energy to be shared is not that of one side alone.
 */
class TiePropertiesTest {
  private static final int ORDERS = 14;

  /** An order and what it got. */
  private record Filled(CaseOrder order, long fillWh) {
    /** What it could take beyond its minimum. */
    long moreWh() {
      return order.energyWh() - order.minEnergyWh();
    }

    /** What it got beyond its minimum. */
    long excessWh() {
      return fillWh - order.minEnergyWh();
    }

    boolean shares() {
      return order.minEnergyWh() == 0 || fillWh > 0;
    }

    boolean isFull() {
      return fillWh == order.energyWh();
    }
  }

  @Property(tries = 600)
  void byTimeNobodyGetsMoreThanItsMinimumBeforeTheEarlierAreFull(@ForAll long seed) {
    boolean cut = false;
    for (List<Filled> equals : levels(seed, TieRule.TIME, false)) {
      equals.sort(arrival());
      assertNobodyOvertakes(equals);
      cut |= isCut(equals);
    }
    count("cut by time", cut);
  }

  @Property(tries = 600)
  void cleanSellsComeBeforeOthersAndByTimeAmongThemselves(@ForAll long seed) {
    boolean cut = false;
    for (List<Filled> equals : levels(seed, TieRule.TIME, true)) {
      boolean sells = equals.get(0).order().side() == Side.SELL;
      Comparator<Filled> clean = Comparator.comparing(f -> sells && !f.order().clean());
      equals.sort(clean.thenComparing(arrival()));
      assertNobodyOvertakes(equals);
      cut |= isCut(equals) && equals.get(0).order().clean();
    }
    count("clean first, cut", cut);
  }

  @Property(tries = 600)
  void proRataEachGetsItsPartBeyondItsMinimumToTheWh(@ForAll long seed) {
    boolean cut = false;
    for (List<Filled> equals : levels(seed, TieRule.PRO_RATA, false)) {
      assertProportional(equals);
      cut |= isCut(equals) && equals.stream().anyMatch(f -> f.order().minEnergyWh() > 0);
    }
    count("cut with minima", cut);
  }

  @Property(tries = 600)
  void cleanSellsComeBeforeOthersAndProRataAmongThemselves(@ForAll long seed) {
    boolean cut = false;
    for (List<Filled> equals : levels(seed, TieRule.PRO_RATA, true)) {
      if (equals.get(0).order().side() == Side.BUY) {
        assertProportional(equals);
        continue;
      }
      List<Filled> clean = equals.stream().filter(f -> f.order().clean()).toList();
      List<Filled> others = equals.stream().filter(f -> !f.order().clean()).toList();
      assertProportional(clean);
      assertProportional(others);
      if (others.stream().anyMatch(f -> f.excessWh() > 0)) {
        assertThat(clean).allMatch(Filled::isFull);
      }
      cut |= !clean.isEmpty() && !others.isEmpty() && isCut(equals);
    }
    count("clean first, cut", cut);
  }

  @Property(tries = 300)
  void theOrderOfTheInputChangesNoShare(@ForAll long seed) {
    for (TieRule rule : TieRule.values()) {
      List<CaseOrder> orders = orders(new Random(seed));
      List<CaseOrder> shuffled = new ArrayList<>(orders);
      Collections.shuffle(shuffled, new Random(~seed));
      boolean cleanFirst = seed % 2 == 0;
      assertThat(clear(shuffled, rule, cleanFirst))
          .containsExactlyInAnyOrderElementsOf(clear(orders, rule, cleanFirst));
    }
  }

  /** In the order of precedence, one that got more than its minimum comes after full ones only. */
  private static void assertNobodyOvertakes(List<Filled> equals) {
    boolean before = true; // all before are full
    for (Filled filled : equals) {
      assertThat(filled.fillWh()).isGreaterThanOrEqualTo(filled.order().minEnergyWh());
      assertThat(before || filled.excessWh() == 0).as("%s among %s", filled, equals).isTrue();
      before &= filled.isFull();
    }
  }

  /** Exact shares are met to less than a Wh; of two, the larger remainder is rounded up first. */
  private static void assertProportional(List<Filled> equals) {
    long all = equals.stream().mapToLong(Filled::moreWh).sum();
    long given = equals.stream().mapToLong(Filled::excessWh).sum();
    if (all == 0) {
      return;
    }
    for (Filled one : equals) {
      long floor = one.moreWh() * given / all;
      assertThat(one.excessWh()).as("%s among %s", one, equals).isBetween(floor, floor + 1);
      for (Filled other : equals) {
        boolean goesFirst = byRemainder(given, all).compare(one, other) < 0;
        boolean otherUp = other.excessWh() > other.moreWh() * given / all;
        if (goesFirst && otherUp) {
          assertThat(one.excessWh()).as("%s before %s", one, other).isEqualTo(floor + 1);
        }
      }
    }
  }

  private static Comparator<Filled> byRemainder(long given, long all) {
    return Comparator.<Filled>comparingLong(f -> -(f.moreWh() * given % all))
        .thenComparing(arrival());
  }

  private static Comparator<Filled> arrival() {
    return Comparator.<Filled>comparingLong(
            f -> f.order().time() == null ? Long.MAX_VALUE : f.order().time())
        .thenComparing(f -> f.order().id());
  }

  /** Whether some, but not all of what two or more could take was given. */
  private static boolean isCut(List<Filled> equals) {
    long open = equals.stream().filter(f -> !f.isFull()).count();
    return equals.size() > 1 && open > 0 && equals.stream().anyMatch(f -> f.excessWh() > 0);
  }

  /** A property that never meets what it is about would prove nothing. */
  private static void count(String what, boolean seen) {
    Statistics.label(what).collect(seen).coverage(c -> c.check(true).percentage(p -> p > 10));
  }

  /** The orders that share, by area, side and price. */
  private static Collection<List<Filled>> levels(long seed, TieRule rule, boolean cleanFirst) {
    TreeMap<String, List<Filled>> levels = new TreeMap<>();
    for (Filled filled : clear(orders(new Random(seed)), rule, cleanFirst)) {
      if (filled.shares()) {
        CaseOrder order = filled.order();
        String level = order.area() + " " + order.side() + " " + order.priceMicroPerKwh();
        levels.computeIfAbsent(level, k -> new ArrayList<>()).add(filled);
      }
    }
    return levels.values();
  }

  private static List<Filled> clear(List<CaseOrder> orders, TieRule rule, boolean cleanFirst) {
    ClearingRules rules =
        new ClearingRules(PriceRule.MIDPOINT, rule, cleanFirst, ClearingRules.DEFAULT.nodeBudget());
    CaseBuilder builder =
        new CaseBuilder(rules).area("A").area("B").link(new CaseLink("A", "B", -9, 9, 0));
    orders.forEach(builder::order);
    ClearingResult result = (ClearingResult) CoupledAuction.clear(builder.build());
    List<Filled> filled = new ArrayList<>();
    for (int i = 0; i < orders.size(); i++) {
      filled.add(new Filled(orders.get(i), result.fillWh(i)));
    }
    return filled;
  }

  private static List<CaseOrder> orders(Random random) {
    List<CaseOrder> orders = new ArrayList<>();
    for (int i = 0; i < ORDERS; i++) {
      Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
      long energy = 1 + random.nextInt(40);
      Long time = random.nextInt(3) == 0 ? null : (Long) (long) random.nextInt(4);
      boolean minimum = random.nextInt(3) == 0;
      orders.add(
          new CaseOrder(
              "o" + i,
              random.nextInt(3) == 0 ? "B" : "A",
              side,
              10 + random.nextInt(3),
              energy,
              time,
              null,
              random.nextBoolean(),
              minimum ? 1 + random.nextInt((int) energy) : 0));
    }
    return orders;
  }
}
