package org.commonwatt.engine.runtime;

/** The engine cannot answer now; the message says why, {@link #health} for how long. */
public final class EngineNotReadyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient EngineHealth health;

  EngineNotReadyException(EngineHealth health) {
    super("the engine is " + health.state() + ": " + health.detail());
    this.health = health;
  }

  /** The engine's state at that moment. */
  public EngineHealth health() {
    return health;
  }
}
