package org.commonwatt.core;

import java.util.List;
import org.commonwatt.model.AccountState;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Command.RegisterAccount;
import org.commonwatt.model.Command.SetAccountState;
import org.commonwatt.model.Event.AccountChanged;
import org.commonwatt.model.Event.RegistrationRejected;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;

/** Takes, confirms and freezes accounts. */
final class AccountDesk {
  private final SlotSchedule schedule;
  private final AmendDesk amendDesk;
  private final RegistrationChecks checks;

  AccountDesk(SlotSchedule schedule, AmendDesk amendDesk, RegistrationChecks checks) {
    this.schedule = schedule;
    this.amendDesk = amendDesk;
    this.checks = checks;
  }

  void register(RegisterAccount command, EventSink sink) {
    String participant = command.participant();
    Rejection rejection = refusal(participant);
    Registration registration = registration();
    if (rejection != null || registration == null) {
      refuse(participant, participant, rejection, sink);
      return;
    }
    AccountState state =
        registration.accountsAtOnce() ? AccountState.ACTIVE : AccountState.REQUESTED;
    schedule.roster().add(participant, state);
    sink.emit(new AccountChanged(participant, state));
  }

  void set(SetAccountState command, EventSink sink) {
    String participant = command.participant();
    Rejection rejection = refusal(command);
    if (rejection != null) {
      refuse(command.officer(), participant, rejection, sink);
      return;
    }
    schedule.roster().set(participant, command.state());
    sink.emit(new AccountChanged(participant, command.state()));
    if (command.state() == AccountState.FROZEN) {
      List<OrderEntry> open = amendDesk.openOrders(participant);
      amendDesk.cancelAll(open, CancelReason.ACCOUNT_FROZEN, sink);
    }
  }

  /** Why an account is refused, null when it is taken. */
  @Nullable Rejection refusal(String participant) {
    Rejection rejection = Refusals.unlessId("participant", participant);
    Rules rules = schedule.rules();
    if (rejection != null || rules == null) {
      return rejection == null ? Refusals.notReady() : rejection;
    }
    rejection = checks.inRules();
    if (rejection != null) {
      return rejection;
    }
    Rulebook rulebook = rules.rulebook();
    AccountState known = schedule.roster().account(participant);
    if (rulebook.isReserved(participant)
        || rules.isMember(participant)
        || (known != null && known != AccountState.REFUSED)) {
      return exists(participant);
    }
    return byRoom(rules);
  }

  private @Nullable Rejection byRoom(Rules rules) {
    Registration registration = rules.rulebook().registration();
    long taken = rules.members().size() + schedule.roster().counted();
    return registration != null && taken >= registration.maxAccounts()
        ? RegistrationChecks.full("the market has as many accounts as its rulebook allows")
        : null;
  }

  private @Nullable Rejection refusal(SetAccountState command) {
    String participant = command.participant();
    AccountState next = command.state();
    if (next == AccountState.REQUESTED) {
      return new Rejection(
          RejectionCode.MALFORMED, "an account can be made ACTIVE, FROZEN or REFUSED");
    }
    Rejection rejection = checks.officer(command.officer(), participant, Registration::registrar);
    if (rejection != null) {
      return rejection;
    }
    AccountState registered = schedule.roster().account(participant);
    boolean waits = registered == AccountState.REQUESTED || registered == AccountState.REFUSED;
    if (registered != null && waits && next == AccountState.FROZEN) {
      return Refusals.notActive(participant, registered);
    }
    Rules rules = schedule.rules();
    if (registered == AccountState.REFUSED && next == AccountState.ACTIVE && rules != null) {
      return byRoom(rules);
    }
    return !waits && next == AccountState.REFUSED ? exists(participant) : null;
  }

  private @Nullable Registration registration() {
    Rules rules = schedule.rules();
    return rules == null ? null : rules.rulebook().registration();
  }

  private static Rejection exists(String participant) {
    return new Rejection(
        RejectionCode.ACCOUNT_EXISTS,
        "the id " + participant + " belongs to an account: choose another, or freeze that one");
  }

  private static void refuse(
      String account, String subject, @Nullable Rejection rejection, EventSink sink) {
    if (rejection == null) {
      throw new IllegalStateException("what is refused has a reason");
    }
    sink.emit(new RegistrationRejected(account, subject, rejection));
  }
}
