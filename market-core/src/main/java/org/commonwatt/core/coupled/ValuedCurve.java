package org.commonwatt.core.coupled;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The simple orders of an area in one slot as a sorted staircase that also tells what they gain at
 * a price. Blocks move it up and down. Beyond all prices of orders it has a step of more energy
 * than anybody could want, so that whatever blocks do has some price; at that price the slot has no
 * solution.
 */
final class ValuedCurve implements SupplyCurve {
  private final long[] prices; // rising, each once
  private final long[] supply; // supply[i]: below prices[i]
  private final BigInteger[] costs; // costs[i]: of the steps below prices[i]
  private final BigInteger buys; // what all buys are worth to them
  private final long beyond;
  private long shift;

  /**
   * The curve of an area.
   *
   * @param energy per row, with how much an order takes part, Wh
   * @param beyond a price beyond that of all orders, µ/kWh
   */
  ValuedCurve(OrderTable orders, long[] energy, int area, long beyond) {
    this.beyond = beyond;
    int[] rows =
        IntStream.range(orders.first[area], orders.first[area + 1])
            .filter(i -> energy[i] > 0)
            .boxed()
            .sorted(Comparator.comparingLong((Integer i) -> orders.price[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    long[] at = new long[rows.length];
    long[] below = new long[rows.length + 1];
    BigInteger[] cost = new BigInteger[rows.length + 1];
    Wide worth = new Wide();
    Wide sum = new Wide();
    for (int i : rows) {
      if (orders.isBuy(i)) {
        below[0] -= energy[i];
        worth.addProduct(energy[i], orders.price[i]);
      }
    }
    cost[0] = BigInteger.ZERO;
    int steps = 0;
    for (int i : rows) {
      if (steps == 0 || at[steps - 1] != orders.price[i]) {
        at[steps++] = orders.price[i];
        below[steps] = below[steps - 1];
      }
      below[steps] += energy[i];
      sum.addProduct(energy[i], orders.price[i]);
      cost[steps] = sum.value();
    }
    prices = Arrays.copyOf(at, steps);
    supply = Arrays.copyOf(below, steps + 1);
    costs = Arrays.copyOf(cost, steps + 1);
    buys = worth.value();
  }

  /** Lets blocks supply so much beside the orders, Wh. */
  void shift(long suppliedWh) {
    shift = suppliedWh;
  }

  @Override
  public long below(long price) {
    long far = price > beyond ? MultiSlotBuilder.MAX_SLOT_WH : 0;
    long near = price <= -beyond ? MultiSlotBuilder.MAX_SLOT_WH : 0;
    return supply[place(price)] + shift + 2 * far - 2 * near;
  }

  @Override
  public long upTo(long price) {
    return below(price + 1);
  }

  /** What the orders gain at a price, nano-currency; blocks not included. */
  BigInteger gain(long price) {
    int at = place(price);
    return BigInteger.valueOf(price)
        .multiply(BigInteger.valueOf(supply[at]))
        .add(buys)
        .subtract(costs[at]);
  }

  private int place(long price) {
    int low = 0;
    int high = prices.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (prices[middle] < price) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
