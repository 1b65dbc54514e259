package org.commonwatt.log.codec;

import org.commonwatt.model.BillLine;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;

/** What only the version with fallbacks can say. */
final class FallbackVersions {
  /** Numbers of the rejection codes that came with it. */
  private static final int FIRST_CODE = 51;

  private static final int LAST_CODE = 60;

  private FallbackVersions() {}

  static boolean needed(Command command) {
    return command instanceof Command.CancelAuction
        || command instanceof Command.BustTrade
        || command instanceof Command.LimitLink
        || (command instanceof Command.ActivateRulebook activate
            && activate.rulebook().fallbacks() != null);
  }

  static boolean needed(Event event) {
    return event instanceof Event.GateMissed
        || event instanceof Event.AuctionCancelled
        || event instanceof Event.AuctionCancelRejected
        || event instanceof Event.TradeBusted
        || event instanceof Event.BustRejected
        || event instanceof Event.LinkLimited
        || event instanceof Event.LinkLimitRejected
        || event instanceof Event.TradeCurtailed
        || (event instanceof Event.SlotSettled settled
            && settled.billLines().stream().anyMatch(FallbackVersions::isCompensation));
  }

  private static boolean isCompensation(BillLine line) {
    return line.kind().compareTo(BillLine.Kind.GRID_FEE_INCOME) > 0;
  }

  /** Whether a rejection code came with it. */
  static boolean needed(int code) {
    return code >= FIRST_CODE && code <= LAST_CODE;
  }
}
