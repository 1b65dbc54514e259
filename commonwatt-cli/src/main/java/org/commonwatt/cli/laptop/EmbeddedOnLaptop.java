package org.commonwatt.cli.laptop;

import java.nio.file.Path;
import java.time.InstantSource;
import org.commonwatt.audit.AuditReport;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.ledger.embedded.EmbeddedLedger;
import org.commonwatt.log.seal.Keyring;

/** The ledger in this process: who submits and who audits see the same. */
record EmbeddedOnLaptop(EmbeddedLedger ledger) implements LaptopLedger {

  static EmbeddedOnLaptop open(Path folder) {
    return new EmbeddedOnLaptop(EmbeddedLedger.open(folder, InstantSource.system()));
  }

  @Override
  public SubmitOutcome submitAs(String mspId, LedgerCall call) {
    return ledger.submitAs(mspId, call);
  }

  @Override
  public AuditReport verify(String bootstrap, Keyring keyring) {
    return LogAudit.run(bootstrap, ledger, keyring);
  }

  @Override
  public void close() {
    ledger.close();
  }
}
