package org.commonwatt.core;

import java.util.List;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageSpec;

/**
 * A virtual battery as it stands.
 *
 * @param unit of which it is a share
 * @param lease what was leased, from the last report of the unit on, with what it held then
 * @param reportMillis the slot of that report, UTC
 * @param injectionWh what is planned in each slot of the lease, Wh, negative what is charged
 * @param storedMicroWh what it holds at the end of each of these slots then, µWh
 */
public record LeaseView(
    StorageSpec unit,
    StorageCommitment lease,
    long reportMillis,
    List<Long> injectionWh,
    List<Long> storedMicroWh) {}
