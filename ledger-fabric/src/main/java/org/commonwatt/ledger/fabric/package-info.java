/**
 * The ledger port over Hyperledger Fabric's Gateway, and the check of signatures in Fabric's
 * blocks. Command line, system tests and benchmarks open it; everything else sees {@link
 * org.commonwatt.ledger.Ledger}.
 */
@NullMarked
package org.commonwatt.ledger.fabric;

import org.jspecify.annotations.NullMarked;
