package org.commonwatt.system.fabric;

import org.commonwatt.fabric.network.Organisation;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.fabric.FabricLedger;
import org.commonwatt.testkit.ledger.LedgerEventsKit;
import org.commonwatt.testkit.ledger.LedgerUnderTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** The kit of the events on a real network. */
@Tag("slow")
@LedgerUnderTest(FabricLedger.class)
@ExtendWith(RevivesNodes.class)
class FabricEventsKitSlowTest extends LedgerEventsKit {
  @Override
  protected Ledger open() {
    return FabricUnderTest.ledger(Organisation.EXCHANGE);
  }

  @Override
  protected Ledger reopen(Ledger opened) {
    opened.close();
    return open();
  }
}
