package org.commonwatt.simulation;

/** What must be met over many seeds: a simulation that never sees it shows nothing about it. */
public enum Sight {
  /** A slot had no place for an order. */
  SLOT_FULL,
  /** The market had no place for an order. */
  MARKET_FULL,
  /** A participant had taken its share of the places. */
  OWN_ORDERS_FULL,
  /** The book held as many orders as it can. */
  BOOK_FULL,
  /** An order made as many trades as one may, and could have made more. */
  TRADE_LIMIT,
  /** A slot did not open while too many waited for their settlement, and opened later. */
  OPENING_WAITED,
  /** A slot was not settled while too many waited for the ledger, and was later. */
  SETTLEMENT_WAITED,
  /** A batch stands on the log. */
  BATCH,
  /** Some operations of a batch were done, and others refused. */
  BATCH_REFUSED_IN_PART,
  /** A batch stands on the log a second time. */
  BATCH_REPEATED,
  /** A dead man's switch was renewed. */
  SWITCH_RENEWED,
  /** A dead man's switch was taken away before it passed. */
  SWITCH_TAKEN_AWAY,
  /** A dead man's switch passed and cancelled orders. */
  SWITCH_PASSED,
  /** A mass cancel of one slot took orders. */
  CANCELLED_IN_SLOT,
  /** A mass cancel of one area took orders. */
  CANCELLED_IN_AREA,
  /** A mass cancel of one side took orders. */
  CANCELLED_ON_SIDE,
  /** A mass cancel spared orders that were open. */
  CANCEL_SPARED_ORDERS,
  /** A continuous trade went over more than one link. */
  TRADE_OVER_LINKS,
  /** A lowered limit took energy from another link as well. */
  LOSS_OVER_LINKS,
  /** A bill came in parts. */
  BILL_IN_PARTS,
  /** A slot was settled under the first rulebook after the second was activated. */
  SETTLED_UNDER_FIRST_RULES,
  /** A slot was settled under the second rulebook. */
  SETTLED_UNDER_SECOND_RULES,
  /** Energy crossed the link that only the second rulebook has. */
  TRADE_OVER_NEW_LINK,
  /** Other limits were registered for a connection that had some. */
  LIMITS_CHANGED,
  /** A sell was refused because of what its owner's connection may inject. */
  FEED_IN_EXCEEDED,
  /** A buy was refused because of what its owner's connection may withdraw. */
  LOAD_EXCEEDED,
  /** A corrected position took the place of one before its slot was settled. */
  POSITION_CORRECTED,
  /** A corrected position came after its slot was settled. */
  CORRECTION_TOO_LATE,
  /** A position was refused because its slot is too far ahead. */
  POSITION_TOO_FAR,
  /** A position that was refused came again and was taken. */
  REFUSED_POSITION_TAKEN,
  /** A line of a bill was disputed. */
  DISPUTE_OPENED,
  /** A dispute got further evidence. */
  DISPUTE_EVIDENCE,
  /** A dispute was decided. */
  DISPUTE_DECIDED,
  /** A dispute was taken back. */
  DISPUTE_WITHDRAWN,
  /** A line was disputed that was disputed already. */
  LINE_DISPUTED,
  /** Something was wanted of a dispute that was closed. */
  DISPUTE_WAS_CLOSED
}
