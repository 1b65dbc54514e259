package org.commonwatt.core.coupled;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the best set of orders with a minimum quantity: best welfare, then volume, then earliest. A
 * set counts only when prices support it at which none of its orders loses. Branch and bound: an
 * undecided order may get anything, which bounds what any decision can reach.
 */
final class MinimumSearch {
  private final Clearing clearing;
  private final ClearingCase input;
  private final OrderTable orders;
  private final long[] energy;
  private final int[] undecided; // orders with a minimum, in order of arrival
  private final int budget;
  private int nodes;
  private boolean exhausted;
  private @Nullable Solution best;
  private byte[] bestDecision;

  MinimumSearch(Clearing clearing, ClearingCase input, long[] energy) {
    this.clearing = clearing;
    this.input = input;
    this.orders = input.orders;
    this.energy = energy;
    this.budget = input.rules.nodeBudget();
    undecided =
        IntStream.of(orders.withMinimum)
            .filter(i -> energy[i] > 0)
            .boxed()
            .sorted(orders::compareArrival)
            .mapToInt(Integer::intValue)
            .toArray();
    bestDecision = new byte[undecided.length];
  }

  /** The best solution, null when none balances the areas. */
  @Nullable Solution run() {
    byte[] decision = new byte[undecided.length];
    Solution root = clearing.solve(part(decision));
    if (undecided.length == 0 || root == null) {
      best = root;
      return root;
    }
    Arrays.fill(decision, Participation.OUT);
    accept(decision);
    explore(new byte[undecided.length], false);
    if (best != null) {
      preferEarliest(root);
    }
    return best;
  }

  /** With which energy and decision each order took part in the best solution. */
  Participation participation() {
    return part(bestDecision);
  }

  private Participation part(byte[] decision) {
    return Participation.of(orders, energy, undecided, decision);
  }

  /** Whether the budget ended the search before the best set was proven. */
  boolean isExhausted() {
    return exhausted;
  }

  /**
   * Explores all decisions of what is still free.
   *
   * @param equalWillDo false to look for a better solution, true to look for one as good
   * @return whether one was found that is as good, when that will do
   */
  private boolean explore(byte[] decision, boolean equalWillDo) {
    Solution bound = node(decision);
    if (bound == null || !worthwhile(bound, equalWillDo)) {
      return false;
    }
    int at = firstViolated(bound, decision);
    if (at < 0) {
      if (accept(rounded(bound, decision)) && (equalWillDo || attains(bound))) {
        return true;
      }
      at = firstFree(bound, decision);
      if (at < 0) {
        return false;
      }
    }
    boolean inFirst = bound.fills()[undecided[at]] * 2 >= orders.min[undecided[at]];
    for (boolean in : new boolean[] {inFirst, !inFirst}) {
      byte[] child = decision.clone();
      child[at] = in ? Participation.IN : Participation.OUT;
      if (explore(child, equalWillDo) && equalWillDo) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Solution node(byte[] decision) {
    if (nodes >= budget) {
      exhausted = true;
      return null;
    }
    nodes++;
    return clearing.solve(part(decision));
  }

  private boolean worthwhile(Solution bound, boolean equalWillDo) {
    if (best == null) {
      return true;
    }
    int comparison = bound.compareWorth(best);
    return equalWillDo ? comparison >= 0 : comparison > 0;
  }

  private boolean attains(Solution bound) {
    return best != null && best.compareWorth(bound) >= 0;
  }

  private int firstViolated(Solution bound, byte[] decision) {
    for (int k = 0; k < undecided.length; k++) {
      long fill = bound.fills()[undecided[k]];
      if (decision[k] == Participation.FREE && fill > 0 && fill < orders.min[undecided[k]]) {
        return k;
      }
    }
    return -1;
  }

  /** An undecided order, a filled one if there is one. */
  private int firstFree(Solution bound, byte[] decision) {
    int free = -1;
    for (int k = 0; k < undecided.length; k++) {
      if (decision[k] == Participation.FREE) {
        if (bound.fills()[undecided[k]] > 0) {
          return k;
        }
        free = free < 0 ? k : free;
      }
    }
    return free;
  }

  private byte[] rounded(Solution bound, byte[] decision) {
    byte[] all = decision.clone();
    for (int k = 0; k < undecided.length; k++) {
      if (all[k] == Participation.FREE) {
        all[k] = bound.fills()[undecided[k]] > 0 ? Participation.IN : Participation.OUT;
      }
    }
    return all;
  }

  /** Takes a full decision as the best one when it is as good and prices support it. */
  private boolean accept(byte[] decision) {
    Solution solution = clearing.solve(part(decision));
    if (solution == null
        || (best != null && solution.compareWorth(best) < 0)
        || new PriceSet(input, clearing.network(), solution).isEmpty()) {
      return false;
    }
    best = solution;
    bestDecision = decision;
    return true;
  }

  /** Among equally good sets, the one whose first difference in order of arrival takes part. */
  private void preferEarliest(Solution root) {
    byte[] settled = new byte[undecided.length];
    for (int k = 0; k < undecided.length; k++) {
      settled[k] = Participation.IN;
      if (bestDecision[k] != Participation.IN
          && (cannotTakePart(undecided[k], root) || !explore(settled.clone(), true))) {
        settled[k] = Participation.OUT;
      }
    }
  }

  /** Whether forcing an order in costs more than lies between the bound and the best solution. */
  private boolean cannotTakePart(int order, Solution root) {
    long price = root.nodes().price()[clearing.network().node[orders.area[order]]];
    long loss = orders.isBuy(order) ? price - orders.price[order] : orders.price[order] - price;
    BigInteger cost = BigInteger.valueOf(loss).multiply(BigInteger.valueOf(orders.min[order]));
    return best != null && root.welfareNano().subtract(cost).compareTo(best.welfareNano()) < 0;
  }
}
