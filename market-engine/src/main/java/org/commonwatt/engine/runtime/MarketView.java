package org.commonwatt.engine.runtime;

import org.commonwatt.core.MarketStateMachine;

/**
 * The committed state of the market, for the length of one query.
 *
 * @param market the rules' state; call its queries only
 * @param totals counted over the whole log
 * @param sequence the engine's sequence number of the last event
 */
public record MarketView(MarketStateMachine market, MarketTotals totals, long sequence) {}
