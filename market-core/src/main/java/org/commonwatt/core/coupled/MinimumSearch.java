package org.commonwatt.core.coupled;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
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
  private final BestSet best;
  private final int[] undecided;
  private int halves = 2; // of the budget that may be used
  private boolean exhausted;

  MinimumSearch(Clearing clearing, ClearingCase input, long[] energy) {
    this.clearing = clearing;
    this.input = input;
    this.orders = input.orders;
    best = new BestSet(clearing, input, energy);
    undecided = best.undecided;
  }

  /** The best solution, null when none balances the areas. */
  @Nullable Solution run() {
    byte[] free = new byte[undecided.length];
    Solution root = best.clear(free);
    if (root == null) {
      return null;
    }
    if (undecided.length == 0) {
      best.take(root);
      return root;
    }
    byte[] none = free.clone();
    Arrays.fill(none, Participation.OUT);
    best.offer(none, false);
    byte[] rounded = rounded(root, free);
    best.offer(rounded, false);
    if (best.isBetter(root, false)) {
      long[] prices = best.prices(root).midpoints();
      GoodStart start = new GoodStart(best, input, clearing.network(), prices);
      start.shrink(rounded.clone());
      halves = 1;
      explore(free, false);
      halves = 2;
      if (exhausted) {
        start.improve();
      }
    }
    if (best.solution() != null && !exhausted) {
      preferEarliest();
    }
    return best.solution();
  }

  /** With which energy and decision each order took part in the best solution. */
  Participation participation() {
    return best.part(best.decision());
  }

  /** Whether the budget ended the search before the best set was proven. */
  boolean isExhausted() {
    return exhausted;
  }

  /**
   * Explores all decisions of what is still free, depth first; on a stack of its own, since there
   * may be thousands of orders to decide.
   *
   * @param root what is decided; changed
   * @param equalWillDo false to look for a better solution, true to look for one as good
   * @return whether one was found that is as good, when that will do
   */
  private boolean explore(byte[] root, boolean equalWillDo) {
    Deque<byte[]> open = new ArrayDeque<>();
    open.push(root);
    while (!open.isEmpty()) {
      if (best.isSpent(halves)) {
        exhausted = true;
        return false;
      }
      byte[] decision = open.pop();
      Solution bound = best.bound(decision);
      if (bound == null || !best.isBetter(bound, equalWillDo)) {
        continue;
      }
      int at = firstViolated(bound, decision);
      if (at < 0) {
        boolean taken = best.offer(rounded(bound, decision), equalWillDo);
        if (taken && equalWillDo) {
          return true;
        }
        at = taken && !best.isBetter(bound, false) ? -1 : firstFree(bound, decision);
      }
      if (at >= 0) {
        branch(open, decision, at, bound.fills()[undecided[at]]);
      }
    }
    return false;
  }

  /** Leaves both decisions of an order to be explored, the likelier one first. */
  private void branch(Deque<byte[]> open, byte[] decision, int at, long fill) {
    boolean inFirst = fill * 2 >= orders.min[undecided[at]];
    for (boolean in : new boolean[] {!inFirst, inFirst}) {
      byte[] child = decision.clone();
      child[at] = in ? Participation.IN : Participation.OUT;
      open.push(child);
    }
  }

  private int firstViolated(Solution bound, byte[] decision) {
    for (int k = 0; k < undecided.length; k++) {
      if (decision[k] == Participation.FREE
          && best.isViolated(undecided[k], bound.fills()[undecided[k]])) {
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

  /** Among equally good sets, the one whose first difference in order of arrival takes part. */
  private void preferEarliest() {
    byte[] settled = new byte[undecided.length];
    for (int k = 0; k < undecided.length; k++) {
      settled[k] = Participation.IN;
      if (best.decision()[k] != Participation.IN && !explore(settled.clone(), true)) {
        settled[k] = Participation.OUT;
      }
      if (exhausted) {
        return;
      }
    }
  }
}
