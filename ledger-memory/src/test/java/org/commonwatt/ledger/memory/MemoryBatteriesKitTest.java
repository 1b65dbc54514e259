package org.commonwatt.ledger.memory;

import java.time.InstantSource;
import org.commonwatt.chaincode.settlement.rules.Caller;
import org.commonwatt.ledger.EvaluateOutcome;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.testkit.ledger.LedgerBatteriesKit;
import org.commonwatt.testkit.ledger.LedgerUnderTest;

@LedgerUnderTest(MemoryLedger.class)
class MemoryBatteriesKitTest extends LedgerBatteriesKit {
  private final MemoryChain chain = new MemoryChain(InstantSource.system());

  @Override
  protected Ledger open() {
    return Clients.meeting(chain);
  }

  @Override
  protected SubmitOutcome submit(Ledger opened, Client client, LedgerCall call) {
    return Clients.of(chain, caller(client)).submit(call);
  }

  @Override
  protected EvaluateOutcome evaluate(Ledger opened, Client client, LedgerCall call) {
    return Clients.of(chain, caller(client)).evaluate(call);
  }

  private static Caller caller(Client client) {
    return switch (client) {
      case SUBMITTER -> MemoryLedger.SUBMITTER;
      case OBSERVER -> new Caller("GridOperatorMSP", "observer");
      case AUDITOR -> new Caller("RegulatorMSP", "auditor");
    };
  }
}
