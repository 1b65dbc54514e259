package org.commonwatt.core.coupled;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an auction gave; areas, links and orders are those of its case, in the same order. */
public final class ClearingResult implements ClearingOutcome {
  private final ClearingCase input;
  private final Network net;
  private final Solution solution;
  private final ResultPrices prices;
  private final ResultMoney money;
  private final Search search;

  /**
   * What the search says of the result.
   *
   * @param optimal whether no better set of orders with a minimum quantity is possible
   * @param energy per row of the orders, the energy it took part with, Wh
   * @param paradoxicallyRejected orders with a minimum quantity that are in the money but rejected
   */
  record Search(boolean optimal, long[] energy, List<Integer> paradoxicallyRejected) {}

  ClearingResult(
      ClearingCase input, Network net, Solution solution, ResultPrices prices, Search search) {
    this.input = input;
    this.net = net;
    this.solution = solution;
    this.prices = prices;
    this.money = new ResultMoney(input, net, solution, prices);
    this.search = search;
  }

  /** The case that was cleared. */
  public ClearingCase input() {
    return input;
  }

  /** Whether any order got anything. */
  public boolean isCleared() {
    return solution.volumeWh() > 0;
  }

  /** True when proven best; false when a budget ended the search before. */
  public boolean isOptimal() {
    return search.optimal();
  }

  /**
   * The price of an area, µ/kWh; null where nothing bounds it or the rule gives none. A neighbour
   * has its fixed price, an external area none.
   */
  public @Nullable Long priceMicroPerKwh(int area) {
    return switch (input.kind(area)) {
      case NORMAL -> orNull(prices.price()[net.node[area]], PriceSet.NO_LOWER);
      case NEIGHBOUR -> (Long) input.fixedPrices[area];
      case EXTERNAL -> null;
    };
  }

  /** Lower end of the supporting prices of a normal area, µ/kWh; null when nothing bounds it. */
  public @Nullable Long lowestPriceMicroPerKwh(int area) {
    return orNull(prices.lower()[net.node[area]], PriceSet.NO_LOWER);
  }

  /** Upper end of the supporting prices of a normal area, µ/kWh; null when nothing bounds it. */
  public @Nullable Long highestPriceMicroPerKwh(int area) {
    return orNull(prices.upper()[net.node[area]], PriceSet.NO_UPPER);
  }

  private static @Nullable Long orNull(long value, long none) {
    return value == none ? null : (Long) value;
  }

  /** Energy bought in an area, Wh. */
  public long buyWh(int area) {
    return money.buyWh[area];
  }

  /** Energy sold in an area, Wh. */
  public long sellWh(int area) {
    return money.sellWh[area];
  }

  /** What flows out of an area minus what flows in, Wh. */
  public long netExportWh(int area) {
    return money.netExportWh[area];
  }

  /** Flow of a link, Wh, positive from its first to its second area. */
  public long flowWh(int link) {
    return solution.flows()[link];
  }

  /** What an order got, Wh. */
  public long fillWh(int order) {
    return solution.fills()[input.orders.row[order]];
  }

  /** The energy an order took part with: less than its own when self-trade was prevented, Wh. */
  public long participatingWh(int order) {
    return search.energy()[input.orders.row[order]];
  }

  /** Sum of all fills, buys plus sells, Wh. */
  public long volumeWh() {
    return solution.volumeWh();
  }

  /** Orders with a minimum quantity that are in the money but rejected, by index. */
  public List<Integer> paradoxicallyRejected() {
    return search.paradoxicallyRejected();
  }

  /** Welfare as the rules define it, nano-currency. */
  public BigInteger welfareNano() {
    return solution.welfareNano();
  }

  /** Fees of all links, nano-currency. */
  public BigInteger feeNano() {
    return money.fee;
  }

  /** What the links earn beyond their fees, nano-currency; negative at some forced flows. */
  public BigInteger congestionRentNano() {
    return money.congestionRent;
  }

  /**
   * Under pay-as-bid what buyers pay beyond sellers, neighbours and fees, else 0, nano-currency.
   */
  public BigInteger marketSurplusNano() {
    return money.marketSurplus;
  }
}
