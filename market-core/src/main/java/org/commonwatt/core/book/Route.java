package org.commonwatt.core.book;

import java.util.Arrays;

/** A way that energy can take from the seller's area to the buyer's, with its fees. */
final class Route {
  final int number;
  final int[] links;
  final int[] directions; // +1 along the link, −1 against it
  private final long constant;
  private final int[] ppms;
  private final boolean free;

  Route(int number, int[] links, int[] directions, FeeRule[] fees) {
    this.number = number;
    this.links = links;
    this.directions = directions;
    long sum = 0;
    for (FeeRule fee : fees) {
      sum += fee.constantMicroPerKwh();
    }
    this.constant = sum;
    this.ppms = Arrays.stream(fees).mapToInt(FeeRule::ppm).filter(ppm -> ppm > 0).toArray();
    this.free = links.length == 0 && constant == 0 && ppms.length == 0;
  }

  /** Whether the way has neither links nor fees. */
  boolean isFree() {
    return free;
  }

  /** The fee at a trade's price, µ/kWh. */
  long fee(long price) {
    long fee = constant;
    if (price > 0) {
      for (int ppm : ppms) {
        fee += FeeRule.share(price, ppm);
      }
    }
    return fee;
  }

  /** The largest price that together with its fee is covered by a bid. */
  long priceCoveredBy(long bid) {
    long high = bid - constant;
    if (high <= 0 || ppms.length == 0) {
      return high;
    }
    long low = 0; // its fee is the constant, which is covered
    while (low < high) {
      long middle = low + (high - low + 1) / 2;
      if (middle + fee(middle) <= bid) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
