package org.commonwatt.core;

import java.util.function.ToLongFunction;
import org.commonwatt.model.Event.AuctionCleared;

/**
 * What an auction gave in one slot.
 *
 * @param cleared the result that is told
 * @param fillWh what each of the slot's open orders got, Wh
 */
record GateResult(AuctionCleared cleared, ToLongFunction<OrderEntry> fillWh) {}
