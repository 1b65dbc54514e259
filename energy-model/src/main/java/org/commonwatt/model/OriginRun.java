package org.commonwatt.model;

/**
 * What one settlement run changes in a slot's guarantees of origin: all of them in the initial run,
 * the differences in a later one. {@code docs/formats/ledger.md}.
 *
 * @param market id of the market
 * @param batchId id of the run's batch
 * @param batchHash hash of the run's batch
 * @param slot the settled slot
 * @param entries what changes
 */
public record OriginRun(
    String market, String batchId, Hash batchHash, DeliverySlot slot, OriginEntries entries) {}
