package org.commonwatt.core;

import org.commonwatt.model.Event;

/** Takes the events of a command, in order. */
@FunctionalInterface
public interface EventSink {

  /**
   * Takes the next event.
   *
   * @param event what happened
   */
  void emit(Event event);
}
