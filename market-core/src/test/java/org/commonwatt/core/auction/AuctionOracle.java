package org.commonwatt.core.auction;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.Side;

/**
 * The auction by exhaustion, for small books: tries every combination of fills. Shares no code and
 * no idea with {@link CallAuction}.
 */
final class AuctionOracle {
  private final List<AuctionOrder> orders;
  private long bestWelfare = Long.MIN_VALUE;
  private long bestVolume = -1;

  /**
   * Searches.
   *
   * @param ordersById orders by id, few and with little energy
   */
  AuctionOracle(List<AuctionOrder> ordersById) {
    this.orders = takingPart(ordersById);
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

  /** The orders that take part, by the words of the rule: each against all earlier ones. */
  static List<AuctionOrder> takingPart(List<AuctionOrder> ordersById) {
    List<AuctionOrder> kept = new ArrayList<>();
    for (AuctionOrder order : ordersById) {
      if (kept.stream().noneMatch(earlier -> crosses(earlier, order))) {
        kept.add(order);
      }
    }
    return kept;
  }

  private static boolean crosses(AuctionOrder one, AuctionOrder other) {
    if (!one.owner().equals(other.owner()) || one.side() == other.side()) {
      return false;
    }
    AuctionOrder buy = one.side() == Side.BUY ? one : other;
    AuctionOrder sell = one.side() == Side.BUY ? other : one;
    return buy.priceMicroPerKwh() >= sell.priceMicroPerKwh();
  }
}
