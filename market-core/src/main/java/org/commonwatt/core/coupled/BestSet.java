package org.commonwatt.core.coupled;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The orders with a minimum quantity, and the best set of them found so far: the one of most
 * welfare, then volume, that prices support at which none of its orders loses. Counts what it takes
 * to find it, so that two machines give up at the same place.
 */
final class BestSet {
  /** The orders with a minimum, in order of arrival. */
  final int[] undecided;

  private final Clearing clearing;
  private final ClearingCase input;
  private final long[] energy;
  private final PriceWindows windows;
  private final boolean[] hasMinimum; // per order
  private byte[] decision;
  private @Nullable Solution solution;
  private final long before; // steps of clearings that are not ours
  private int cleared;
  private long steps; // beside those of the clearing

  BestSet(Clearing clearing, ClearingCase input, long[] energy) {
    this.clearing = clearing;
    this.input = input;
    this.energy = energy;
    windows = new PriceWindows(input);
    undecided =
        IntStream.of(input.orders.withMinimum)
            .filter(i -> energy[i] > 0)
            .boxed()
            .sorted(input.orders::compareArrival)
            .mapToInt(Integer::intValue)
            .toArray();
    hasMinimum = new boolean[input.orders.count];
    for (int i : undecided) {
      hasMinimum[i] = true;
    }
    decision = new byte[undecided.length];
    before = clearing.steps();
  }

  /** The best solution, null when none is known. */
  @Nullable Solution solution() {
    return solution;
  }

  /** Takes what needs no decision as the best. */
  void take(Solution only) {
    solution = only;
  }

  /** The decision of the best solution; all free when there is none. */
  byte[] decision() {
    return decision;
  }

  /**
   * Whether one or both halves of a budget are used up.
   *
   * @param halves 1 or 2
   */
  boolean isSpent(int halves) {
    ClearingRules rules = input.rules;
    return cleared >= (halves == 2 ? rules.nodeBudget() : rules.nodeBudget() / 2)
        || taken() >= (halves == 2 ? rules.workBudget() : rules.workBudget() / 2);
  }

  /** About how many networks may still be cleared: as many as the work that is left would do. */
  int networksLeft() {
    long byWork =
        (input.rules.workBudget() - taken()) / Math.max(1, taken() / Math.max(1, cleared));
    return (int) Math.max(0, Math.min(input.rules.nodeBudget() - cleared, byWork));
  }

  private long taken() {
    return clearing.steps() - before + steps;
  }

  /** With which energy each order takes part under a decision. */
  Participation part(byte[] of) {
    return Participation.of(input.orders, energy, undecided, of);
  }

  /** What a decision gives, whether prices support it or not; null when nothing balances. */
  @Nullable Solution clear(byte[] of) {
    cleared++;
    steps += input.orders.count + undecided.length;
    return clearing.solve(part(of));
  }

  /**
   * What bounds all results of a decision from above; null when there are none. Orders that would
   * lose whatever the prices are taken out of the decision.
   */
  @Nullable Solution bound(byte[] of) {
    steps += undecided.length;
    if (!windows.set(undecided, of)) {
      return null;
    }
    boolean[] mayBeOut = hasMinimum.clone();
    for (int k = 0; k < undecided.length; k++) {
      if (of[k] == Participation.FREE && windows.exclude(undecided[k])) {
        of[k] = Participation.OUT;
      }
      mayBeOut[undecided[k]] = of[k] != Participation.IN;
    }
    cleared++;
    steps += 3L * input.orders.count + 3L * undecided.length;
    return clearing.solve(part(of).within(input.orders, windows, mayBeOut));
  }

  /**
   * Whether a fill is none that the order can get: less than its minimum, or only a part of an
   * order that is in the money at all prices that the decision last bounded allows.
   */
  boolean isViolated(int order, long fill) {
    return fill > 0
        && (fill < input.orders.min[order] || (fill < energy[order] && windows.fill(order)));
  }

  /**
   * Takes a full decision as the best when it is better and prices support it.
   *
   * @param equalWillDo whether it need only be as good
   * @return whether it was taken
   */
  boolean offer(byte[] full, boolean equalWillDo) {
    steps += undecided.length;
    if (!new PriceWindows(input).set(undecided, full)) {
      return false;
    }
    Solution found = clear(full);
    if (found == null || !isBetter(found, equalWillDo) || prices(found).isEmpty()) {
      return false;
    }
    solution = found;
    decision = full.clone();
    return true;
  }

  /** Whether a solution is better than the best, or as good when that will do. */
  boolean isBetter(Solution other, boolean equalWillDo) {
    int comparison = solution == null ? 1 : other.compareWorth(solution);
    return comparison > 0 || (comparison == 0 && equalWillDo);
  }

  /** The prices that support a solution. */
  PriceSet prices(Solution of) {
    PriceSet prices = new PriceSet(input, clearing.network(), of);
    steps += prices.steps();
    return prices;
  }
}
