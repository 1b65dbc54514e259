package org.commonwatt.engine.sequencer;

/** Too many commands await their answer: this one was refused before it reached the log. */
public final class OverloadedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the bound that was reached. */
  public OverloadedException(int bound) {
    super("the market already has " + bound + " commands to answer; send this one again later");
  }
}
