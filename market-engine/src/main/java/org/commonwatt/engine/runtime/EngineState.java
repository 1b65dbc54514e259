package org.commonwatt.engine.runtime;

/** What the engine is doing. */
public enum EngineState {
  /** Follows the log in silence while another engine leads, ready to take over. */
  STANDBY,
  /** Is to lead, and takes over the log and replays it; answers nothing yet. */
  RECOVERING,
  /** Applies commands and publishes events. */
  LEADING,
  /** The log cannot be replayed to the same events, or a rule failed; a person must look. */
  HALTED,
  /** Closed by its owner. */
  CLOSED;

  /** Whether the engine will never answer again. */
  public boolean isFinal() {
    return this == HALTED || this == CLOSED;
  }
}
