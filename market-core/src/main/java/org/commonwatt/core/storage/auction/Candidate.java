package org.commonwatt.core.storage.auction;

import java.math.BigInteger;
import org.commonwatt.core.storage.auction.ServicePrices.Bounds;
import org.commonwatt.core.storage.auction.ServicePrices.Demands;
import org.jspecify.annotations.Nullable;

/**
 * A placement of all linked bids, with the best flow beside it and the prices that support both.
 */
record Candidate(
    Placement placement, ServiceNetwork network, BigInteger welfareNano, Bounds bounds) {
  /**
   * A candidate.
   *
   * @param network solved
   * @return null if a unit cannot keep its linked bids, or if there are no prices at which nobody
   *     loses
   */
  static @Nullable Candidate of(Ordered in, Placement placement, ServiceNetwork network) {
    if (!placement.isKept()) {
      return null;
    }
    Demands demands = new Demands();
    for (int b : in.linked) {
      int where = placement.of(b);
      for (int s = 0; where >= 0 && s < in.slots; s++) {
        if (in.surplusWh(b, s) > 0) {
          int unit = network.area(in.areaOfUnit(where), s);
          demands.atLeast(unit, in.askedMicroPerKwh(where, s));
          demands.atMost(network.area(in.areaOfBid(b), s), in.bids.get(b).limitMicroPerKwh());
        }
      }
    }
    Bounds bounds = ServicePrices.of(network.net, demands);
    return bounds == null ? null : new Candidate(placement, network, network.welfareNano(), bounds);
  }
}
