package org.commonwatt.engine.metrics;

import org.commonwatt.engine.runtime.EngineState;

/**
 * How an engine is at one instant. The figures of the market are {@link #UNKNOWN} unless it leads.
 *
 * @param state what it is doing
 * @param sequence number of the last event
 * @param projected number of the last event that the read models have
 * @param marketMillis the market's clock, UTC, milliseconds since the epoch
 * @param waitingCommands commands that await their answer
 * @param unsettledMillis for how long by the market's clock the slot that is next to be settled has
 *     ended; 0 when none has
 * @param unconfirmedBatches settled batches that the ledger has not confirmed
 * @param settledSlots slots with an initial settlement since the start of trading
 * @param recordedSlots those whose batch is on the ledger
 * @param troubles things that are wrong beside the engine
 */
public record EngineNumbers(
    EngineState state,
    long sequence,
    long projected,
    long marketMillis,
    long waitingCommands,
    long unsettledMillis,
    long unconfirmedBatches,
    long settledSlots,
    long recordedSlots,
    long troubles) {
  /** Not known, as the engine does not lead. */
  public static final long UNKNOWN = -1;

  /** Those of an engine that does not lead. */
  public static EngineNumbers idle(EngineState state, long projected, long waiting, long troubles) {
    return new EngineNumbers(
        state, UNKNOWN, projected, UNKNOWN, waiting, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, troubles);
  }
}
