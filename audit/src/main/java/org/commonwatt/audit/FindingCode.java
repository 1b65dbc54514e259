package org.commonwatt.audit;

/**
 * What the audit can find. Names are stable; {@code docs/audit.md} explains each. The last ones are
 * notes: they do not make an audit fail.
 */
public enum FindingCode {
  /** A record of {@code commands} cannot be decoded. */
  COMMAND_UNREADABLE,
  /** A record of {@code events}, or one event in it, cannot be decoded. */
  EVENT_UNREADABLE,
  /** A record of {@code positions} cannot be decoded. */
  POSITION_UNREADABLE,
  /** A record names another market in its header than the first record read. */
  MARKET_DIFFERS,
  /** Offsets of a topic do not grow. */
  OFFSET_OUT_OF_ORDER,
  /** An event does not carry the hash of the stored bytes of the event before. */
  HASH_CHAIN_BROKEN,
  /** Sequence numbers of events do not count up by one from 1. */
  SEQUENCE_GAP,
  /** An event's index or count disagrees with the events of its command. */
  EVENT_INDEX_WRONG,
  /** A command on the log has no events. */
  COMMAND_WITHOUT_EVENTS,
  /** Events name a command that is not on the log, or was answered before. */
  EVENTS_WITHOUT_COMMAND,
  /** The rules demand an event that is not there. */
  EVENT_MISSING,
  /** There is an event that the rules do not give. */
  EVENT_UNEXPECTED,
  /** Events of one command stand in an order that the rules exclude. */
  EVENT_OUT_OF_ORDER,
  /** An order was refused that the rules accept. */
  ORDER_WRONGLY_REJECTED,
  /** An order was accepted that the rules refuse. */
  ORDER_WRONGLY_ACCEPTED,
  /** A refusal has another code than the precedence of reasons gives. */
  REJECTION_CODE_DIFFERS,
  /** The accepted order is not the order of the command. */
  ORDER_DIFFERS,
  /** Another command's answer is not what the rules give. */
  ANSWER_DIFFERS,
  /** Price, interval, volume or welfare of an auction differ. */
  AUCTION_DIFFERS,
  /** An order got another energy or price. */
  FILL_DIFFERS,
  /** Another energy of an order expired. */
  EXPIRY_DIFFERS,
  /** A trade has other parties, energy or price. */
  TRADE_DIFFERS,
  /** What a default took from whom, or what was paid back, is different. */
  DEFAULT_DIFFERS,
  /** A dispute was opened, decided, ended or told overdue in another way than the rules give. */
  DISPUTE_DIFFERS,
  /** A continuous trade met another order than the one whose turn it was. */
  PRIORITY_DIFFERS,
  /** A continuous trade has other grid fees. */
  GRID_FEE_DIFFERS,
  /** A continuous trade goes another way over the links. */
  PATH_DIFFERS,
  /** A continuous trade has other parties, energy, price or side. */
  CONTINUOUS_TRADE_DIFFERS,
  /** Another energy of an order was cancelled, or for another reason. */
  CANCELLATION_DIFFERS,
  /** An order lost another energy because it met an order of its owner. */
  REDUCTION_DIFFERS,
  /** A halt has another price or end. */
  HALT_DIFFERS,
  /** A bill is cut elsewhere, or a part of it is missing, doubled or out of its place. */
  BILL_PART_DIFFERS,
  /** A bill line is missing, added or different. */
  BILL_LINE_DIFFERS,
  /** A bill line's salt differs. */
  SALT_DIFFERS,
  /** The postings of a batch differ. */
  POSTING_DIFFERS,
  /** The Merkle root over the bill lines differs. */
  BILL_ROOT_DIFFERS,
  /** The hash of the auction result differs. */
  AUCTION_HASH_DIFFERS,
  /** The hash of the metered positions differs. */
  POSITIONS_HASH_DIFFERS,
  /** A batch does not carry the hash of the batch before it on the log. */
  PREDECESSOR_DIFFERS,
  /** Id, market, rulebook or line count of a batch differ. */
  BATCH_DIFFERS,
  /** In a slot, energy bought is not energy sold. */
  ENERGY_NOT_CONSERVED,
  /** Amounts of a batch do not sum to zero. */
  MONEY_NOT_CONSERVED,
  /** All runs of a slot together are not its settlement from the corrected positions. */
  RUN_SUM_DIFFERS,
  /** A settled batch bills a trade that another line or batch bills, or that is not its own. */
  TRADE_SETTLED_TWICE,
  /** A slot was settled without one of its trades. */
  TRADE_NOT_SETTLED,
  /** What a settlement run says an area lost is not what its boundary and members measured. */
  AREA_BALANCE_DIFFERS,
  /** What a settlement run says a storage service had is not what was promised and metered. */
  SERVICE_DIFFERS,
  /** A reported position is not the record of {@code positions} that it names. */
  POSITION_SOURCE_DIFFERS,
  /** A record of {@code positions} was left out while later ones were reported. */
  POSITION_NOT_REPORTED,
  /** The ledger could not be read. */
  LEDGER_UNREADABLE,
  /** A block has the wrong number. */
  BLOCK_NUMBER_WRONG,
  /** A block's data hash is not the hash of its envelopes. */
  BLOCK_DATA_HASH_WRONG,
  /** A block does not carry the hash of the block before. */
  BLOCK_CHAIN_BROKEN,
  /** A signature in a block is missing, false or not by whom it must be. */
  BLOCK_SIGNATURE_WRONG,
  /** A confirmed batch is not on the ledger. */
  LEDGER_BATCH_MISSING,
  /** A batch on the ledger was never settled on the log. */
  LEDGER_BATCH_UNKNOWN,
  /** A batch on the ledger differs from the one on the log. */
  LEDGER_BATCH_DIFFERS,
  /** A batch is on the ledger twice. */
  LEDGER_BATCH_TWICE,
  /** The log's confirmation names another transaction or block than the ledger. */
  LEDGER_CONFIRMATION_DIFFERS,
  /** A valid transaction of the ledger is not a posting of a batch. */
  LEDGER_TRANSACTION_UNEXPECTED,
  /** The ledger's answers to queries are not what its blocks give. */
  LEDGER_STATE_DIFFERS,
  /** An account's balance is not the sum of its postings. */
  LEDGER_BALANCE_DIFFERS,
  /** The registry on the ledger has other rulebooks or auctions than the log. */
  REGISTRY_DIFFERS,
  /** An invoice on the ledger is not what its batches give, or was paid or given back twice. */
  INVOICE_DIFFERS,
  /** The ledger has invoices of a market, and its batches on accounts, too. */
  COLLECTED_TWICE,
  /** Guarantees of origin were issued, moved or retired otherwise than a recount gives. */
  ORIGIN_DIFFERS,
  /** A batch has guarantees of origin twice on the ledger. */
  ORIGIN_TWICE,
  /** More guarantees of origin were moved or retired than were held. */
  ORIGIN_NOT_HELD,
  /** Guarantees of origin of energy that was used were not retired. */
  ORIGIN_NOT_RETIRED,
  /** A bilateral contract on the ledger is there twice, too late, or not as contracts must be. */
  BILATERAL_DIFFERS,
  /** A bilateral contract on the ledger lacks the signature of a party. */
  BILATERAL_NOT_SIGNED,
  /**
   * An event of a battery is stated twice on the ledger, could not be so by the rules of their
   * lives, or an organisation has no key.
   */
  BATTERY_DIFFERS,
  /** What bounds a storage unit is not what the ledger proves of its batteries. */
  USABLE_ENERGY_DIFFERS,
  /** A statement about a battery lacks the signature of whom it names. */
  BATTERY_NOT_SIGNED,
  /** Accounts on the ledger are not what transfers, batches and the log's guarantees give. */
  ACCOUNT_DIFFERS,
  /** Disputes on the ledger are not those of the log, or a correction rests on none. */
  LEDGER_DISPUTE_DIFFERS,
  /** A call of the accounts contract by another client than may make it: one side for both. */
  ACCOUNT_CALLER_WRONG,
  /** A bilateral contract or a dispute is on the ledger by another client than the exchange's. */
  LEDGER_CALLER_WRONG,
  /** A payload's key was erased, and the log does not say so. */
  ERASURE_NOT_RECORDED,
  /** A bundle is no file of the format, or an entry of it cannot be read. */
  BUNDLE_UNREADABLE,
  /** A bundle has other bytes than its entries make. */
  BUNDLE_NOT_CANONICAL,
  /** A bundle is not signed by the engine that it names, or by another one than was expected. */
  BUNDLE_SIGNATURE_WRONG,
  /** An entry that the manifest of a bundle names is not in it. */
  ENTRY_MISSING,
  /** An entry of a bundle is not in its manifest, in another place, or there twice. */
  ENTRY_UNEXPECTED,
  /** An entry of a bundle has other bytes than its manifest says. */
  ENTRY_DIFFERS,
  /** A rulebook's document in a bundle has another hash than was activated, or is of none. */
  RULEBOOK_DOCUMENT_DIFFERS,
  /** The README of a bundle leaves an entry out. */
  README_DIFFERS,
  /** What the manifest of a bundle says is not what its entries say. */
  MANIFEST_DIFFERS,
  /** A file of a proof or of a tree head is none of its format. */
  PROOF_UNREADABLE,
  /** A file of a proof or of a tree head has other bytes than its content makes. */
  PROOF_NOT_CANONICAL,
  /** A bill line of a proof does not lead to the root of its batch's bill. */
  BILL_LINE_NOT_INCLUDED,
  /** A batch of a proof does not lead to the tree head. */
  BATCH_NOT_INCLUDED,
  /** A block of a proof does not lead to the tree head. */
  BLOCK_NOT_INCLUDED,
  /** A tree head is not signed by the engine that it names, or by another one than expected. */
  HEAD_SIGNATURE_WRONG,
  /** A witness who must have signed a tree head, or is said to, has not. */
  WITNESS_SIGNATURE_WRONG,
  /** Log or ledger is shorter than a tree head says that it was. */
  HEAD_TRUNCATED,
  /** At the size of a tree head, log or ledger has another root. */
  HEAD_DIFFERS,
  /** A proof that a later tree head goes on from an earlier one does not hold. */
  HEAD_INCONSISTENT,
  /** A command leads beyond what the audit can recompute. */
  AUDIT_LIMIT,

  /** Note: a batch is settled, and its confirmation is not on the log yet. */
  BATCH_UNCONFIRMED,
  /** Note: trades wait for the settlement of their slot. */
  TRADES_UNSETTLED,
  /** Note: records of {@code positions} wait to be reported. */
  POSITIONS_PENDING,
  /** Note: a reported position names no record of {@code positions}. */
  POSITION_WITHOUT_SOURCE,
  /** Note: the set of blocks and orders with a minimum that an auction took may not be the best. */
  AUCTION_SET_UNPROVEN,
  /** Note: the ledger keeps a transaction that it found invalid. */
  LEDGER_TRANSACTION_INVALID,
  /** Note: the ledger's network changed its own rules: its configuration or its contracts. */
  LEDGER_GOVERNED,
  /** Note: a tree head is of a longer log than a bundle holds, or than a proof's head is. */
  HEAD_BEYOND,
  /** Note: nothing proves that the head of a proof goes on from an earlier one that was kept. */
  HEAD_UNCONNECTED,
  /** Note: rulebooks or auctions of the log are not in the ledger's registry yet. */
  REGISTRY_PENDING,
  /** A bundle has no document of a rulebook that was activated. */
  RULEBOOK_DOCUMENT_MISSING,
  /** Note: batches have no guarantees of origin on the ledger yet. */
  ORIGIN_PENDING,
  /** Note: guarantees of origin cannot be recounted, because a line of their bill was erased. */
  ORIGIN_ERASED,
  /** Note: disputes that may lead to a correction are not on the ledger yet. */
  DISPUTES_PENDING,
  /** Note: collateral or defaults of the log that have not come to the ledger's accounts yet. */
  ACCOUNTS_PENDING,
  /** Note: a reported position was erased. */
  POSITION_ERASED,
  /** Note: a bill line was erased; its leaf's hash stands for it. */
  BILL_LINE_ERASED,
  /** Note: a bill line rests on the position of another that was erased; it is taken as stated. */
  BILL_LINE_UNPROVEN,
  /** Note: the hash of a slot's positions cannot be recomputed, because one of them was erased. */
  POSITIONS_HASH_ERASED,
  /** Note: the text of a dispute or of its decision was erased, and with it the amount decided. */
  DISPUTE_TEXT_ERASED,
  /** Note: items are sealed and no keys were given; they were taken as stated. */
  SEALED_NOT_OPENED;

  /** Whether it names something that was erased. */
  boolean isErasure() {
    return this == POSITION_ERASED
        || this == BILL_LINE_ERASED
        || this == BILL_LINE_UNPROVEN
        || this == POSITIONS_HASH_ERASED
        || this == ORIGIN_ERASED
        || this == DISPUTE_TEXT_ERASED;
  }

  /** Whether this is a note, which does not make an audit fail. */
  public boolean isNote() {
    return compareTo(BATCH_UNCONFIRMED) >= 0;
  }
}
