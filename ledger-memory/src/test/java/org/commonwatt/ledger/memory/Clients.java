package org.commonwatt.ledger.memory;

import java.util.concurrent.TimeUnit;
import org.commonwatt.chaincode.settlement.rules.Caller;
import org.commonwatt.ledger.ConflictRetry;

/** Clients of a fake's chain. */
final class Clients {
  private Clients() {}

  /** One without faults. */
  static MemoryLedger of(MemoryChain chain, Caller caller) {
    return new MemoryLedger(chain, caller, LedgerFaults.NONE, ConflictRetry.DEFAULT);
  }

  /** One whose calls take long enough to meet others: in memory they would pass by each other. */
  static MemoryLedger meeting(MemoryChain chain) {
    LedgerFaults slow =
        new LedgerFaults() {
          @Override
          public void simulated() {
            try {
              TimeUnit.MILLISECONDS.sleep(2);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    return new MemoryLedger(chain, MemoryLedger.SUBMITTER, slow, ConflictRetry.DEFAULT);
  }
}
