package org.commonwatt.core.coupled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Keeps orders of one owner in one area from trading with each other. The later of two that cross
 * is reduced by the energy of the earlier; and as long as the owner's fills could still not all be
 * paired with others, its latest filled order is reduced further.
 */
final class OwnTrades {
  /** Rounds in which single orders are reduced, before all that cross an earlier one drop out. */
  private static final int PATIENCE = 8;

  private final ClearingCase input;
  private final OrderTable orders;
  private final long[] energy;
  private final List<int[]> groups = new ArrayList<>(); // by owner and area, in order of arrival
  private int rounds;

  OwnTrades(ClearingCase input) {
    this.input = input;
    this.orders = input.orders;
    findGroups();
    groups.removeIf(group -> !crosses(group));
    this.energy = groups.isEmpty() ? orders.energy : orders.energy.clone();
    groups.forEach(this::reduceLater);
  }

  /** Per order, the energy it takes part with. */
  long[] energy() {
    return energy;
  }

  private void findGroups() {
    if (orders.ownerNames.isEmpty()) {
      return;
    }
    boolean[] mayCross = ownersWhoMayCross();
    int[] candidates =
        IntStream.range(0, orders.count)
            .filter(i -> orders.owner[i] >= 0 && mayCross[orders.owner[i]])
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

  /** Owners with a buy at or above one of their sells, in whatever areas. */
  private boolean[] ownersWhoMayCross() {
    int owners = orders.ownerNames.size();
    long[] highestBuy = new long[owners];
    long[] lowestSell = new long[owners];
    Arrays.fill(highestBuy, Long.MIN_VALUE);
    Arrays.fill(lowestSell, Long.MAX_VALUE);
    for (int i = 0; i < orders.count; i++) {
      int owner = orders.owner[i];
      if (owner >= 0 && orders.isBuy(i)) {
        highestBuy[owner] = Math.max(highestBuy[owner], orders.price[i]);
      } else if (owner >= 0) {
        lowestSell[owner] = Math.min(lowestSell[owner], orders.price[i]);
      }
    }
    boolean[] mayCross = new boolean[owners];
    for (int owner = 0; owner < owners; owner++) {
      mayCross[owner] = highestBuy[owner] >= lowestSell[owner];
    }
    return mayCross;
  }

  private boolean sameGroup(int a, int b) {
    return orders.owner[a] == orders.owner[b] && orders.area[a] == orders.area[b];
  }

  private boolean crosses(int[] group) {
    long highestBuy = Long.MIN_VALUE;
    long lowestSell = Long.MAX_VALUE;
    for (int i : group) {
      if (orders.isBuy(i)) {
        highestBuy = Math.max(highestBuy, orders.price[i]);
      } else {
        lowestSell = Math.min(lowestSell, orders.price[i]);
      }
    }
    return highestBuy >= lowestSell;
  }

  private void reduceLater(int[] group) {
    EarliestCrossing buys = new EarliestCrossing(true, group.length);
    EarliestCrossing sells = new EarliestCrossing(false, group.length);
    long[] left = new long[group.length]; // of each earlier order, not yet used to reduce one
    for (int later = 0; later < group.length; later++) {
      int i = group[later];
      EarliestCrossing others = orders.isBuy(i) ? sells : buys;
      int earlier = others.find(orders.price[i]);
      while (earlier >= 0 && energy[i] > 0) {
        long overlap = Math.min(energy[i], left[earlier]);
        reduceTo(i, energy[i] - overlap);
        left[earlier] -= overlap;
        if (left[earlier] == 0) {
          others.remove(earlier);
          earlier = others.find(orders.price[i]);
        }
      }
      left[later] = energy[i];
      if (energy[i] > 0) {
        (orders.isBuy(i) ? buys : sells).add(later, orders.price[i]);
      }
    }
  }

  private void reduceTo(int order, long left) {
    energy[order] = left < orders.min[order] ? 0 : left;
  }

  /**
   * Reduces orders whose fills would have to be paired with fills of the same owner. After {@link
   * #PATIENCE} rounds all of such an owner's orders that cross an earlier one drop out, after twice
   * as many those of every owner: then no two cross, so this ends.
   *
   * @return whether anything was reduced, so that the case must be cleared again
   */
  boolean reduceFurther(Network net, Solution solution) {
    if (groups.isEmpty()) {
      return false;
    }
    rounds++;
    long[] throughput = throughput(net, solution);
    boolean reduced = false;
    for (int[] group : groups) {
      long buys = filled(group, true, solution);
      long sells = filled(group, false, solution);
      long excess = buys + sells - throughput[orders.area[group[0]]];
      if (excess > 0 && buys > 0 && sells > 0) {
        reduce(group, excess, solution);
        reduced = true;
      }
    }
    if (reduced && rounds > 2 * PATIENCE) {
      groups.forEach(this::dropLater);
    }
    return reduced;
  }

  private void reduce(int[] group, long excess, Solution solution) {
    if (rounds > PATIENCE) {
      dropLater(group);
    } else {
      int i = latestFilled(group, solution);
      reduceTo(i, Math.max(0, solution.fills()[i] - excess));
    }
  }

  /** Any two fills of one area cross, as one price took both. */
  private static int latestFilled(int[] group, Solution solution) {
    int k = group.length - 1;
    while (solution.fills()[group[k]] == 0) {
      k--;
    }
    return group[k];
  }

  /** Takes out all orders that cross an earlier one that takes part. */
  private void dropLater(int[] group) {
    long highestBuy = Long.MIN_VALUE;
    long lowestSell = Long.MAX_VALUE;
    for (int i : group) {
      boolean crosses =
          orders.isBuy(i) ? orders.price[i] >= lowestSell : orders.price[i] <= highestBuy;
      if (crosses) {
        energy[i] = 0;
      } else if (energy[i] > 0 && orders.isBuy(i)) {
        highestBuy = Math.max(highestBuy, orders.price[i]);
      } else if (energy[i] > 0) {
        lowestSell = Math.min(lowestSell, orders.price[i]);
      }
    }
  }

  private long filled(int[] group, boolean buy, Solution solution) {
    long sum = 0;
    for (int i : group) {
      sum += orders.isBuy(i) == buy ? solution.fills()[i] : 0;
    }
    return sum;
  }

  /** Per area, what is sold in it and flows into it. */
  private long[] throughput(Network net, Solution solution) {
    long[] sum = new long[input.areaCount()];
    for (int n = 0; n < net.nodes; n++) {
      sum[net.area[n]] = solution.nodes().sellWh()[n];
    }
    for (int l = 0; l < input.linkCount(); l++) {
      long flow = solution.flows()[l];
      sum[flow > 0 ? input.linkTo[l] : input.linkFrom[l]] += Math.abs(flow);
    }
    return sum;
  }
}
