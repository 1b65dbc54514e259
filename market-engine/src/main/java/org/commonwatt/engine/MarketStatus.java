package org.commonwatt.engine;

import org.commonwatt.engine.runtime.EngineHealth;

/**
 * How far a market has come.
 *
 * @param engine what the engine is doing; the figures below are 0 unless it is leading
 * @param timeMillis the market's clock, UTC, milliseconds since the epoch, 0 before the first tick
 * @param sequence the engine's sequence number of the last event
 * @param orders accepted orders
 * @param trades trades
 * @param tradedWh energy of the trades
 * @param settledSlots slots with an initial settlement
 * @param recordedSlots slots whose batch the ledger has committed
 */
public record MarketStatus(
    EngineHealth engine,
    long timeMillis,
    long sequence,
    long orders,
    long trades,
    long tradedWh,
    long settledSlots,
    long recordedSlots) {}
