/**
 * A ledger without a network: the same contracts through Fabric's registry and execution of
 * contracts, over a stub and a chain of blocks that behave as a peer's do. It is always labelled
 * "embedded, not Fabric": one process holds all keys, so it proves consistency, not agreement. Used
 * by the command line and by tests; everybody else sees {@code org.commonwatt.ledger.Ledger}.
 */
@NullMarked
package org.commonwatt.ledger.embedded;

import org.jspecify.annotations.NullMarked;
