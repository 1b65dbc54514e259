package org.commonwatt.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A transaction as a block keeps it.
 *
 * @param transactionId id, empty for the configuration in block 0 if it has none
 * @param code {@code VALID} or why it is invalid, in Fabric's words
 * @param call what was called; for what governs the network the contract is {@code _lifecycle}
 *     (chaincode definitions) or {@code _config} (the channel's configuration)
 * @param eventName name of the contract's event, null without one and when invalid
 * @param eventPayload payload of the event, null without one and when invalid
 * @param creator who proposed it; null when it names nobody
 */
public record LedgerTransaction(
    String transactionId,
    String code,
    LedgerCall call,
    @Nullable String eventName,
    @Nullable String eventPayload,
    @Nullable Creator creator) {

  /** A transaction that names nobody who proposed it. */
  public LedgerTransaction(
      String transactionId,
      String code,
      LedgerCall call,
      @Nullable String eventName,
      @Nullable String eventPayload) {
    this(transactionId, code, call, eventName, eventPayload, null);
  }

  /** Whether this changed the network's rules instead of calling a contract of its users. */
  public boolean governs() {
    return call.contract().startsWith("_");
  }
}
