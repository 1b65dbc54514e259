package org.commonwatt.ledger.embedded;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.testkit.ledger.LedgerStateKit;
import org.commonwatt.testkit.ledger.LedgerUnderTest;
import org.junit.jupiter.api.io.TempDir;

@LedgerUnderTest(EmbeddedLedger.class)
class EmbeddedStateKitTest extends LedgerStateKit {
  private final Path folder;

  EmbeddedStateKitTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Override
  protected Ledger open() {
    return EmbeddedLedger.open(
        folder,
        InstantSource.system(),
        new EmbeddedLedger.ChannelRules(List.of(), LedgerStateKit.QUERY_LIMIT));
  }
}
