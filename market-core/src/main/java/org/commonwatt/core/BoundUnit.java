package org.commonwatt.core;

import org.commonwatt.model.UsableLimit;
import org.jspecify.annotations.Nullable;

/**
 * A storage unit that offers no more than its provenance record proves.
 *
 * @param unit its id in the market
 * @param passport its passport on the ledger
 * @param limit what the market knows to be proved; null before that was read
 */
public record BoundUnit(String unit, String passport, @Nullable UsableLimit limit) {}
