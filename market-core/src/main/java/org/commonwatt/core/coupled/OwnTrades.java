package org.commonwatt.core.coupled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Keeps orders of one owner in one area from trading with each other. The later of two that cross
 * is reduced by the energy of the earlier; and as long as the owner's fills could still not all be
 * paired with others, its latest filled order that crosses is reduced further.
 */
final class OwnTrades {
  private static final int PATIENCE = 8; // then a reduced order is taken out

  private final ClearingCase input;
  private final OrderTable orders;
  private final long[] energy;
  private final List<int[]> groups = new ArrayList<>(); // by owner and area, in order of arrival
  private int rounds;

  OwnTrades(ClearingCase input) {
    this.input = input;
    this.orders = input.orders;
    this.energy = orders.energy.clone();
    findGroups();
    groups.removeIf(group -> !crosses(group));
    groups.forEach(this::reduceLater);
  }

  /** Per order, the energy it takes part with. */
  long[] energy() {
    return energy;
  }

  private void findGroups() {
    int[] sizes = new int[orders.ownerNames.size()];
    for (int i = 0; i < orders.count; i++) {
      if (orders.owner[i] >= 0) {
        sizes[orders.owner[i]]++;
      }
    }
    int[] candidates =
        IntStream.range(0, orders.count)
            .filter(i -> orders.owner[i] >= 0 && sizes[orders.owner[i]] > 1)
            .boxed()
            .sorted(
                Comparator.comparingInt((Integer i) -> orders.owner[i])
                    .thenComparingInt(i -> orders.area[i])
                    .thenComparing(orders::compareArrival))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int start = 0; start < candidates.length; ) {
      int end = start + 1;
      while (end < candidates.length && sameGroup(candidates[start], candidates[end])) {
        end++;
      }
      groups.add(Arrays.copyOfRange(candidates, start, end));
      start = end;
    }
  }

  private boolean sameGroup(int a, int b) {
    return orders.owner[a] == orders.owner[b] && orders.area[a] == orders.area[b];
  }

  private boolean crosses(int[] group) {
    long highestBuy = Long.MIN_VALUE;
    long lowestSell = Long.MAX_VALUE;
    for (int i : group) {
      if (orders.buy[i]) {
        highestBuy = Math.max(highestBuy, orders.price[i]);
      } else {
        lowestSell = Math.min(lowestSell, orders.price[i]);
      }
    }
    return highestBuy >= lowestSell;
  }

  private void reduceLater(int[] group) {
    long[] left = new long[group.length]; // of each earlier order, not yet used to reduce one
    for (int later = 0; later < group.length; later++) {
      int i = group[later];
      for (int earlier = 0; earlier < later; earlier++) {
        if (crosses(group[earlier], i)) {
          long overlap = Math.min(energy[i], left[earlier]);
          reduceTo(i, energy[i] - overlap);
          left[earlier] -= overlap;
        }
      }
      left[later] = energy[i];
    }
  }

  private boolean crosses(int a, int b) {
    return orders.buy[a] != orders.buy[b]
        && (orders.buy[a]
            ? orders.price[a] >= orders.price[b]
            : orders.price[b] >= orders.price[a]);
  }

  private void reduceTo(int order, long left) {
    energy[order] = left < orders.min[order] ? 0 : left;
  }

  /**
   * Reduces orders whose fills would have to be paired with fills of the same owner.
   *
   * @return whether anything was reduced, so that the case must be cleared again
   */
  boolean reduceFurther(Solution solution) {
    if (groups.isEmpty()) {
      return false;
    }
    rounds++;
    long[] throughput = throughput(solution);
    boolean reduced = false;
    for (int[] group : groups) {
      long buys = filled(group, true, solution);
      long sells = filled(group, false, solution);
      long excess = buys + sells - throughput[orders.area[group[0]]];
      if (excess > 0 && buys > 0 && sells > 0) {
        int i = latestThatCrosses(group, solution);
        reduceTo(i, rounds > PATIENCE ? 0 : Math.max(0, solution.fills()[i] - excess));
        reduced = true;
      }
    }
    return reduced;
  }

  private int latestThatCrosses(int[] group, Solution solution) {
    for (int k = group.length - 1; k > 0; k--) {
      int i = group[k];
      for (int j : group) {
        if (solution.fills()[i] > 0 && solution.fills()[j] > 0 && crosses(j, i)) {
          return i;
        }
      }
    }
    throw new IllegalStateException("one price took a buy below a sell of one owner");
  }

  private long filled(int[] group, boolean buy, Solution solution) {
    long sum = 0;
    for (int i : group) {
      sum += orders.buy[i] == buy ? solution.fills()[i] : 0;
    }
    return sum;
  }

  /** Per area, what is sold in it and flows into it. */
  private long[] throughput(Solution solution) {
    long[] sum = new long[input.areaCount()];
    for (int i = 0; i < orders.count; i++) {
      sum[orders.area[i]] += orders.buy[i] ? 0 : solution.fills()[i];
    }
    for (int l = 0; l < input.linkCount(); l++) {
      long flow = solution.flows()[l];
      sum[flow > 0 ? input.linkTo[l] : input.linkFrom[l]] += Math.abs(flow);
    }
    return sum;
  }
}
