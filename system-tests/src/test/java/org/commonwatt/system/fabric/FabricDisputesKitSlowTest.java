package org.commonwatt.system.fabric;

import org.commonwatt.ledger.EvaluateOutcome;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.ledger.fabric.FabricLedger;
import org.commonwatt.testkit.ledger.LedgerDisputesKit;
import org.commonwatt.testkit.ledger.LedgerUnderTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** The kit of the disputes contract on a real network. */
@Tag("slow")
@LedgerUnderTest(FabricLedger.class)
@ExtendWith(RevivesNodes.class)
class FabricDisputesKitSlowTest extends LedgerDisputesKit {
  private final AsClients clients = new AsClients();

  @Override
  protected Ledger open() {
    return clients.open();
  }

  @Override
  protected SubmitOutcome submit(Ledger opened, Client client, LedgerCall call) {
    return clients.of(client).submit(call);
  }

  @Override
  protected EvaluateOutcome evaluate(Ledger opened, Client client, LedgerCall call) {
    return clients.of(client).evaluate(call);
  }

  @AfterEach
  void closeClients() {
    clients.close();
  }
}
