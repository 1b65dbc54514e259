package org.commonwatt.audit;

import java.math.BigInteger;

/**
 * How much an audit has seen, as it stands on the log and the ledger.
 *
 * @param commands commands
 * @param events events
 * @param orders accepted orders
 * @param trades trades
 * @param tradedWh energy of all trades, Wh
 * @param slots slots that were cleared
 * @param batches settled batches
 * @param confirmedBatches batches whose confirmation is on the log
 * @param blocks blocks of the ledger
 */
public record AuditCounts(
    long commands,
    long events,
    long orders,
    long trades,
    BigInteger tradedWh,
    long slots,
    long batches,
    long confirmedBatches,
    long blocks) {}
