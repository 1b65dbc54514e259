package org.commonwatt.engine.sequencer;

import java.util.List;
import java.util.Optional;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;

/**
 * What a command did: its events, whose transaction has committed.
 *
 * @param events at least one, in order
 */
public record CommandResult(List<EventEnvelope> events) {
  /** Copies the events; every command has at least one. */
  public CommandResult {
    events = List.copyOf(events);
    if (events.isEmpty()) {
      throw new IllegalArgumentException("every command yields at least one event");
    }
  }

  /** The first event of a kind, empty when the command had none. */
  public <E extends Event> Optional<E> first(Class<E> kind) {
    return events.stream()
        .map(EventEnvelope::event)
        .filter(kind::isInstance)
        .map(kind::cast)
        .findFirst();
  }

  /** The engine's sequence number after the command. */
  public long sequence() {
    return events.get(events.size() - 1).sequence();
  }
}
