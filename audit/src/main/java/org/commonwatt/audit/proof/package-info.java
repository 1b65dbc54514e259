/**
 * Signed tree heads of a market's log and ledger, and proofs that a participant checks without
 * them: {@code docs/formats/proof.md}.
 */
@NullMarked
package org.commonwatt.audit.proof;

import org.jspecify.annotations.NullMarked;
