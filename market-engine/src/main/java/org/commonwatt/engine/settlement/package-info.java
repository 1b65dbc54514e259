/** Carries settled batches to the ledger and the ledger's confirmations back to the log. */
@NullMarked
package org.commonwatt.engine.settlement;

import org.jspecify.annotations.NullMarked;
