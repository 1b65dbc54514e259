package org.commonwatt.simulation;

import java.util.List;
import org.commonwatt.ledger.BatchJson;
import org.commonwatt.ledger.CommitStatus;
import org.commonwatt.ledger.ConflictRetry;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.UnknownOutcomeException;
import org.commonwatt.ledger.memory.LedgerFaults;
import org.commonwatt.ledger.memory.MemoryChain;
import org.commonwatt.ledger.memory.MemoryLedger;
import org.commonwatt.model.SettlementBatch;

/** The fake ledger in memory, which all processes share, with a way to it that can fail. */
final class SimulatedLedger {
  private final MemoryChain chain = new MemoryChain();

  /** The batches in the order they were taken. */
  List<SettlementBatch> batches() {
    return chain.blocks().stream()
        .flatMap(block -> block.transactions().stream())
        .filter(one -> one.code().equals(CommitStatus.VALID))
        .filter(one -> one.call().contract().equals(SettlementLedger.CONTRACT))
        .map(one -> BatchJson.read(one.call().arguments().get(0)))
        .toList();
  }

  /** A process's way to it; a conflict is the answer, so that the submitter meets it. */
  Ledger over(Uplink uplink) {
    return new MemoryLedger(
        chain, MemoryLedger.SUBMITTER, new OverUplink(uplink), ConflictRetry.NONE);
  }

  private record OverUplink(Uplink uplink) implements LedgerFaults {
    @Override
    public void reach() {
      uplink.workers().requireAlive();
      if (!uplink.reachesLedger() || uplink.chance().strikes(Fault.LEDGER_UNREACHABLE, 50)) {
        throw new LedgerException("simulated: the ledger cannot be reached");
      }
    }

    @Override
    public boolean conflicts() {
      return uplink.chance().strikes(Fault.LEDGER_INVALID, 50);
    }

    @Override
    public void answer(String transactionId) {
      if (uplink.chance().strikes(Fault.LEDGER_ANSWER_LOST, 100)) {
        throw new UnknownOutcomeException(
            transactionId, new LedgerException("simulated: the ledger's answer was lost"));
      }
    }
  }
}
