package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The best fills and flows of an auction, by the plainest means: energy goes from sellers to buyers
 * over the cheapest way there is, again and again, as long as that is worth it. A way may take back
 * what went before. What a Wh on an arc costs is a list of numbers of which an earlier one
 * outweighs all later ones: minima, money, minus the Wh filled, the Wh that flow, then link by
 * link. So the result is the best welfare, then the largest volume, then the least flow, as {@code
 * docs/market-rules.md} wants it.
 */
final class NetworkRecount {
  private static final int SOURCE = 0;
  private static final int SINK = 1;
  private static final int FIRST_AREA = 2;
  private static final int FIXED = 4; // minima, money, volume, flow; then the links

  private final int nodes;
  private final int links;
  private final List<Arc> arcs = new ArrayList<>();

  private static final class Arc {
    final int from;
    final int to;
    final long limit;
    final long[] cost; // per Wh
    long flow;

    Arc(int from, int to, long limit, long[] cost) {
      this.from = from;
      this.to = to;
      this.limit = limit;
      this.cost = cost;
    }
  }

  /** A step of a way: along an arc, or back against what flows on it. */
  private record Step(Arc arc, boolean forward) {
    int from() {
      return forward ? arc.from : arc.to;
    }

    int to() {
      return forward ? arc.to : arc.from;
    }

    long room() {
      return forward ? arc.limit - arc.flow : arc.flow;
    }
  }

  NetworkRecount(int areas, int links) {
    this.nodes = FIRST_AREA + areas;
    this.links = links;
  }

  /**
   * Orders of one area, side and price.
   *
   * @param area its index
   * @param price limit, µ/kWh
   */
  record Place(int area, boolean buy, long price) {}

  /**
   * What orders want together, Wh.
   *
   * @param minimumWh what they must get
   * @param moreWh what they take beyond
   */
  record Demand(long minimumWh, long moreWh) {}

  /** Adds orders; what they got is asked by the index returned. */
  int orders(Place place, Demand demand) {
    addOrders(place, demand.minimumWh(), -1);
    return addOrders(place, demand.moreWh(), 0);
  }

  private int addOrders(Place place, long energyWh, long minimum) {
    long[] cost = new long[FIXED + links];
    cost[0] = minimum;
    cost[1] = place.buy() ? -place.price() : place.price();
    cost[2] = -1;
    int node = FIRST_AREA + place.area();
    return add(
        place.buy() ? new Arc(node, SINK, energyWh, cost) : new Arc(SOURCE, node, energyWh, cost));
  }

  /** Adds one direction of a link, {@code rank}-th in order of (from, to). */
  int link(int rank, int[] fromTo, long limitWh, long fee) {
    long[] cost = new long[FIXED + links];
    cost[1] = fee;
    cost[3] = 1;
    cost[FIXED + rank] = 1;
    return add(new Arc(FIRST_AREA + fromTo[0], FIRST_AREA + fromTo[1], limitWh, cost));
  }

  private int add(Arc arc) {
    arcs.add(arc);
    return arcs.size() - 1;
  }

  /** Whether orders got their minimum. */
  boolean isMinimumMet(int index) {
    Arc minimum = arcs.get(index - 1);
    return minimum.flow == minimum.limit;
  }

  /** What orders got, Wh. */
  long filledWh(int index) {
    return arcs.get(index - 1).flow + arcs.get(index).flow;
  }

  /** What flows in a link's direction, Wh. */
  long energyWh(int index) {
    return arcs.get(index).flow;
  }

  void run() {
    for (List<Step> way = cheapest(); !way.isEmpty(); way = cheapest()) {
      long energy = way.stream().mapToLong(Step::room).min().orElseThrow();
      for (Step step : way) {
        step.arc().flow += step.forward() ? energy : -energy;
      }
    }
  }

  /** The cheapest way from sellers to buyers, empty when none is worth it: Bellman and Ford. */
  private List<Step> cheapest() {
    long[] @Nullable [] costs = new long[nodes][];
    @Nullable Step[] last = new @Nullable Step[nodes];
    costs[SOURCE] = new long[FIXED + links];
    for (boolean changed = true; changed; ) {
      changed = false;
      for (Arc arc : arcs) {
        changed |= relax(new Step(arc, true), costs, last);
        changed |= relax(new Step(arc, false), costs, last);
      }
    }
    long[] total = costs[SINK];
    if (total == null || Arrays.compare(total, new long[FIXED + links]) >= 0) {
      return List.of();
    }
    List<Step> way = new ArrayList<>();
    for (Step step = last[SINK]; step != null; step = last[step.from()]) {
      way.add(step);
    }
    return way;
  }

  private static boolean relax(Step step, long[] @Nullable [] costs, @Nullable Step[] last) {
    long[] start = costs[step.from()];
    if (start == null || step.room() == 0) {
      return false;
    }
    long[] sum = start.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += step.forward() ? step.arc().cost[i] : -step.arc().cost[i];
    }
    long[] known = costs[step.to()];
    if (known != null && Arrays.compare(sum, known) >= 0) {
      return false;
    }
    costs[step.to()] = sum;
    last[step.to()] = step;
    return true;
  }
}
