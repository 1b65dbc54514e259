package org.commonwatt.ledger.embedded;

import java.nio.file.Path;
import java.time.InstantSource;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.testkit.ledger.LedgerEventsKit;
import org.commonwatt.testkit.ledger.LedgerUnderTest;
import org.junit.jupiter.api.io.TempDir;

@LedgerUnderTest(EmbeddedLedger.class)
class EmbeddedEventsKitTest extends LedgerEventsKit {
  private final Path folder;

  EmbeddedEventsKitTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Override
  protected Ledger open() {
    return EmbeddedLedger.open(folder, InstantSource.system());
  }

  @Override
  protected Ledger reopen(Ledger opened) {
    opened.close();
    return open();
  }
}
