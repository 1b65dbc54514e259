package org.commonwatt.engine.http;

import org.jspecify.annotations.Nullable;

/** Somebody whose login was taken, or who sent none: sends requests, one or over a socket many. */
interface Visitor {
  /** Of a market without accounts. */
  Visitor EVERYBODY = (rule, purpose) -> Caller.EVERYBODY;

  /**
   * Asks to use an operation.
   *
   * @param purpose what for, where another's personal data may be told; null: not said
   * @throws ProblemException when it may not
   */
  Caller asks(AccessRule rule, @Nullable String purpose);

  /** The same over a socket, of which each message is counted, and no operation again. */
  default Visitor onSocket() {
    return this;
  }

  /**
   * Counts a message of a socket.
   *
   * @throws ProblemException when that is too much now
   */
  default void countMessage() {}

  /** Whether it sent the login of an account that is active in the market. */
  default boolean isActive() {
    return true;
  }

  /**
   * Refuses who did not.
   *
   * @throws ProblemException when it sent no login, or one of an account that is not active
   */
  default void requireActive() {}

  /** Whose login it sent, null for none, and in a market without accounts. */
  default @Nullable String account() {
    return null;
  }

  /** Whether its login would still be taken. */
  default boolean isStillKnown() {
    return true;
  }
}
