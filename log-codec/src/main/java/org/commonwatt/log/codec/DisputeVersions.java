package org.commonwatt.log.codec;

import org.commonwatt.model.Command;
import org.commonwatt.model.Event;

/** What only the version with disputes can say. */
final class DisputeVersions {
  private DisputeVersions() {}

  static boolean needed(Command command) {
    return command instanceof Command.OpenDispute
        || command instanceof Command.AddEvidence
        || command instanceof Command.DecideDispute
        || command instanceof Command.WithdrawDispute
        || (command instanceof Command.ActivateRulebook activate
            && activate.rulebook().safeguards().disputes() != null);
  }

  static boolean needed(Event event) {
    return event instanceof Event.DisputeOpened
        || event instanceof Event.DisputeEvidenceAdded
        || event instanceof Event.DisputeDecided
        || event instanceof Event.DisputeWithdrawn
        || event instanceof Event.DisputeOverdue
        || event instanceof Event.DisputeRejected;
  }
}
