package org.commonwatt.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import org.commonwatt.ledger.EvaluateOutcome;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.testkit.ledger.LedgerRolesKit;
import org.commonwatt.testkit.ledger.LedgerUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@LedgerUnderTest(EmbeddedLedger.class)
class EmbeddedRolesKitTest extends LedgerRolesKit {
  private final Path folder;

  EmbeddedRolesKitTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Override
  protected Ledger open() {
    return EmbeddedLedger.open(folder, InstantSource.system());
  }

  @Override
  protected SubmitOutcome submit(Ledger opened, LedgerRolesKit.Client client, LedgerCall call) {
    return ((EmbeddedLedger) opened).submit(own(client), call);
  }

  @Override
  protected EvaluateOutcome evaluate(Ledger opened, LedgerRolesKit.Client client, LedgerCall call) {
    return ((EmbeddedLedger) opened).evaluate(own(client), call);
  }

  @Test
  void clientsHaveKeysOfTheirOwn() {
    assertThat(folder.resolve("identities").toFile().list())
        .containsExactlyInAnyOrder(
            "Exchange.pem",
            "GridOperator.pem",
            "Exchange.submitter.pem",
            "GridOperator.observer.pem",
            "Regulator.auditor.pem");
  }

  private static org.commonwatt.ledger.embedded.Client own(LedgerRolesKit.Client client) {
    return org.commonwatt.ledger.embedded.Client.valueOf(client.name());
  }
}
