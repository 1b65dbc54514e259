package org.commonwatt.core.auction;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/** What an auction gave. */
public final class AuctionResult {
  private final List<AuctionOrder> orders;
  private final long[] fills;
  private final PriceInterval interval;
  private final long volumeWh;

  AuctionResult(List<AuctionOrder> orders, long[] fills, PriceInterval interval, long volumeWh) {
    this.orders = List.copyOf(orders);
    this.fills = fills;
    this.interval = interval;
    this.volumeWh = volumeWh;
  }

  /** All orders of the auction, by order id. */
  public List<AuctionOrder> orders() {
    return orders;
  }

  /**
   * The energy an order got.
   *
   * @param index index in {@link #orders()}
   * @return Wh, from 0 to the order's energy
   */
  public long filledWh(int index) {
    return fills[index];
  }

  /** The supporting prices, and the price. */
  public PriceInterval interval() {
    return interval;
  }

  /** Energy bought, equal to energy sold, Wh. */
  public long volumeWh() {
    return volumeWh;
  }

  /** Accepted buys minus accepted sells at their limits, nano-currency, not negative. */
  public BigInteger welfareNano() {
    BigInteger welfare = BigInteger.ZERO;
    for (int i = 0; i < fills.length; i++) {
      if (fills[i] > 0) {
        AuctionOrder order = orders.get(i);
        BigInteger value =
            BigInteger.valueOf(fills[i]).multiply(BigInteger.valueOf(order.priceMicroPerKwh()));
        welfare = order.side() == Side.BUY ? welfare.add(value) : welfare.subtract(value);
      }
    }
    return welfare;
  }

  /**
   * Who trades with whom: the fills of each side in order of order id, matched one against the
   * other until both are used up.
   */
  public List<AuctionTrade> trades() {
    List<AuctionTrade> trades = new ArrayList<>();
    int buy = -1;
    int sell = -1;
    long buyLeft = 0;
    long sellLeft = 0;
    for (long left = volumeWh; left > 0; ) {
      if (buyLeft == 0) {
        buy = nextFilled(buy, Side.BUY);
        buyLeft = fills[buy];
      }
      if (sellLeft == 0) {
        sell = nextFilled(sell, Side.SELL);
        sellLeft = fills[sell];
      }
      long energy = Math.min(buyLeft, sellLeft);
      trades.add(new AuctionTrade(orders.get(buy), orders.get(sell), energy));
      buyLeft -= energy;
      sellLeft -= energy;
      left -= energy;
    }
    return trades;
  }

  private int nextFilled(int after, Side side) {
    int i = after + 1;
    while (fills[i] == 0 || orders.get(i).side() != side) {
      i++;
    }
    return i;
  }

  /**
   * The prices at which no accepted order loses and no order that wants more is in the money.
   *
   * @param minMicroPerKwh lower end, µ/kWh; null when nothing bounds it
   * @param maxMicroPerKwh upper end, µ/kWh; null when nothing bounds it
   */
  public record PriceInterval(@Nullable Long minMicroPerKwh, @Nullable Long maxMicroPerKwh) {

    /**
     * The price by the rule {@code midpoint}: the floored middle, the only end when there is but
     * one, null when there is none.
     */
    public @Nullable Long midpointMicroPerKwh() {
      if (minMicroPerKwh == null || maxMicroPerKwh == null) {
        return minMicroPerKwh == null ? maxMicroPerKwh : minMicroPerKwh;
      }
      return Math.floorDiv(minMicroPerKwh + maxMicroPerKwh, 2L);
    }
  }
}
