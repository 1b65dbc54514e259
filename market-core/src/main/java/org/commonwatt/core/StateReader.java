package org.commonwatt.core;

import org.commonwatt.model.Event;
import org.commonwatt.model.Rulebook;

/**
 * Gives back what a {@link StateWriter} took, in the same order. A value of another kind than is
 * asked for is a fault: {@link IllegalArgumentException}.
 */
public interface StateReader {

  /** The next value, a number. */
  long number();

  /** The next value, a number of things. */
  default int count() {
    long count = number();
    if (count < 0 || count > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a state cannot have " + count + " of anything");
    }
    return (int) count;
  }

  /** The next value, a text. */
  String text();

  /** The next value, an event. */
  Event event();

  /**
   * The next value, an event of a kind.
   *
   * @param kind its class
   */
  default <E extends Event> E event(Class<E> kind) {
    Event event = event();
    if (!kind.isInstance(event)) {
      throw new IllegalArgumentException(
          "the state has " + event.getClass() + " where it should have " + kind);
    }
    return kind.cast(event);
  }

  /** The next value, a rulebook. */
  Rulebook rulebook();
}
