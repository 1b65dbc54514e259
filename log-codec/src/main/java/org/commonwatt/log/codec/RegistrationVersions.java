package org.commonwatt.log.codec;

import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.Rejection;

/** What only the version with registered accounts and meter points can say. */
final class RegistrationVersions {
  /** Number of the first rejection code that came with it. */
  private static final int FIRST_CODE = 81;

  private RegistrationVersions() {}

  static boolean needed(Command command) {
    return command instanceof Command.RegisterAccount
        || command instanceof Command.SetAccountState
        || command instanceof Command.RequestMeterPoint
        || command instanceof Command.DecideMeterPoint
        || command instanceof Command.HandOverMeterPoint
        || command instanceof Command.RequestDeposit
        || command instanceof Command.DecideDeposit
        || (command instanceof Command.ActivateRulebook activate
            && activate.rulebook().registration() != null);
  }

  static boolean needed(Event event) {
    return event instanceof Event.AccountChanged
        || event instanceof Event.MeterPointRequested
        || event instanceof Event.MeterPointRefused
        || event instanceof Event.MeterPointAssigned
        || event instanceof Event.DepositRequested
        || event instanceof Event.DepositDecided
        || event instanceof Event.RegistrationRejected
        || (event instanceof Event.OrderRejected rejected && needed(rejected.rejection()))
        || (event instanceof Event.OrderCancelled cancelled && needed(cancelled.reason()));
  }

  private static boolean needed(CancelReason reason) {
    return reason == CancelReason.HANDED_OVER || reason == CancelReason.ACCOUNT_FROZEN;
  }

  private static boolean needed(Rejection rejection) {
    return ModelConverter.REJECTION_CODES.encode(rejection.code()).getNumber() >= FIRST_CODE;
  }
}
