package org.commonwatt.system.fabric;

import org.commonwatt.fabric.network.Organisation;
import org.commonwatt.ledger.EvaluateOutcome;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.ledger.fabric.FabricLedger;
import org.commonwatt.testkit.ledger.LedgerRolesKit;
import org.commonwatt.testkit.ledger.LedgerUnderTest;
import org.junit.jupiter.api.Tag;

/** The kit of the clients' roles on a real network. */
@Tag("slow")
@LedgerUnderTest(FabricLedger.class)
class FabricRolesKitSlowTest extends LedgerRolesKit {
  @Override
  protected Ledger open() {
    return FabricUnderTest.ledger(Organisation.EXCHANGE);
  }

  @Override
  protected SubmitOutcome submit(Ledger opened, Client client, LedgerCall call) {
    try (Ledger own = FabricUnderTest.ledger(organisation(client))) {
      return own.submit(call);
    }
  }

  @Override
  protected EvaluateOutcome evaluate(Ledger opened, Client client, LedgerCall call) {
    try (Ledger own = FabricUnderTest.ledger(organisation(client))) {
      return own.evaluate(call);
    }
  }

  private static Organisation organisation(Client client) {
    return switch (client) {
      case SUBMITTER -> Organisation.EXCHANGE;
      case OBSERVER -> Organisation.GRID_OPERATOR;
      case AUDITOR -> Organisation.REGULATOR;
    };
  }
}
