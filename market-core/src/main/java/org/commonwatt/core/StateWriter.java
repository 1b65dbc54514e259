package org.commonwatt.core;

import org.commonwatt.model.Event;
import org.commonwatt.model.Rulebook;

/**
 * Takes the state of a market, value by value, in a fixed order: the same state gives the same
 * values. What is an event or a rulebook already is handed over as such, so that whoever stores it
 * uses the format, and the versions, that it has on the log.
 */
public interface StateWriter {

  /** The next value, a number. */
  void number(long value);

  /** The next value, a text. */
  void text(String value);

  /** The next value, an event. */
  void event(Event value);

  /** The next value, a rulebook. */
  void rulebook(Rulebook value);
}
