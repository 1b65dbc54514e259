package org.commonwatt.battery.life;

import java.util.List;

/** What became of a statement. */
public sealed interface LifeOutcome {

  /**
   * It holds.
   *
   * @param events what happened by it, that of its own asset first
   */
  record Accepted(List<LifeEvent> events) implements LifeOutcome {
    /** Copies the events. */
    public Accepted {
      events = List.copyOf(events);
    }
  }

  /**
   * It does not, and nothing has changed.
   *
   * @param code why
   * @param message one sentence that says how to put it right
   */
  record Refused(LifeRefusal code, String message) implements LifeOutcome {}
}
