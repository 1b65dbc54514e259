package org.commonwatt.core.storage.auction;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Finds the best placement of linked bids by branch and bound, the most promising first. Without
 * linked bids there is one flow to be found, and that is the optimum.
 */
final class LinkedSearch {
  private final Ordered in;
  private final int budget;
  private final boolean[][] eligible;
  private final PriorityQueue<Open> open =
      new PriorityQueue<>(
          Comparator.comparing(Open::boundNano, Comparator.reverseOrder())
              .thenComparing(Comparator.comparingInt(Open::decided).reversed())
              .thenComparingInt(Open::number));
  private final Map<Integer, List<Integer>> units = new HashMap<>(); // by bid, as far as asked
  private int flows;
  private int numbers;
  private @Nullable Candidate best;
  private BigInteger boundNano = BigInteger.ZERO;

  /**
   * A placement that is to be explored.
   *
   * @param boundNano what it can reach at most
   * @param decided number of linked bids that are not open
   * @param number in order of creation
   */
  private record Open(Placement placement, BigInteger boundNano, int decided, int number) {}

  LinkedSearch(Ordered in, int budget) {
    this.in = in;
    this.budget = budget;
    eligible = new boolean[in.bids.size()][in.offers.size()];
    Placement none = Placement.all(in, Placement.OUT);
    for (int b : in.linked) {
      for (int u = 0; u < in.offers.size(); u++) {
        eligible[b][u] = none.entering(b, u) != null;
      }
    }
  }

  /** Runs to the end, or of the budget: so many flows are looked for. */
  void run() {
    Placement root = Placement.all(in, Placement.OPEN);
    ServiceNetwork relaxed = solved(root);
    boundNano = relaxed == null ? BigInteger.ZERO : relaxed.welfareNano();
    offer(Placement.all(in, Placement.OUT));
    if (relaxed == null || in.linked.isEmpty()) {
      return;
    }
    start(best().placement(), byShare(relaxed));
    branch(root, relaxed, 0);
    while (!open.isEmpty() && isAbove(open.element().boundNano())) {
      boundNano = open.element().boundNano();
      if (flows >= budget) {
        return;
      }
      explore(open.remove());
    }
    boundNano = best().welfareNano();
  }

  Candidate best() {
    return requireNonNull(best);
  }

  /** What no placement passes, nano-currency. */
  BigInteger boundNano() {
    return boundNano;
  }

  private boolean isAbove(BigInteger welfare) {
    return best == null || welfare.compareTo(best.welfareNano()) > 0;
  }

  private @Nullable ServiceNetwork solved(Placement placement) {
    flows++;
    ServiceNetwork network = new ServiceNetwork(in, placement, eligible);
    return network.solve() ? network : null;
  }

  /** Looks at a placement of all linked bids; whether it is the best until now. */
  private boolean offer(Placement placement) {
    ServiceNetwork network = placement.isKept() ? solved(placement) : null;
    return network != null && offer(placement, network);
  }

  private boolean offer(Placement placement, ServiceNetwork network) {
    if (!isAbove(network.welfareNano())) {
      return false;
    }
    Candidate candidate = Candidate.of(in, placement, network);
    if (candidate != null) {
      best = candidate;
    }
    return candidate != null;
  }

  /** Puts linked bids in, as long as that is better: many at once, and where it is not, fewer. */
  private Placement start(Placement from, List<Integer> bids) {
    if (bids.isEmpty() || flows >= budget / 2) {
      return from;
    }
    if (bids.size() == 1) {
      return startWith(from, bids.get(0));
    }
    Placement all = from;
    for (int b : bids) {
      all = anywhere(all, b);
    }
    if (offer(all)) {
      return all;
    }
    int half = bids.size() / 2;
    Placement first = start(from, bids.subList(0, half));
    return start(first, bids.subList(half, bids.size()));
  }

  /** Puts a linked bid into the first unit that can keep it, if there is one. */
  private Placement anywhere(Placement from, int bid) {
    for (int u : units(bid)) {
      Placement then = from.entering(bid, u);
      if (then != null && then.isKept()) {
        return then;
      }
    }
    return from;
  }

  /** Puts a linked bid into the first unit in which it is better than out. */
  private Placement startWith(Placement from, int bid) {
    for (int u : units(bid)) {
      Placement then = flows < budget / 2 ? from.entering(bid, u) : null;
      if (then != null && offer(then)) {
        return then;
      }
    }
    return from;
  }

  /** Linked bids of which a relaxed flow accepts something, the greatest share first. */
  private List<Integer> byShare(ServiceNetwork relaxed) {
    List<Integer> some = new ArrayList<>();
    for (int b : in.linked) {
      if (relaxed.acceptedWh(b) > 0) {
        some.add(b);
      }
    }
    some.sort(Comparator.comparingLong((Integer b) -> -sharePpm(relaxed, b)));
    return some;
  }

  /** The share of an open bid that a relaxed flow accepts, ppm. */
  private long sharePpm(ServiceNetwork relaxed, int bid) {
    long all = in.bids.get(bid).surplus().slotWh().stream().mapToLong(Long::longValue).sum();
    return BigInteger.valueOf(relaxed.acceptedWh(bid))
        .multiply(BigInteger.valueOf(1_000_000))
        .divide(BigInteger.valueOf(Math.max(1, all)))
        .longValueExact();
  }

  /** Units that may take a linked bid, the cheapest first. */
  private List<Integer> units(int bid) {
    return units.computeIfAbsent(
        bid,
        first -> {
          Map<Integer, BigInteger> asked = new LinkedHashMap<>();
          for (int u = 0; u < in.offers.size(); u++) {
            if (eligible[bid][u]) {
              asked.put(u, asked(bid, u));
            }
          }
          return asked.entrySet().stream()
              .sorted(Map.Entry.comparingByValue())
              .map(Map.Entry::getKey)
              .toList();
        });
  }

  private BigInteger asked(int bid, int unit) {
    BigInteger sum = BigInteger.ZERO;
    for (int s = 0; s < in.slots; s++) {
      BigInteger wh = BigInteger.valueOf(in.surplusWh(bid, s));
      sum = sum.add(wh.multiply(BigInteger.valueOf(in.askedMicroPerKwh(unit, s))));
    }
    return sum;
  }

  private void explore(Open node) {
    ServiceNetwork relaxed = solved(node.placement());
    if (relaxed == null || !isAbove(relaxed.welfareNano())) {
      return;
    }
    if (node.placement().isClosed()) {
      offer(node.placement(), relaxed);
    } else {
      branch(node.placement(), relaxed, node.decided());
    }
  }

  /** Decides of the open linked bid that is most in between. */
  private void branch(Placement placement, ServiceNetwork relaxed, int decided) {
    int chosen = -1;
    long most = -1;
    for (int b : in.linked) {
      long share = placement.of(b) == Placement.OPEN ? sharePpm(relaxed, b) : -1;
      long score = share < 0 ? -1 : share == 0 ? 0 : share == 1_000_000 ? 1 : 2 + share;
      if (score > most) {
        most = score;
        chosen = b;
      }
    }
    BigInteger bound = relaxed.welfareNano();
    for (int u : units(chosen)) {
      Placement then = placement.entering(chosen, u);
      if (then != null) {
        open.add(new Open(then, bound, decided + 1, numbers++));
      }
    }
    Placement without = placement.with(chosen, Placement.OUT);
    open.add(new Open(without, bound, decided + 1, numbers++));
  }
}
