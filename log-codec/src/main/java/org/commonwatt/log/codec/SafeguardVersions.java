package org.commonwatt.log.codec;

import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.Safeguards;

/** What only the version with limits and collateral can say. */
final class SafeguardVersions {
  private SafeguardVersions() {}

  static boolean needed(Command command) {
    return command instanceof Command.ReportCapability
        || command instanceof Command.ReportCollateral
        || (command instanceof Command.ActivateRulebook activate
            && !activate.rulebook().safeguards().equals(Safeguards.NONE));
  }

  static boolean needed(Event event) {
    return event instanceof Event.CapabilityRegistered
        || event instanceof Event.CapabilityRejected
        || event instanceof Event.CollateralRecorded
        || event instanceof Event.CollateralRejected
        || event instanceof Event.AccountDefaulted
        || event instanceof Event.ReceivablePaid;
  }
}
