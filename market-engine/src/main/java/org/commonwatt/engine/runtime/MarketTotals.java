package org.commonwatt.engine.runtime;

import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Event;

/**
 * What has happened so far, counted over the whole log.
 *
 * @param orders accepted orders
 * @param trades trades, those of auctions and continuous ones, whatever became of them; none of a
 *     bilateral contract, which the sums would tell
 * @param tradedWh energy that orders bought, each Wh counted once
 */
public record MarketTotals(long orders, long trades, long tradedWh) {
  /** Nothing has happened. */
  static final MarketTotals NONE = new MarketTotals(0, 0, 0);

  /** The totals after one more event. */
  MarketTotals plus(Event event) {
    if (event instanceof Event.OrderAccepted) {
      return new MarketTotals(orders + 1, trades, tradedWh);
    }
    if (event instanceof Event.TradeMade trade) {
      long bought = AreaLink.isParty(trade.buyer()) ? 0 : trade.energyWh(); // a link sells it again
      return new MarketTotals(orders, trades + 1, Math.addExact(tradedWh, bought));
    }
    if (event instanceof Event.ContinuousTrade trade && !trade.isBilateral()) {
      return new MarketTotals(orders, trades + 1, Math.addExact(tradedWh, trade.energyWh()));
    }
    return this;
  }
}
