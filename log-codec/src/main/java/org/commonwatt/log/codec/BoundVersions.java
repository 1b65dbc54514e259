package org.commonwatt.log.codec;

import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Event;

/** What only the version can say in which all that a market holds has a bound. */
final class BoundVersions {
  private BoundVersions() {}

  static boolean needed(Event event) {
    return event instanceof Event.BillPart
        || (event instanceof Event.SlotSettled settled && settled.firstLine() != 0)
        || (event instanceof Event.OrderCancelled cancelled
            && cancelled.reason() == CancelReason.TRADE_LIMIT);
  }
}
