package org.commonwatt.ledger.memory;

import org.commonwatt.ledger.Ledger;
import org.commonwatt.testkit.ledger.LedgerContractKit;
import org.commonwatt.testkit.ledger.LedgerUnderTest;

@LedgerUnderTest(MemoryLedger.class)
class MemoryContractKitTest extends LedgerContractKit {
  private final MemoryChain chain = new MemoryChain();

  @Override
  protected Ledger open() {
    return Clients.meeting(chain);
  }

  @Override
  protected Ledger reopen(Ledger opened) {
    opened.close();
    return open();
  }
}
