package org.commonwatt.flink.surveillance;

import org.jspecify.annotations.Nullable;

/**
 * What a slot's auction gave in an area.
 *
 * @param priceMicroPerKwh µ/kWh; null when nothing bounds it
 * @param soldWh energy that members of the area sold, Wh
 */
public record AuctionOutcome(@Nullable Long priceMicroPerKwh, long soldWh) {}
