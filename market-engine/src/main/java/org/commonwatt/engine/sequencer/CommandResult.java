package org.commonwatt.engine.sequencer;

import java.util.List;
import java.util.Optional;
import org.commonwatt.engine.receipt.Evidence;
import org.commonwatt.engine.runtime.CommittedFrame;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;

/**
 * What a command did: its events, whose transaction has committed.
 *
 * @param frame the frame that it stands in
 * @param index its place in the frame, from 0
 */
public record CommandResult(CommittedFrame frame, int index) {
  /** Its events, in order; at least one. */
  public List<EventEnvelope> events() {
    return frame.events().get(index);
  }

  /** Where the command stands on the log and what came of it. */
  public Evidence evidence() {
    return frame.tree().evidence(index);
  }

  /** The first event of a kind, empty when the command had none. */
  public <E extends Event> Optional<E> first(Class<E> kind) {
    for (EventEnvelope envelope : events()) {
      if (kind.isInstance(envelope.event())) {
        return Optional.of(kind.cast(envelope.event()));
      }
    }
    return Optional.empty();
  }

  /** The engine's sequence number after the command. */
  public long sequence() {
    return events().get(events().size() - 1).sequence();
  }
}
