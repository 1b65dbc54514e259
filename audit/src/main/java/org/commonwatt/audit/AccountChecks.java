package org.commonwatt.audit;

import java.util.List;
import java.util.function.Function;
import org.commonwatt.model.AccountState;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.RegistrationRejected;
import org.commonwatt.model.Ids;
import org.commonwatt.model.Registration;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;

/** Who asks about accounts, meter points and deposits, and who decides. */
final class AccountChecks {
  private final MarketState state;

  AccountChecks(MarketState state) {
    this.state = state;
  }

  @Nullable RejectionCode byOfficer(
      String officer, String participant, Function<Registration, String> duty) {
    RejectionCode code = Ids.isValid(officer) ? unlessKnown(participant) : RejectionCode.MALFORMED;
    if (code != null) {
      return code;
    }
    Registration rules = registration();
    boolean named = rules != null && duty.apply(rules).equals(officer);
    return named ? null : RejectionCode.NOT_REGISTRAR;
  }

  @Nullable RejectionCode unlessKnown(String id) {
    if (!Ids.isValid(id)) {
      return RejectionCode.MALFORMED;
    }
    if (state.rulebook == null) {
      return RejectionCode.MARKET_NOT_READY;
    }
    return state.isKnown(id) ? null : RejectionCode.UNKNOWN_PARTICIPANT;
  }

  @Nullable RejectionCode unlessActive(String id) {
    AccountState registered = state.roll.accounts.getOrDefault(id, AccountState.ACTIVE);
    boolean active = registered == AccountState.ACTIVE && !state.roll.frozen.contains(id);
    return active ? null : RejectionCode.ACCOUNT_NOT_ACTIVE;
  }

  @Nullable Registration registration() {
    Rulebook rules = state.rulebook;
    return rules == null ? null : rules.registration();
  }

  static void refuse(
      String account, String subject, @Nullable RejectionCode code, List<Event> out) {
    RejectionCode told = code == null ? RejectionCode.NOT_IN_RULES : code;
    out.add(new RegistrationRejected(account, subject, Expected.refusal(told)));
  }
}
