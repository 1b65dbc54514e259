package org.commonwatt.core.coupled;

import org.commonwatt.model.Side;

/** An order of a book of one area; a smaller id arrived earlier. */
record AuctionOrder(long orderId, String owner, Side side, long priceMicroPerKwh, long energyWh) {}
