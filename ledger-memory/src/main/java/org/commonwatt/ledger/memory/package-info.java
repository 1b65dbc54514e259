/**
 * A fake of the ledger for tests and the simulation: the settlement rules over a map, in blocks
 * that nobody has signed. It passes the kits of every ledger that need no chaincode.
 */
@NullMarked
package org.commonwatt.ledger.memory;

import org.jspecify.annotations.NullMarked;
