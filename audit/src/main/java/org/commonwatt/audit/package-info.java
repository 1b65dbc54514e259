/**
 * The audit: recomputes a market's day from its command log, by the plainest algorithms that the
 * rules allow, and compares the outcome with the event log and the ledger.
 *
 * <p>It shares no code with the matcher and the settler: it is written from {@code
 * docs/market-rules.md} and {@code docs/formats} alone. The command line and the tests use it
 * through {@link org.commonwatt.audit.Audit} and {@link org.commonwatt.audit.ReceiptCheck}; the
 * auction finds {@link org.commonwatt.audit.ClearingVerifier} on the class path of tests.
 */
@NullMarked
package org.commonwatt.audit;

import org.jspecify.annotations.NullMarked;
