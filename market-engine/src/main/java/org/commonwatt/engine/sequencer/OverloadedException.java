package org.commonwatt.engine.sequencer;

/** Too much waits already: this was refused before anything was done. */
public final class OverloadedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Too many commands await their answer: this one was refused before it reached the log. */
  public OverloadedException(int bound) {
    this("the market already has " + bound + " commands to answer; send this one again later");
  }

  /** Says which bound was reached. */
  public OverloadedException(String message) {
    super(message);
  }
}
