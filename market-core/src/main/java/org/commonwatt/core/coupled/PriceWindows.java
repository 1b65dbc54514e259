package org.commonwatt.core.coupled;

import java.util.Arrays;

/**
 * Between which prices each area must stay so that no order with a minimum quantity that is decided
 * to take part loses. What no price in the window supports need not be searched.
 */
final class PriceWindows {
  private final OrderTable orders;
  private final long[] lower; // per area, µ/kWh
  private final long[] upper;

  PriceWindows(ClearingCase input) {
    orders = input.orders;
    lower = new long[input.areaCount()];
    upper = new long[input.areaCount()];
  }

  /**
   * Sets the windows to what a decision asks for.
   *
   * @return whether every area is left a price
   */
  boolean set(int[] undecided, byte[] decision) {
    Arrays.fill(lower, PriceSet.NO_LOWER);
    Arrays.fill(upper, PriceSet.NO_UPPER);
    boolean possible = true;
    for (int k = 0; k < undecided.length; k++) {
      if (decision[k] == Participation.IN) {
        int i = undecided[k];
        int a = orders.area[i];
        if (orders.isBuy(i)) {
          upper[a] = Math.min(upper[a], orders.price[i]);
        } else {
          lower[a] = Math.max(lower[a], orders.price[i]);
        }
        possible &= lower[a] <= upper[a];
      }
    }
    return possible;
  }

  /** Whether an order would lose at every price of the window. */
  boolean exclude(int order) {
    int a = orders.area[order];
    return orders.isBuy(order) ? orders.price[order] < lower[a] : orders.price[order] > upper[a];
  }

  /** Whether an order is in the money at every price of the window. */
  boolean fill(int order) {
    int a = orders.area[order];
    return orders.isBuy(order) ? orders.price[order] > upper[a] : orders.price[order] < lower[a];
  }
}
