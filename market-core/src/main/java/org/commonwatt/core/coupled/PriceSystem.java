package org.commonwatt.core.coupled;

import java.util.Arrays;
import java.util.TreeMap;
import org.commonwatt.core.coupled.JointPrices.Row;

/** The prices of the slots that {@link JointPrices} leaves to be solved, as whole numbers. */
final class PriceSystem {
  /** What only prices beyond this allow, the bound on prices allows, and nothing else. */
  private static final long REACH = JointPrices.CAP / 2;

  private final TreeMap<Integer, Integer> variables = new TreeMap<>(); // per place
  private final JointPrices prices;
  private final WholeSystem system;
  private final int[] places; // per variable
  private final long[] known; // a solution, per variable

  /**
   * Takes what is left to be solved.
   *
   * @param guess per place, prices that may do
   * @param maxSteps cells of the system that may be looked at
   */
  PriceSystem(JointPrices prices, long[] guess, long maxSteps) {
    this.prices = prices;
    for (Row row : prices.rows()) {
      for (int place : row.places()) {
        int first = place / prices.nodes * prices.nodes;
        for (int n = 0; n < prices.nodes; n++) {
          variables.put(first + n, 0);
        }
      }
    }
    long[] least = new long[variables.size()];
    long[] most = new long[variables.size()];
    long[] near = new long[variables.size()];
    places = variables.keySet().stream().mapToInt(Integer::intValue).toArray();
    int count = 0;
    for (int place : places) {
      variables.put(place, count);
      least[count] = prices.lower(place);
      most[count] = prices.upper(place);
      near[count] = Math.max(least[count], Math.min(most[count], guess[place]));
      count++;
    }
    known = near.clone();
    system = new WholeSystem(least, most, near, maxSteps);
    addSpreads();
    for (Row row : prices.rows()) {
      int[] which = new int[row.places().length];
      for (int i = 0; i < which.length; i++) {
        which[i] = variable(row.places()[i]);
      }
      system.atLeast(which, row.factors(), Fraction.of(row.bound()));
    }
  }

  private void addSpreads() {
    for (int place : variables.keySet()) {
      int first = place;
      if (place % prices.nodes == 0) {
        prices
            .set(place / prices.nodes)
            .eachSpread(
                (from, to, gap) -> {
                  if (prices.upper(first + to) - prices.lower(first + from) > gap) {
                    int[] which = {variable(first + from), variable(first + to)};
                    system.atLeast(which, new long[] {1, -1}, Fraction.of(-gap));
                  }
                });
      }
    }
  }

  private int variable(int place) {
    return variables.getOrDefault(place, -1);
  }

  /** Whether a slot's prices are solved here. */
  boolean has(int place) {
    return variables.containsKey(place);
  }

  /** Whether any prices do. */
  boolean isSolvable() {
    return remember(system.isSolvable());
  }

  /** A solution, per place; for what is not solved here the guess. */
  long[] solution(long[] guess) {
    long[] all = guess.clone();
    for (int j = 0; j < places.length; j++) {
      all[places[j]] = known[j];
    }
    return all;
  }

  /** Whether the search was given up. */
  boolean isExhausted() {
    return system.isExhausted();
  }

  long steps() {
    return system.steps();
  }

  private boolean remember(boolean solved) {
    if (solved) {
      for (int j = 0; j < known.length; j++) {
        known[j] = system.value(j);
      }
    }
    return solved;
  }

  private boolean isSolvableWith(int variable, long least, long most) {
    return remember(system.isSolvableWith(variable, least, most));
  }

  /**
   * The greatest price of a place, or the least one, at which the others can have some; beyond all
   * prices when there is no such end.
   */
  long end(int place, boolean greatest) {
    int j = variable(place);
    long end = end(j, place, greatest);
    if (isNear(j, end)) {
      return end;
    }
    return greatest ? JointPrices.CAP : -JointPrices.CAP;
  }

  private boolean isNear(int j, long at) {
    if (known[j] == at && Arrays.stream(known).allMatch(price -> Math.abs(price) <= REACH)) {
      return true;
    }
    return Math.abs(at) <= REACH
        && (remember(system.isSolvableNear(j, at, REACH)) || system.isExhausted());
  }

  private long end(int j, int place, boolean greatest) {
    long good = known[j];
    long bad = greatest ? prices.upper(place) : prices.lower(place);
    if (isWithin(j, bad, greatest)) {
      return known[j];
    }
    while (Math.abs(bad - good) > 1) {
      long middle = good + (bad - good) / 2;
      if (isWithin(j, middle, greatest)) {
        good = known[j];
      } else {
        bad = middle;
      }
    }
    return good;
  }

  private boolean isWithin(int j, long bound, boolean from) {
    return from
        ? isSolvableWith(j, bound, prices.upper(places[j]))
        : isSolvableWith(j, prices.lower(places[j]), bound);
  }

  /** Fixes a place at a price, or the nearest below it that leaves the others some. */
  long fix(int place, long price) {
    int j = variable(place);
    long at = price;
    while (at != known[j] && !isSolvableWith(j, at, at)) {
      if (system.isExhausted()) {
        at = known[j];
      } else {
        at--;
      }
    }
    system.keep(j, at, at);
    return at;
  }
}
