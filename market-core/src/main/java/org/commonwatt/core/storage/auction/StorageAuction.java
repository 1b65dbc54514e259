package org.commonwatt.core.storage.auction;

import org.commonwatt.core.storage.auction.AuctionFault.Code;

/**
 * The auction of storage services. Among all ways to store surplus within the limits of bids, links
 * and units it finds one of the greatest welfare; of these the one with most energy, then that in
 * which earlier bids have more. Prices are uniform in an area and slot, and nobody loses at them in
 * any slot: bids pay at most their limit, units get at least what they ask for.
 */
public final class StorageAuction {
  /** How many flows are looked for by default when there are linked bids. */
  public static final int FLOWS = 100;

  /** How many may be looked for. */
  public static final int MAX_FLOWS = 1_000_000;

  private StorageAuction() {}

  /** Clears, looking for {@link #FLOWS} flows at most. */
  public static AuctionOutcome clear(StorageAuctionCase input) {
    return clear(input, FLOWS);
  }

  /**
   * Clears.
   *
   * @param flows how many flows are looked for at most while linked bids are placed, 2 to {@link
   *     #MAX_FLOWS}
   * @return the result, or what is wrong with the case
   */
  public static AuctionOutcome clear(StorageAuctionCase input, int flows) {
    if (flows < 2 || flows > MAX_FLOWS) {
      return new AuctionFault(
          Code.OUT_OF_RANGE,
          "a search looks for 2 to " + MAX_FLOWS + " flows, not " + flows,
          "give it a budget in this range");
    }
    AuctionFault fault = AuctionChecks.fault(input);
    if (fault != null) {
      return fault;
    }
    Ordered in = new Ordered(input);
    LinkedSearch search = new LinkedSearch(in, flows);
    search.run();
    return StatedAuction.of(in, search.best(), search.boundNano());
  }
}
