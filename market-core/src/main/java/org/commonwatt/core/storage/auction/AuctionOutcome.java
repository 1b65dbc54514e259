package org.commonwatt.core.storage.auction;

/** What comes of an auction: a result, or the reason why there is none. */
public sealed interface AuctionOutcome permits AuctionResult, AuctionFault {}
