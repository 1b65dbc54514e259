package org.commonwatt.core.coupled;

import java.util.List;
import org.commonwatt.model.Side;

/**
 * The auction by exhaustion, for small books: tries every combination of fills. Shares no code and
 * no idea with {@link CoupledAuction}.
 */
final class AuctionOracle {
  private final List<AuctionOrder> orders;
  private long bestWelfare = Long.MIN_VALUE;
  private long bestVolume = -1;

  /**
   * Searches.
   *
   * @param ordersById orders of different owners, few and with little energy
   */
  AuctionOracle(List<AuctionOrder> ordersById) {
    this.orders = ordersById;
    search(0, new Totals(0, 0, 0));
  }

  private record Totals(long bought, long sold, long welfare) {
    Totals plus(AuctionOrder order, long energy) {
      return order.side() == Side.BUY
          ? new Totals(bought + energy, sold, welfare + energy * order.priceMicroPerKwh())
          : new Totals(bought, sold + energy, welfare - energy * order.priceMicroPerKwh());
    }
  }

  /** The maximal welfare. */
  long welfare() {
    return bestWelfare;
  }

  /** The maximal volume among the combinations of maximal welfare. */
  long volume() {
    return bestVolume;
  }

  private void search(int index, Totals totals) {
    if (index < orders.size()) {
      for (long energy = 0; energy <= orders.get(index).energyWh(); energy++) {
        search(index + 1, totals.plus(orders.get(index), energy));
      }
    } else if (totals.bought == totals.sold) {
      boolean better =
          totals.welfare > bestWelfare
              || (totals.welfare == bestWelfare && totals.bought > bestVolume);
      if (better) {
        bestWelfare = totals.welfare;
        bestVolume = totals.bought;
      }
    }
  }
}
