package org.commonwatt.core.coupled;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.commonwatt.core.coupled.CaseFault.Code;

/**
 * The call auction of coupled areas: greatest welfare, then largest volume, prices that support it,
 * ties by rule. The rules are section "Clearing coupled areas" of {@code docs/market-rules.md};
 * algorithm and proof stand in {@code docs/market-core.md}.
 */
public final class CoupledAuction {
  private final ClearingCase input;
  private final Clearing clearing;

  private CoupledAuction(ClearingCase input) {
    this.input = input;
    this.clearing = new Clearing(input);
  }

  /**
   * Clears a case. While assertions are on, {@link org.commonwatt.model.AuctionVerifier}s judge
   * every result before it is given out.
   *
   * @return the result, or the fault {@code INFEASIBLE} naming the areas that cannot be balanced
   */
  public static ClearingOutcome clear(ClearingCase input) {
    ClearingOutcome outcome = new CoupledAuction(input).clear();
    assert !(outcome instanceof ClearingResult result)
        || Verification.passes(StatedResult.of(result));
    return outcome;
  }

  private ClearingOutcome clear() {
    OwnTrades own = new OwnTrades(input);
    while (true) {
      MinimumSearch search = new MinimumSearch(clearing, input, own.energy());
      Solution solution = search.run();
      if (solution == null) {
        return infeasible(search);
      }
      if (!own.reduceFurther(clearing.network(), solution)) {
        return result(search, solution);
      }
    }
  }

  private ClearingResult result(MinimumSearch search, Solution solution) {
    Participation part = search.participation();
    ResultPrices prices = ResultPrices.of(input, clearing.network(), solution);
    ClearingResult.Search said =
        new ClearingResult.Search(
            !search.isExhausted(), part.energy, rejected(part, solution, prices));
    return new ClearingResult(input, clearing.network(), solution, prices, said);
  }

  private List<Integer> rejected(Participation part, Solution solution, ResultPrices prices) {
    OrderTable orders = input.orders;
    boolean payAsBid = input.rules.price() == PriceRule.PAY_AS_BID;
    long[] reference = payAsBid ? prices.midpoint() : prices.price();
    Set<Integer> rows = new HashSet<>();
    for (int i : orders.withMinimum) {
      if (part.energy[i] > 0 && solution.fills()[i] == 0) {
        long price = reference[clearing.network().node[orders.area[i]]];
        boolean inTheMoney = orders.isBuy(i) ? orders.price[i] > price : orders.price[i] < price;
        if (price != PriceSet.NO_LOWER && inTheMoney) {
          rows.add(i);
        }
      }
    }
    return rows.isEmpty()
        ? List.of()
        : IntStream.range(0, orders.count)
            .filter(order -> rows.contains(orders.row[order]))
            .boxed()
            .toList();
  }

  private CaseFault infeasible(MinimumSearch search) {
    Participation part = search.participation();
    boolean[] stuck = clearing.stuckNodes(part);
    Set<String> areas = new TreeSet<>();
    for (int n = 0; n < stuck.length; n++) {
      if (stuck[n]) {
        areas.add(input.areaId(clearing.network().area[n]));
      }
    }
    String why = "";
    if (areas.isEmpty()) { // a flow exists, but none that keeps the minimum quantities
      for (int i : input.orders.withMinimum) {
        areas.add(input.areaId(input.orders.area[i]));
      }
      why = search.isExhausted() ? " with minimum quantities, as far as was searched" : "";
    }
    if (!Arrays.equals(part.energy, input.orders.energy)) {
      why += " without the orders that cross earlier ones of their owner";
    }
    return new CaseFault(
        Code.INFEASIBLE,
        "no flow within the limits of the links balances " + String.join(", ", areas) + why,
        "lower the forced flows, widen the limits or add orders there",
        List.copyOf(areas));
  }
}
