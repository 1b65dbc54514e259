package org.commonwatt.system.fabric;

import org.commonwatt.ledger.EvaluateOutcome;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.ledger.fabric.FabricLedger;
import org.commonwatt.testkit.ledger.LedgerBatteriesKit;
import org.commonwatt.testkit.ledger.LedgerUnderTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** The kit of the contract of batteries on a real network. */
@Tag("slow")
@LedgerUnderTest(FabricLedger.class)
@ExtendWith(RevivesNodes.class)
class FabricBatteriesKitSlowTest extends LedgerBatteriesKit {
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

  /** A thousand statements, side by side: alone each would wait for a block of its own. */
  @Override
  protected int fleets() {
    return 20;
  }

  @Override
  protected int statements() {
    return 50;
  }

  @AfterEach
  void closeClients() {
    clients.close();
  }
}
