package org.commonwatt.log.codec;

import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Event;
import org.commonwatt.model.Rejection;

/** What only the version can say in which all that a market holds has a bound. */
final class BoundVersions {
  /** Numbers of the rejection codes that came with it. */
  private static final int FIRST_CODE = 61;

  private static final int LAST_CODE = 63;

  private BoundVersions() {}

  static boolean needed(Event event) {
    return event instanceof Event.BillPart
        || (event instanceof Event.SlotSettled settled && settled.firstLine() != 0)
        || (event instanceof Event.OrderCancelled cancelled
            && cancelled.reason() == CancelReason.TRADE_LIMIT)
        || (event instanceof Event.AmendRejected rejected && needed(rejected.rejection()));
  }

  private static boolean needed(Rejection rejection) {
    return needed(ModelConverter.REJECTION_CODES.encode(rejection.code()).getNumber());
  }

  /** Whether a rejection code came with it. */
  static boolean needed(int code) {
    return code >= FIRST_CODE && code <= LAST_CODE;
  }
}
