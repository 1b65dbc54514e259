package org.commonwatt.model;

/** What a market tells of its trading, and a rulebook may keep for who has a login. */
public enum MarketData {
  /** The open orders of a slot, added up by price. */
  BOOK,
  /** What was traded, at which price, what fell away of it, and what halted it. */
  TRADES,
  /** Results of auctions. */
  AUCTIONS
}
