package org.commonwatt.log.codec;

import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;

/** What only the version with dead man's switches can say. */
final class SwitchVersions {
  private SwitchVersions() {}

  static boolean needed(Command command) {
    return command instanceof Command.CancelAfter
        || (command instanceof Command.CancelAll all && (all.area() != null || all.side() != null));
  }

  static boolean needed(Event event) {
    return event instanceof Event.CancelAfterSet
        || event instanceof Event.CancelAfterPassed
        || (event instanceof Event.MassCancelled all && (all.area() != null || all.side() != null))
        || (event instanceof Event.OrderCancelled cancelled
            && cancelled.reason() == CancelReason.NOT_RENEWED);
  }
}
