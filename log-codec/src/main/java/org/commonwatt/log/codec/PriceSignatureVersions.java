package org.commonwatt.log.codec;

import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.RejectionCode;

/** What only the version with signed imbalance prices can say. */
final class PriceSignatureVersions {
  private PriceSignatureVersions() {}

  static boolean needed(Command command) {
    if (command instanceof Command.ImportImbalancePrice price) {
      return !price.signature().isEmpty();
    }
    ImbalanceRules rules =
        command instanceof Command.ActivateRulebook activate
            ? activate.rulebook().imbalance()
            : null;
    return rules != null && rules.prices().source() != null;
  }

  static boolean needed(Event event) {
    return event instanceof Event.ImbalancePriceRejected rejected
        && (rejected.rejection().code() == RejectionCode.PRICE_NOT_SIGNED
            || rejected.rejection().code() == RejectionCode.PRICE_SIGNATURE_WRONG);
  }
}
