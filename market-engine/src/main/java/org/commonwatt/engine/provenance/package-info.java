/** Reads on the ledger what storage units' provenance records prove, and bounds the units by it. */
@NullMarked
package org.commonwatt.engine.provenance;

import org.jspecify.annotations.NullMarked;
