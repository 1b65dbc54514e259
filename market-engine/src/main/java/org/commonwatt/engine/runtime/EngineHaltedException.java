package org.commonwatt.engine.runtime;

/** The engine must not go on: the message names the offset at which it stopped and why. */
public final class EngineHaltedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EngineHaltedException(String message) {
    super(message);
  }

  EngineHaltedException(String message, Throwable cause) {
    super(message, cause);
  }
}
