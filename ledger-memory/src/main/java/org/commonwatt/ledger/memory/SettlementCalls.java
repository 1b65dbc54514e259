package org.commonwatt.ledger.memory;

import java.util.List;
import java.util.Map;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.chaincode.settlement.rules.RefusalCode;
import org.commonwatt.chaincode.settlement.rules.Settlement;
import org.commonwatt.chaincode.settlement.rules.State;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerRejection;

/** What Fabric's router does elsewhere: finds the function of a call and counts its arguments. */
final class SettlementCalls {
  private static final Map<String, Function> FUNCTIONS =
      Map.of(
          "PostBatch", new Function(1, (rules, given) -> rules.post(given.get(0))),
          "GetBatch", new Function(1, (rules, given) -> rules.batch(given.get(0))),
          "ListBatches", new Function(1, (rules, given) -> rules.batches(given.get(0))),
          "GetBalance",
              new Function(2, (rules, given) -> rules.balance(given.get(0), given.get(1))),
          "GetHead", new Function(1, (rules, given) -> rules.head(given.get(0))));

  private SettlementCalls() {}

  private record Function(int arguments, Body body) {}

  private interface Body {
    String run(Settlement rules, List<String> given);
  }

  /**
   * Runs a call of the settlement contract.
   *
   * @return what the function returned
   * @throws Refused when it refuses, or there is no such function or contract
   */
  static String run(LedgerCall call, State state) throws Refused {
    if (!call.contract().isEmpty() && !call.contract().equals("settlement")) {
      throw new Refused(
          new LedgerRejection(
              LedgerRejection.CONTRACT_FAULT, "there is no contract " + call.contract()));
    }
    try {
      return function(call).body().run(new Settlement(state), call.arguments());
    } catch (Refusal refusal) {
      throw new Refused(LedgerRejection.parse(refusal.text()));
    }
  }

  private static Function function(LedgerCall call) {
    Function function = FUNCTIONS.get(call.function());
    if (function == null) {
      throw new Refusal(RefusalCode.UNKNOWN_FUNCTION, "there is no function " + call.function());
    }
    if (function.arguments() != call.arguments().size()) {
      throw new Refusal(
          RefusalCode.WRONG_ARGUMENTS,
          call.function() + " takes " + function.arguments() + " arguments");
    }
    return function;
  }

  /** Why a call was refused. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient LedgerRejection rejection;

    Refused(LedgerRejection rejection) {
      super(rejection.code(), null, false, false);
      this.rejection = rejection;
    }

    LedgerRejection rejection() {
      return rejection;
    }
  }
}
