package org.commonwatt.system.fabric;

import org.commonwatt.fabric.network.Organisation;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.testkit.ledger.LedgerStateKit;
import org.junit.jupiter.api.Tag;

/** The kit of state on a real network. */
@Tag("slow")
class FabricStateKitSlowTest extends LedgerStateKit {
  @Override
  protected Ledger open() {
    return FabricUnderTest.ledger(Organisation.EXCHANGE);
  }
}
