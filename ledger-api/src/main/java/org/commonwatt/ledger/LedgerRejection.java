package org.commonwatt.ledger;

/**
 * A contract's refusal.
 *
 * @param code stable reason, such as {@code BATCH_EXISTS}; see {@code docs/formats/ledger.md}
 * @param message one sentence that says how to fix it
 */
public record LedgerRejection(String code, String message) {}
