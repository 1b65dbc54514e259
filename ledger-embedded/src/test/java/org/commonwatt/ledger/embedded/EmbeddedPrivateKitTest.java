package org.commonwatt.ledger.embedded;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.commonwatt.ledger.EvaluateOutcome;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.testkit.ledger.KitCollection;
import org.commonwatt.testkit.ledger.LedgerPrivateKit;
import org.commonwatt.testkit.ledger.LedgerUnderTest;
import org.junit.jupiter.api.io.TempDir;

@LedgerUnderTest(EmbeddedLedger.class)
class EmbeddedPrivateKitTest extends LedgerPrivateKit {
  private final Path folder;

  EmbeddedPrivateKitTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Override
  protected Ledger open() {
    List<PrivateCollection> collections =
        KitCollection.ALL.stream()
            .map(
                one ->
                    new PrivateCollection(
                        one.name(), Set.copyOf(one.members()), true, Set.copyOf(one.endorsers())))
            .toList();
    return EmbeddedLedger.open(folder, InstantSource.system(), collections);
  }

  @Override
  protected SubmitOutcome submit(Ledger opened, LedgerPrivateKit.Client client, LedgerCall call) {
    return ((EmbeddedLedger) opened).submit(own(client), call);
  }

  @Override
  protected EvaluateOutcome evaluate(
      Ledger opened, LedgerPrivateKit.Client client, LedgerCall call) {
    return ((EmbeddedLedger) opened).evaluate(own(client), call);
  }

  private static org.commonwatt.ledger.embedded.Client own(LedgerPrivateKit.Client client) {
    return org.commonwatt.ledger.embedded.Client.valueOf(client.name());
  }
}
