package org.commonwatt.engine.readmodel;

/** How a dispute stands. Names are stable: they are in the database and in the API. */
public enum DisputeState {
  /** It waits for a decision, be it overdue or not. */
  OPEN,
  /** It was decided: the line is wrong. */
  UPHELD,
  /** It was decided: the line is right. */
  DISMISSED,
  /** Who opened it took it back. */
  WITHDRAWN;

  /** The state of a decision. */
  public static DisputeState decided(boolean upheld) {
    return upheld ? UPHELD : DISMISSED;
  }
}
