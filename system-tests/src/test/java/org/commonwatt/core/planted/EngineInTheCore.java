package org.commonwatt.core.planted;

import org.commonwatt.engine.MarketStatus;

/** A planted violation: the core must not see the engine. */
public final class EngineInTheCore {
  /** Asks the engine. */
  public long asksTheEngine(MarketStatus status) {
    return status.sequence();
  }
}
