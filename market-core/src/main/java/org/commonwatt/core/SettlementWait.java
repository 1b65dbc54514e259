package org.commonwatt.core;

import java.util.List;
import org.commonwatt.model.DeliverySlot;

/**
 * What the next settlement waits for.
 *
 * @param slot the slot that is next to be settled; its delivery is over
 * @param missing members whose metered position is not in, in order of id
 * @param ledger whether as many settled slots as the market keeps wait for the ledger's
 *     confirmation: no further one is settled
 * @param full whether as many slots as the market keeps wait for their settlement: no further one
 *     opens
 */
public record SettlementWait(
    DeliverySlot slot, List<String> missing, boolean ledger, boolean full) {}
