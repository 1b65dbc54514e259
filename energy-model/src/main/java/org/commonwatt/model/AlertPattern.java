package org.commonwatt.model;

/** What surveillance looks for; {@code docs/surveillance.md} defines each. */
public enum AlertPattern {
  /** Two parties trade the same energy to and fro, or belong together. */
  WASH_TRADE,
  /** Three to five parties pass the same energy round. */
  CIRCULAR_TRADE,
  /** Orders at several prices on one side, taken away after a trade on the other. */
  LAYERING,
  /** A large order on one side, taken away after a trade on the other. */
  SPOOFING,
  /** A party with a surplus and a part of the market does not offer it. */
  WITHHOLDING,
  /** A party moves the price of the last trades before gate closure. */
  MARKING_THE_CLOSE,
  /** The net contracted energy of a party in a slot is beyond its limit. */
  POSITION_LIMIT
}
