package org.commonwatt.core;

import java.math.BigInteger;
import java.util.function.LongPredicate;
import org.commonwatt.model.Command.PayOutGains;
import org.commonwatt.model.Event.GainsPaidOut;
import org.commonwatt.model.Event.PayOutRejected;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;

/**
 * Pays gains out of a market with guarantees: what settled for good, as far as it secures nothing.
 */
final class PayOutDesk {
  private final SlotSchedule schedule;
  private final CollateralDesk collateral;
  private final RegistrationChecks checks;
  private final LongPredicate mayChange;

  /**
   * A desk.
   *
   * @param mayChange whether a further run or a correction of the slot of this start may come
   */
  PayOutDesk(
      SlotSchedule schedule,
      CollateralDesk collateral,
      RegistrationChecks checks,
      LongPredicate mayChange) {
    this.schedule = schedule;
    this.collateral = collateral;
    this.checks = checks;
    this.mayChange = mayChange;
  }

  void payOut(PayOutGains command, EventSink sink) {
    Rejection rejection = form(command);
    if (rejection == null) {
      collateral.releaseProvisional(mayChange);
      rejection = amount(command);
    }
    if (rejection != null) {
      sink.emit(new PayOutRejected(command.participant(), rejection));
      return;
    }
    collateral.payOut(command.participant(), command.amountNano());
    sink.emit(new GainsPaidOut(command.participant(), command.amountNano()));
  }

  private @Nullable Rejection form(PayOutGains command) {
    Rejection rejection = checks.known(command.participant());
    if (rejection == null) {
      rejection = checks.active(command.participant());
    }
    if (rejection != null) {
      return rejection;
    }
    if (command.amountNano() < 1 || command.amountNano() > DepositDesk.MAX_NANO) {
      return new Rejection(
          RejectionCode.VALUE_OUT_OF_RANGE, "amountNano must be 1 to " + DepositDesk.MAX_NANO);
    }
    Rules rules = schedule.rules();
    return rules == null || rules.rulebook().guarantees() != null
        ? null
        : new Rejection(
            RejectionCode.NOT_IN_RULES,
            "rulebook "
                + rules.rulebook().version()
                + " has no guarantees: what is settled is at the account's disposal on the ledger");
  }

  private @Nullable Rejection amount(PayOutGains command) {
    BigInteger payable = collateral.view(command.participant()).payableNano();
    return BigInteger.valueOf(command.amountNano()).compareTo(payable) <= 0
        ? null
        : new Rejection(
            RejectionCode.WITHDRAWAL_TOO_LARGE,
            command.amountNano()
                + " nano-currency of gains cannot be paid out, only "
                + payable
                + ": the rest is not there, secures orders and trades, or may still change by a run"
                + " or a dispute");
  }
}
