package org.commonwatt.engine.runtime;

/** What the engine is doing. */
public enum EngineState {
  /** Takes over the log and replays it; answers nothing yet. */
  RECOVERING,
  /** Applies commands and publishes events. */
  LEADING,
  /** Another engine has taken over; this one has stopped and must not be restarted beside it. */
  FENCED,
  /** The log cannot be replayed to the same events, or a rule failed; a person must look. */
  HALTED,
  /** Closed by its owner. */
  CLOSED;

  /** Whether the engine will never answer again. */
  public boolean isFinal() {
    return this == FENCED || this == HALTED || this == CLOSED;
  }
}
