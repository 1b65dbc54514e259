package org.commonwatt.model;

/**
 * Why something was refused. The order of the constants is the order of precedence: of several
 * reasons the first one here is reported. Names are stable; they appear in the API, the log and the
 * audit.
 */
public enum RejectionCode {
  /** The input could not be parsed, or a required field is missing or of the wrong type. */
  MALFORMED,
  /** No rulebook has been activated yet. */
  MARKET_NOT_READY,
  /** The participant is not a member of the market. */
  UNKNOWN_PARTICIPANT,
  /** Only the operator that the rulebook names may do this. */
  NOT_OPERATOR,
  /** Only who the rulebook names decides disputes. */
  NOT_DECIDER,
  /** Only who the rulebook names confirms accounts, meter points or deposits. */
  NOT_REGISTRAR,
  /** Only who the slot's rulebook names imports its imbalance prices. */
  NOT_IMPORTER,
  /** The imbalance price has no signature, and the rulebook names a source that signs. */
  PRICE_NOT_SIGNED,
  /** The imbalance price is not signed by its source, or not just this price. */
  PRICE_SIGNATURE_WRONG,
  /** The account was not confirmed yet, was refused, or is frozen. */
  ACCOUNT_NOT_ACTIVE,
  /** The area is not part of the market. */
  UNKNOWN_AREA,
  /** The market has no such link. */
  UNKNOWN_LINK,
  /** The slot does not start on a slot border. */
  SLOT_MISALIGNED,
  /** The energy is not positive. */
  ENERGY_NOT_POSITIVE,
  /** The energy is above the rulebook's limit for one order. */
  ENERGY_TOO_LARGE,
  /** The price is outside the rulebook's limits. */
  PRICE_OUT_OF_RANGE,
  /** The order's terms exclude each other, or a minimum or peak does not fit its energy. */
  QUALIFIERS_CONFLICT,
  /** The price is not a multiple of the rulebook's tick. */
  PRICE_OFF_TICK,
  /** The order declares a source that is not registered for its owner in the slot. */
  SOURCE_NOT_REGISTERED,
  /** The client order id was used before with a different order. */
  CLIENT_ORDER_ID_REUSED,
  /** The slot does not take orders yet, or lies before the start of trading. */
  SLOT_NOT_OPEN,
  /** The slot's gate, or its gate closure after continuous trading, has passed. */
  SLOT_CLOSED,
  /** The slot's phase does not take orders of this kind. */
  NOT_IN_THIS_PHASE,
  /** The order would expire now or earlier. */
  EXPIRY_PAST,
  /** No order of this participant has the id. */
  UNKNOWN_ORDER,
  /** The order was filled, cancelled or has expired. */
  ORDER_NOT_OPEN,
  /** A bilateral contract of this id is there. */
  CONTRACT_EXISTS,
  /** A party of a bilateral contract has no signing key. */
  UNKNOWN_SIGNING_KEY,
  /** A party of a bilateral contract has not signed these very terms with its key. */
  CONTRACT_NOT_SIGNED,
  /** The participant has no storage unit of the id. */
  UNKNOWN_STORAGE_UNIT,
  /** The storage unit has no commitment of the id that could be withdrawn. */
  UNKNOWN_COMMITMENT,
  /** The storage unit has a commitment of the id. */
  COMMITMENT_EXISTS,
  /** The participant is a party of no negotiation of the id. */
  UNKNOWN_NEGOTIATION,
  /** There is a negotiation of the id. */
  NEGOTIATION_EXISTS,
  /** The negotiation was accepted, declined or taken back. */
  NEGOTIATION_ENDED,
  /** The proposal can no longer be answered. */
  PROPOSAL_EXPIRED,
  /** It is the other party's turn. */
  NOT_YOUR_TURN,
  /** The answer is to another round, or to other terms, than the present ones. */
  PROPOSAL_CHANGED,
  /** There have been too many rounds. */
  TOO_MANY_ROUNDS,
  /** There is no call of the id, or none of the participant's units was called for it. */
  UNKNOWN_CALL,
  /** There is a call of the id: it calls once. */
  CALL_EXISTS,
  /** The call has ended. */
  CALL_ENDED,
  /** It is not this unit that is called now. */
  NOT_CALLED,
  /** A plan needs more power than the lease has. */
  LEASE_POWER,
  /** A plan would fill the virtual battery beyond what was leased. */
  LEASE_TOO_FULL,
  /** A plan would take out more than the virtual battery holds. */
  LEASE_TOO_EMPTY,
  /** A plan charges more in a local day than the lease's cycles allow. */
  LEASE_TOO_MANY_CYCLES,
  /** The meter is not registered. */
  UNKNOWN_METER,
  /** A reading is not signed by a known ingest, or was changed after it was signed. */
  SIGNATURE_INVALID,
  /** A register went backwards. */
  REGISTER_DECREASED,
  /** A reading of the same meter and instant with other values was seen before. */
  READING_CONFLICT,
  /** The reading was seen before. */
  READING_DUPLICATE,
  /** The reading arrived after its slot had been computed. */
  READING_LATE,
  /** The reading lies in the future of the market's clock. */
  READING_FUTURE,
  /** The value is outside the range of its unit, or a rulebook's prices leave energy no room. */
  VALUE_OUT_OF_RANGE,
  /** A position of this participant and slot has the same or a later version. */
  POSITION_NOT_NEWER,
  /** The storage unit has a state of charge of the same or a later slot. */
  STATE_NOT_NEWER,
  /** An imbalance price of this area and slot has the same or a later version. */
  PRICE_NOT_NEWER,
  /** The slot was settled already. */
  SLOT_SETTLED,
  /** No batch of this id awaits a confirmation. */
  UNKNOWN_BATCH,
  /** No auction of this slot stands. */
  NO_AUCTION,
  /** No trade of this number stands. */
  UNKNOWN_TRADE,
  /** No dispute of this participant has the number. */
  UNKNOWN_DISPUTE,
  /**
   * A rulebook must have the next version number and keep the market, its currency, the slot length
   * and the start of trading.
   */
  RULEBOOK_OUT_OF_ORDER,
  /** The market keeps as many orders and trades as it can. */
  MARKET_FULL,
  /** The slot has had as many orders and trades as it takes. */
  SLOT_FULL,
  /** The participant has taken its share of the places of the slot or of the market. */
  OWN_ORDERS_FULL,
  /** With this order the money of the slot might not fit in 64 bits. */
  SLOT_VOLUME_TOO_LARGE,
  /** With this order the participant could sell more than its registered feed-in. */
  FEED_IN_EXCEEDED,
  /** With this order the participant could buy more than its registered load. */
  LOAD_EXCEEDED,
  /** The order needs more collateral than is available. */
  COLLATERAL_TOO_LOW,
  /** Trading in the product is halted. */
  PRODUCT_HALTED,
  /** A post-only order would have traded at once. */
  POST_ONLY_WOULD_TRADE,
  /** The book holds as many orders as it can. */
  BOOK_FULL,
  /** Not all of a basket or a block can trade at once within its limits. */
  NOT_FILLED_AT_ONCE,
  /** The rulebook has no rule that permits this. */
  NOT_IN_RULES,
  /** The rulebook's time for this is over, or delivery has begun. */
  DEADLINE_PAST,
  /** The slot is not settled, or the participant's bill of it has no such line. */
  UNKNOWN_BILL_LINE,
  /** The line is disputed already, or a dispute of it was decided. */
  LINE_DISPUTED,
  /** The dispute was decided or withdrawn. */
  DISPUTE_CLOSED,
  /**
   * The participant has as many open disputes, or the dispute as much evidence, as there may be.
   */
  DISPUTES_FULL,
  /** One side of the trade is a link: it falls only with its auction. */
  TRADE_WITH_LINK,
  /** Without the trade a link would carry more than it may. */
  LINK_OVERLOADED,
  /** What is to be taken out is reserved or was used up. */
  WITHDRAWAL_TOO_LARGE,
  /** There is no such meter point, or nothing was asked for it. */
  UNKNOWN_METER_POINT,
  /** The meter point or its meter is registered already. */
  METER_POINT_EXISTS,
  /** The id belongs to another account. */
  ACCOUNT_EXISTS,
  /** The market has as many accounts, or the account as many meter points, as there may be. */
  REGISTRATIONS_FULL,
  /** A deposit of the account waits for the bank. */
  DEPOSIT_PENDING,
  /** No deposit of this amount waits for the bank. */
  NO_DEPOSIT,
  /** The storage unit could not keep all its commitments, in every use that they permit. */
  STORAGE_NOT_FEASIBLE,
  /**
   * The storage unit cannot keep the commitment since a safety hold lies on a part of it: no
   * penalty is due.
   */
  STORAGE_HELD,
  /** No window of storage auctions begins there, or it has another number of slots. */
  NO_STORAGE_WINDOW,
  /** The window of the storage auction is not open yet. */
  STORAGE_WINDOW_NOT_OPEN,
  /** The gate of the storage auction has passed. */
  STORAGE_WINDOW_CLOSED,
  /** The participant has no such offer that waits for its auction. */
  UNKNOWN_STORAGE_OFFER,
  /** The participant has no such bid that waits for its auction. */
  UNKNOWN_STORAGE_BID,
  /** There is a bid of this id in the window. */
  STORAGE_BID_EXISTS,
  /** Who offers a unit in an auction of storage services does not bid in it. */
  OWN_STORAGE_UNIT,
  /** The rulebook does not take this as proof of stored energy. */
  PROVENANCE_NOT_ACCEPTED
}
