package org.commonwatt.core;

import java.util.List;
import java.util.TreeMap;
import org.commonwatt.model.Command.DecideDeposit;
import org.commonwatt.model.Command.ReportCollateral;
import org.commonwatt.model.Command.RequestDeposit;
import org.commonwatt.model.Event.DepositDecided;
import org.commonwatt.model.Event.DepositRequested;
import org.commonwatt.model.Event.RegistrationRejected;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;

/** Takes what is paid in as collateral, once the bank says that it has come. */
final class DepositDesk {
  /** The most of one deposit, nano-currency. */
  static final long MAX_NANO = 1_000_000_000_000_000_000L;

  private final SlotSchedule schedule;
  private final CollateralDesk collateral;
  private final RegistrationChecks checks;
  private final TreeMap<String, Long> pending = new TreeMap<>(); // nano-currency, by participant

  DepositDesk(SlotSchedule schedule, CollateralDesk collateral, RegistrationChecks checks) {
    this.schedule = schedule;
    this.collateral = collateral;
    this.checks = checks;
  }

  void request(RequestDeposit command, EventSink sink) {
    Rejection rejection = refusal(command);
    if (rejection != null) {
      sink.emit(new RegistrationRejected(command.participant(), command.participant(), rejection));
      return;
    }
    pending.put(command.participant(), command.amountNano());
    sink.emit(new DepositRequested(command.participant(), command.amountNano()));
  }

  void decide(DecideDeposit command, EventSink sink) {
    Rejection rejection =
        checks.officer(command.officer(), command.participant(), Registration::bank);
    ReportCollateral totals = null;
    if (rejection == null) {
      totals = collateral.withDeposit(command.participant(), Math.max(command.amountNano(), 0));
      rejection = totals == null ? outOfRange() : unlessPending(command);
    }
    if (rejection != null) {
      sink.emit(new RegistrationRejected(command.officer(), command.participant(), rejection));
      return;
    }
    pending.remove(command.participant());
    sink.emit(new DepositDecided(command.participant(), command.amountNano(), command.accepted()));
    if (command.accepted() && totals != null) {
      collateral.deposit(totals, sink);
    }
  }

  /** What a participant has named and the bank has not decided, nano-currency; 0 for nothing. */
  long pendingNano(String participant) {
    return pending.getOrDefault(participant, 0L);
  }

  /** All that waits for the bank, by participant. */
  List<DepositRequested> pending() {
    return pending.entrySet().stream()
        .map(one -> new DepositRequested(one.getKey(), one.getValue()))
        .toList();
  }

  void save(StateWriter out) {
    out.number(pending.size());
    pending.forEach(
        (participant, amount) -> {
          out.text(participant);
          out.number(amount);
        });
  }

  void restore(StateReader in) {
    for (int left = in.count(); left > 0; left--) {
      pending.put(in.text(), in.number());
    }
  }

  private @Nullable Rejection refusal(RequestDeposit command) {
    Rejection rejection = checks.known(command.participant());
    if (rejection == null) {
      rejection = checks.active(command.participant());
    }
    if (rejection != null) {
      return rejection;
    }
    if (command.amountNano() < 1 || command.amountNano() > MAX_NANO) {
      return outOfRange();
    }
    rejection = checks.inRules();
    Rules rules = schedule.rules();
    if (rejection == null && rules != null && rules.rulebook().guarantees() == null) {
      rejection =
          new Rejection(
              RejectionCode.NOT_IN_RULES,
              "rulebook " + rules.rulebook().version() + " has no guarantees: nothing is paid in");
    }
    return rejection == null && pending.containsKey(command.participant())
        ? new Rejection(
            RejectionCode.DEPOSIT_PENDING,
            "a deposit of "
                + pendingNano(command.participant())
                + " nano-currency waits for the bank: wait for it")
        : rejection;
  }

  private @Nullable Rejection unlessPending(DecideDeposit command) {
    return pendingNano(command.participant()) == command.amountNano()
            && pending.containsKey(command.participant())
        ? null
        : new Rejection(
            RejectionCode.NO_DEPOSIT,
            "no deposit of "
                + command.amountNano()
                + " nano-currency of "
                + command.participant()
                + " waits for the bank");
  }

  private static Rejection outOfRange() {
    return new Rejection(
        RejectionCode.VALUE_OUT_OF_RANGE,
        "amountNano must be 1 to " + MAX_NANO + ", and the total of an account fit in 64 bits");
  }
}
