package org.commonwatt.core.auction;

/**
 * Energy that one order buys from another at the auction's price.
 *
 * @param buy the buying order
 * @param sell the selling order, of another owner
 * @param energyWh positive
 */
public record AuctionTrade(AuctionOrder buy, AuctionOrder sell, long energyWh) {}
