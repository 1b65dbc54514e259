package org.commonwatt.ledger.memory;

import org.commonwatt.ledger.Ledger;
import org.commonwatt.testkit.ledger.LedgerEventsKit;
import org.commonwatt.testkit.ledger.LedgerUnderTest;

@LedgerUnderTest(MemoryLedger.class)
class MemoryEventsKitTest extends LedgerEventsKit {
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
