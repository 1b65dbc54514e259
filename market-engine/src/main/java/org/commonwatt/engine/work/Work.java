package org.commonwatt.engine.work;

/** What a part of the service does over and over, cut into steps. One step at a time is taken. */
public interface Work {

  /**
   * Takes the next step. May wait for a log, a ledger or a database, but not for another part: that
   * is what the pause is for.
   *
   * @return how long there is nothing to do
   */
  Pause step();

  /** Lets go of everything; no step follows. Called on the thread that took the steps. */
  default void end() {}

  /** Whether a step that waits may be interrupted when the work is to end. */
  default boolean isInterruptible() {
    return false;
  }
}
