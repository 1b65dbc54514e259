package org.commonwatt.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A transaction as a block keeps it.
 *
 * @param transactionId id
 * @param code {@code VALID} or why it is invalid, in Fabric's words
 * @param call what was called
 * @param eventName name of the contract's event, null without one and when invalid
 * @param eventPayload payload of the event, null without one and when invalid
 */
public record LedgerTransaction(
    String transactionId,
    String code,
    LedgerCall call,
    @Nullable String eventName,
    @Nullable String eventPayload) {}
