package org.commonwatt.audit;

import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Rulebook;

/**
 * Recomputes a market from its command log and compares with its event log and its ledger.
 *
 * <p>What is recomputed, and what not: {@code docs/audit.md}.
 */
public final class Audit {
  private Audit() {}

  /**
   * Verifies a market's whole log against its ledger. Reads only.
   *
   * @param input the topics and the ledger
   * @return the verdict; whatever is wrong with the input is a finding in it, never an exception,
   *     except faults of the iterables themselves
   */
  public static AuditReport verify(AuditInput input) {
    Findings findings = new Findings(input.maxDetails(), input.keyring() == Keyring.CLOSED);
    LogCheck log = new LogCheck(input, findings);
    Rulebook rules = log.rulebook();
    long blocks = new LedgerCheck(input, log, findings).run(rules == null ? null : rules.market());
    return findings.report(log.stated().counts(log.commands(), blocks));
  }
}
