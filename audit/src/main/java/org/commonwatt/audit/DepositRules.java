package org.commonwatt.audit;

import java.util.List;
import org.commonwatt.model.Command.DecideDeposit;
import org.commonwatt.model.Command.ReportCollateral;
import org.commonwatt.model.Command.RequestDeposit;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.DepositDecided;
import org.commonwatt.model.Event.DepositRequested;
import org.commonwatt.model.Registration;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;

/** What becomes of deposits, by their precedence of refusals. */
final class DepositRules {
  private static final long MOST_NANO = 1_000_000_000_000_000_000L;

  private final MarketState state;
  private final AccountChecks checks;
  private final GuaranteeRules guarantees;

  DepositRules(MarketState state, AccountChecks checks, GuaranteeRules guarantees) {
    this.state = state;
    this.checks = checks;
    this.guarantees = guarantees;
  }

  void request(RequestDeposit asked, List<Event> out) {
    String id = asked.participant();
    RejectionCode code = checks.unlessKnown(id);
    code = code == null ? checks.unlessActive(id) : code;
    if (code == null && (asked.amountNano() <= 0 || asked.amountNano() > MOST_NANO)) {
      code = RejectionCode.VALUE_OUT_OF_RANGE;
    }
    Rulebook rules = state.rulebook;
    if (code == null
        && (checks.registration() == null || rules == null || rules.guarantees() == null)) {
      code = RejectionCode.NOT_IN_RULES;
    }
    if (code == null && state.roll.deposits.containsKey(id)) {
      code = RejectionCode.DEPOSIT_PENDING;
    }
    if (code != null) {
      AccountChecks.refuse(id, id, code, out);
      return;
    }
    state.roll.deposits.put(id, asked.amountNano());
    out.add(new DepositRequested(id, asked.amountNano()));
  }

  void decide(DecideDeposit decided, List<Event> out) {
    String id = decided.participant();
    RejectionCode code = checks.byOfficer(decided.officer(), id, Registration::bank);
    ReportCollateral totals = guarantees.withDeposit(id, Math.max(decided.amountNano(), 0));
    if (code == null && totals == null) {
      code = RejectionCode.VALUE_OUT_OF_RANGE;
    }
    Long waiting = state.roll.deposits.get(id);
    if (code == null && (waiting == null || waiting != decided.amountNano())) {
      code = RejectionCode.NO_DEPOSIT;
    }
    if (code != null) {
      AccountChecks.refuse(decided.officer(), id, code, out);
      return;
    }
    state.roll.deposits.remove(id);
    out.add(new DepositDecided(id, decided.amountNano(), decided.accepted()));
    if (decided.accepted() && totals != null) {
      out.addAll(guarantees.take(totals));
    }
  }
}
