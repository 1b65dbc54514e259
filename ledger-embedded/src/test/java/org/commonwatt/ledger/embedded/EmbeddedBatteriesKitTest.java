package org.commonwatt.ledger.embedded;

import java.nio.file.Path;
import java.time.InstantSource;
import org.commonwatt.ledger.EvaluateOutcome;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.testkit.ledger.LedgerBatteriesKit;
import org.commonwatt.testkit.ledger.LedgerUnderTest;
import org.junit.jupiter.api.io.TempDir;

@LedgerUnderTest(EmbeddedLedger.class)
class EmbeddedBatteriesKitTest extends LedgerBatteriesKit {
  private final Path folder;

  EmbeddedBatteriesKitTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Override
  protected Ledger open() {
    return EmbeddedLedger.open(folder, InstantSource.system());
  }

  @Override
  protected SubmitOutcome submit(Ledger opened, LedgerBatteriesKit.Client client, LedgerCall call) {
    return ((EmbeddedLedger) opened).submit(own(client), call);
  }

  @Override
  protected EvaluateOutcome evaluate(
      Ledger opened, LedgerBatteriesKit.Client client, LedgerCall call) {
    return ((EmbeddedLedger) opened).evaluate(own(client), call);
  }

  private static org.commonwatt.ledger.embedded.Client own(LedgerBatteriesKit.Client client) {
    return org.commonwatt.ledger.embedded.Client.valueOf(client.name());
  }
}
