/** Signed tree heads of the market's log and ledger: {@code docs/formats/proof.md}. */
@NullMarked
package org.commonwatt.engine.head;

import org.jspecify.annotations.NullMarked;
