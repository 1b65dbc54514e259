package org.commonwatt.core;

import java.util.List;
import org.commonwatt.model.DeliverySlot;

/**
 * What the next settlement waits for.
 *
 * @param slot the slot that is next to be settled; its delivery is over
 * @param missing members whose metered position is not in, in order of id
 */
public record SettlementWait(DeliverySlot slot, List<String> missing) {}
