package org.commonwatt.ledger;

/** What an evaluated call gave. */
public sealed interface EvaluateOutcome {

  /**
   * The function returned.
   *
   * @param result what it returned
   */
  record Returned(String result) implements EvaluateOutcome {}

  /**
   * The contract refused the call.
   *
   * @param rejection why
   */
  record Rejected(LedgerRejection rejection) implements EvaluateOutcome {}
}
