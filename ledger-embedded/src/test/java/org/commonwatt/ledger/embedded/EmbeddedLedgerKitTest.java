package org.commonwatt.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.testkit.ledger.LedgerContractKit;
import org.commonwatt.testkit.ledger.LedgerUnderTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@LedgerUnderTest(EmbeddedLedger.class)
class EmbeddedLedgerKitTest extends LedgerContractKit {
  private final Path folder;

  EmbeddedLedgerKitTest(@TempDir Path folder) {
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

  @Test
  void saysThatItIsNotFabric() {
    assertThat(EmbeddedLedger.LABEL).isEqualTo("embedded, not Fabric");
  }
}
