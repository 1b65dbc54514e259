package org.commonwatt.flink.surveillance;

import org.jspecify.annotations.Nullable;

/**
 * What a participant's meters have measured in a slot, beside its area's auction. Personal: what is
 * told of it is never the energy itself.
 *
 * @param participant whose meters
 * @param area its area
 * @param surplusWh injection minus withdrawal, Wh
 * @param auctionPriceMicroPerKwh µ/kWh; null when there was no auction or no price
 * @param auctionSoldWh energy that members of the area sold in the auction, Wh
 */
public record SurplusFact(
    String participant,
    String area,
    long surplusWh,
    @Nullable Long auctionPriceMicroPerKwh,
    long auctionSoldWh) {}
