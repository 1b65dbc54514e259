package org.commonwatt.cli.laptop;

import java.util.List;
import org.commonwatt.audit.Audit;
import org.commonwatt.audit.AuditInput;
import org.commonwatt.audit.AuditReport;
import org.commonwatt.ledger.BlockProof;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.log.seal.Keyring;

/** Runs the audit over a broker's log and a ledger. */
public final class LogAudit {
  private LogAudit() {}

  /** Verifies everything that is on the log now. */
  public static AuditReport run(String bootstrap, Ledger ledger, Keyring keyring) {
    return run(bootstrap, ledger, keyring, block -> List.of());
  }

  /** Verifies everything that is on the log now, and the signatures in the ledger's blocks. */
  static AuditReport run(String bootstrap, Ledger ledger, Keyring keyring, BlockProof proof) {
    try (LogRecords commands = new LogRecords(bootstrap, Topics.COMMANDS);
        LogRecords events = new LogRecords(bootstrap, Topics.EVENTS);
        LogRecords positions = new LogRecords(bootstrap, Topics.POSITIONS)) {
      return Audit.verify(
          AuditInput.of(commands, events, ledger)
              .withPositions(positions)
              .withProof(proof)
              .withKeyring(keyring));
    }
  }
}
