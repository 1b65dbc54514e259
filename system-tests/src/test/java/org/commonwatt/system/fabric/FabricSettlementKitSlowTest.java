package org.commonwatt.system.fabric;

import org.commonwatt.fabric.network.Organisation;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.fabric.FabricLedger;
import org.commonwatt.testkit.ledger.LedgerContractKit;
import org.commonwatt.testkit.ledger.LedgerUnderTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** The kit of the settlement contract on a real network. */
@Tag("slow")
@LedgerUnderTest(FabricLedger.class)
@ExtendWith(RevivesNodes.class)
class FabricSettlementKitSlowTest extends LedgerContractKit {
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
