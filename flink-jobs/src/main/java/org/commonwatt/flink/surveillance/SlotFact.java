package org.commonwatt.flink.surveillance;

import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/**
 * A slot entered a phase, or its auction gave a price in an area.
 *
 * @param phase the phase, null of an auction
 * @param area of an auction, else null
 * @param priceMicroPerKwh of an auction, µ/kWh; null when nothing bounds it
 */
public record SlotFact(
    @Nullable SlotPhase phase, @Nullable String area, @Nullable Long priceMicroPerKwh) {}
