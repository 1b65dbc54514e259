package org.commonwatt.ledger.embedded;

import org.hyperledger.fabric.protos.common.Envelope;

/**
 * A transaction that all organisations have signed and that waits for its block.
 *
 * @param transactionId its id
 * @param envelope what the block keeps
 * @param sides what stays beside it
 */
record Endorsed(String transactionId, Envelope envelope, Simulation.Succeeded sides) {}
