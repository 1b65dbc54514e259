/**
 * The port to the ledger that settles: calls of contracts, their outcomes, and the blocks that
 * prove them. Adapters implement {@link org.commonwatt.ledger.Ledger}; the market engine, the audit
 * and the command line use it and know no adapter.
 */
@NullMarked
package org.commonwatt.ledger;

import org.jspecify.annotations.NullMarked;
