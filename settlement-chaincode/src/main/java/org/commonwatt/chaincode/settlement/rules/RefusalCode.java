package org.commonwatt.chaincode.settlement.rules;

/**
 * Why a contract refuses a call. Those of one contract are in the order in which it checks them:
 * the first that applies is the one that is told. The names are part of the interface: {@code
 * docs/formats/ledger.md}.
 */
public enum RefusalCode {
  /** The contract has no such function. */
  UNKNOWN_FUNCTION,
  /** The function takes another number of arguments. */
  WRONG_ARGUMENTS,
  /** Who calls may not: only a submitter of the exchange posts. Everybody may query. */
  NOT_ALLOWED,
  /** Not JSON, or a field is missing, of another type or out of range. */
  MALFORMED,
  /** An amount does not fit in 64 bits; told like {@link #MALFORMED} for the first such field. */
  AMOUNT_OVERFLOW,
  /** The JSON has a field that the format does not know. */
  UNKNOWN_FIELD,
  /** The same content in another spelling than the canonical one. */
  NOT_CANONICAL,
  /** A batch of this id is recorded. */
  BATCH_EXISTS,
  /** The predecessor is not the hash of the market's newest batch. */
  WRONG_PREDECESSOR,
  /** The batch id does not follow from market, slot and run. */
  WRONG_BATCH_ID,
  /** The slot begins before the newest recorded slot ends. */
  SLOT_NOT_AFTER_HEAD,
  /** A later run of a slot whose run before is not recorded, or whose final one is. */
  RUN_OUT_OF_ORDER,
  /** A correction names no dispute that is recorded and upheld. */
  DISPUTE_NOT_UPHELD,
  /** A later run rests on another rulebook or auction than the one before. */
  RUN_DIFFERS,
  /** A posting moves nothing. */
  ZERO_POSTING,
  /** An account has two postings. */
  DUPLICATE_POSTING,
  /** The postings are not in the order of their accounts. */
  UNSORTED_POSTINGS,
  /** The postings do not sum to zero. */
  SUM_NOT_ZERO,
  /** No batch of this id is recorded. */
  BATCH_NOT_FOUND,
  /** The market has no recorded batch, or nothing in the registry. */
  HEAD_NOT_FOUND,
  /** There is nothing to record. */
  NO_ENTRIES,
  /** The entries do not begin where the registry's last ones of the market end. */
  WRONG_START,
  /** An entry's place on the log is outside of the entries', or not behind the one before it. */
  WRONG_SEQUENCE,
  /** A rulebook's version is not the one after the market's last. */
  WRONG_VERSION,
  /** A link joins an area that the rulebook does not have. */
  UNKNOWN_AREA,
  /** An auction of this slot is registered. */
  AUCTION_EXISTS,
  /** No rulebook of this version is registered. */
  RULEBOOK_NOT_FOUND,
  /** The rulebook of this version is registered with another hash than the batch names. */
  RULEBOOK_DIFFERS,
  /** No auction of this slot is registered. */
  AUCTION_NOT_FOUND,
  /** The market's batches have come to the accounts: it has no invoices. */
  COLLECTED_BY_ACCOUNTS,
  /** The market has issued invoices: its batches do not come to the accounts. */
  COLLECTED_BY_INVOICES,
  /** The number is not the one after the market's last invoice. */
  WRONG_NUMBER,
  /** No invoice of this number was issued. */
  INVOICE_NOT_FOUND,
  /** The invoice is not in the state that the call is for: paid or reversed already. */
  WRONG_STATUS,
  /** The invoice's batches do not follow those that were invoiced, or are not the replaced ones. */
  WRONG_STRETCH,
  /** The invoice is of more batches than can be read in a call. */
  TOO_MANY_BATCHES,
  /** The stretch has a batch that is not recorded, or was before batches were found by hash. */
  BATCH_NOT_INDEXED,
  /** The batches of the invoice give other figures than it states. */
  INVOICE_DIFFERS,
  /** A payment is named where nothing was paid, or none where it was. */
  WRONG_REFERENCE,
  /** The payment stands for another invoice already. */
  PAYMENT_USED,
  /**
   * A source is declared for slots that may have guarantees already, or not behind the last one.
   */
  DECLARED_TOO_LATE,
  /** The run names another hash or slot than the batch has. */
  WRONG_BATCH,
  /** The batch does not follow the one whose run is the market's last. */
  WRONG_RUN,
  /** Entries are not in their order, one is there twice, or changes nothing. */
  UNSORTED_ENTRIES,
  /** Something is issued for an injection of which no such source is declared. */
  SOURCE_NOT_DECLARED,
  /** A run takes back more than was issued, moved, retired or withdrawn. */
  BELOW_ZERO,
  /** More is moved or retired than was held. */
  NOT_HELD,
  /** No run of this slot is recorded. */
  SLOT_NOT_FOUND,
  /** A participant of this id is registered. */
  PARTICIPANT_EXISTS,
  /** No participant of this id, or none of this role, is registered. */
  PARTICIPANT_NOT_FOUND,
  /** The participant is frozen. */
  PARTICIPANT_FROZEN,
  /** The other side must do this, or the bank would be the exchange itself. */
  SAME_SIDE,
  /** The bank's reference stands for another transfer already. */
  REFERENCE_USED,
  /** No transfer of this reference was proposed. */
  TRANSFER_NOT_FOUND,
  /** What is confirmed is another text than what was proposed. */
  TRANSFER_DIFFERS,
  /** The time of a proposal is over. */
  TRANSFER_EXPIRED,
  /** The step stands on the ledger, or one behind it of the same account. */
  STEP_NOT_NEWER,
  /** A default or payment back moves something else than the waterfall gives. */
  WATERFALL_DIFFERS,
  /** More than is there would be taken. */
  NOT_AVAILABLE,
  /** An account has more rows than can be added up in a call. */
  FOLD_FIRST,
  /** An account is in more markets than can be added up in a call. */
  TOO_MANY_MARKETS,
  /** No row of this account, period and transaction waits to be folded. */
  DELTA_NOT_FOUND,
  /** The participant signs with this key already. */
  KEY_EXISTS,
  /** The price that is given has another hash. */
  PRICE_DIFFERS,
  /** Buyer and seller are one. */
  SAME_PARTY,
  /** A contract of this id is recorded. */
  CONTRACT_EXISTS,
  /** A slot of the contract, or one behind it, has a settlement batch. */
  CONTRACT_TOO_LATE,
  /** The participant has no key. */
  KEY_NOT_FOUND,
  /** A party has not signed these very terms with its key. */
  SIGNATURE_WRONG,
  /** No price that has the contract's hash was deposited. */
  PRICE_NOT_DEPOSITED,
  /** No contract of this id is recorded. */
  CONTRACT_NOT_FOUND,
  /** The event stands on the ledger, or one behind it of the same market. */
  EVENT_NOT_NEWER,
  /** A dispute of this number is recorded. */
  DISPUTE_EXISTS,
  /** The batch has no such line, or is a correction itself. */
  LINE_NOT_FOUND,
  /** A dispute of this line is recorded and was not withdrawn. */
  LINE_DISPUTED,
  /** Another window than the batch's first dispute has. */
  WRONG_WINDOW,
  /** The dispute was opened after its line's window. */
  WINDOW_OVER,
  /** No dispute of this number is recorded. */
  DISPUTE_NOT_FOUND,
  /** No organisation of this id is registered. */
  ORGANISATION_NOT_FOUND,
  /** The statement's time is ahead of its transaction's. */
  EVENT_AHEAD,
  /** No asset of this id is known. */
  ASSET_NOT_FOUND,
  /** One is known already, closed ones too. */
  ASSET_EXISTS,
  /** The asset has this event, or not yet the one before. */
  SEQUENCE_TAKEN,
  /** The asset is recycled or destroyed. */
  ASSET_CLOSED,
  /** Nobody who signed has the role for it. */
  ROLE_MISSING,
  /** Whoever must sign beside has not. */
  SIGNATURE_MISSING,
  /** The operation needs documents. */
  EVIDENCE_MISSING,
  /** The operation names nothing, or something twice. */
  NOTHING_NAMED,
  /** A code says another kind of battery. */
  CODE_KIND,
  /** A code is on another asset. */
  CODE_USED,
  /** A passport of this id exists. */
  PASSPORT_EXISTS,
  /** The asset is a part of another: that is meant, or take it out first. */
  IS_PART,
  /** It is no part of the asset. */
  NOT_A_PART,
  /** Parts are not all accounted for. */
  PARTS_LEFT,
  /** Something is held. */
  ASSET_HELD,
  /** The state does not allow it. */
  WRONG_STATE,
  /** A part would be larger than the whole, or contain it. */
  DOES_NOT_FIT,
  /** Parts have more rated energy or mass than what they are in or from. */
  EXCEEDS_WHOLE,
  /** The test is not behind the one before. */
  TEST_NOT_NEWER,
  /** More energy than before, without a test of an accredited lab and a reason. */
  HEALTH_RISES,
  /** This revision of the window is booked, or the one before is not. */
  WINDOW_BOOKED,
  /** A hold of this id is there. */
  HOLD_EXISTS,
  /** None is. */
  HOLD_NOT_FOUND,
  /** A battery, or a whole of it, has as many holds as it can. */
  HOLDS_FULL,
  /** What is to be corrected is not what stands. */
  NOT_CORRECTABLE,
  /** No passport of this id was issued. */
  PASSPORT_NOT_FOUND
}
