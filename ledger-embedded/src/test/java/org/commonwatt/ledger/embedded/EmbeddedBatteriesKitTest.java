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

/** With {@code -Dcommonwatt.fleets=200} 200 fleets take 500 statements each. */
@LedgerUnderTest(EmbeddedLedger.class)
class EmbeddedBatteriesKitTest extends LedgerBatteriesKit {
  private final Path folder;

  EmbeddedBatteriesKitTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Override
  protected int fleets() {
    return Integer.getInteger("commonwatt.fleets", super.fleets());
  }

  @Override
  protected int statements() {
    return Integer.getInteger("commonwatt.fleets") == null ? super.statements() : 500;
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
