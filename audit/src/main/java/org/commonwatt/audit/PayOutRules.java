package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.List;
import org.commonwatt.model.Command.PayOutGains;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.GainsPaidOut;
import org.commonwatt.model.Event.PayOutRejected;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;

/** Which gains leave a market with guarantees, by the precedence of refusals. */
final class PayOutRules {
  private static final long MOST_NANO = 1_000_000_000_000_000_000L;

  private final MarketState state;
  private final AccountChecks checks;
  private final GuaranteeRules guarantees;

  PayOutRules(MarketState state, AccountChecks checks, GuaranteeRules guarantees) {
    this.state = state;
    this.checks = checks;
    this.guarantees = guarantees;
  }

  void payOut(PayOutGains asked, List<Event> out) {
    RejectionCode code = refusal(asked);
    if (code != null) {
      out.add(new PayOutRejected(asked.participant(), Expected.refusal(code)));
      return;
    }
    guarantees.payOut(asked.participant(), asked.amountNano());
    out.add(new GainsPaidOut(asked.participant(), asked.amountNano()));
  }

  private @Nullable RejectionCode refusal(PayOutGains asked) {
    RejectionCode code = checks.unlessKnown(asked.participant());
    code = code == null ? checks.unlessActive(asked.participant()) : code;
    if (code != null) {
      return code;
    }
    if (asked.amountNano() <= 0 || asked.amountNano() > MOST_NANO) {
      return RejectionCode.VALUE_OUT_OF_RANGE;
    }
    Rulebook rules = state.rulebook;
    if (rules == null || rules.guarantees() == null) {
      return RejectionCode.NOT_IN_RULES;
    }
    BigInteger most = guarantees.forGood(asked.participant());
    return BigInteger.valueOf(asked.amountNano()).compareTo(most) > 0
        ? RejectionCode.WITHDRAWAL_TOO_LARGE
        : null;
  }
}
