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
  TRADE_OVER_NEW_LINK
}
