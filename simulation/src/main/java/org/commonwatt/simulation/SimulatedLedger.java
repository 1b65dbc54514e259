package org.commonwatt.simulation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.commonwatt.ledger.BatchJson;
import org.commonwatt.ledger.CommitStatus;
import org.commonwatt.ledger.EvaluateOutcome;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerCheckpoint;
import org.commonwatt.ledger.LedgerEvents;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.LedgerRejection;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.SettlementBatch;

/** A fake: one list of batches that runs no contract. All processes share it. */
final class SimulatedLedger {
  private final Map<String, String> batches = new LinkedHashMap<>();

  /** The batches in the order they were taken. */
  List<SettlementBatch> batches() {
    return batches.values().stream().map(BatchJson::read).toList();
  }

  /** A process's way to it. */
  Ledger over(Uplink uplink) {
    return new Client(uplink);
  }

  private final class Client implements Ledger {
    private final Uplink uplink;

    Client(Uplink uplink) {
      this.uplink = uplink;
    }

    @Override
    public String label() {
      return "simulated, not a ledger";
    }

    @Override
    public SubmitOutcome submit(LedgerCall call) {
      requireReachable();
      String json = call.arguments().get(0);
      String id = BatchJson.read(json).batchId();
      if (batches.containsKey(id)) {
        return new SubmitOutcome.Rejected(new LedgerRejection("BATCH_EXISTS", id + " exists"));
      }
      if (uplink.chance().strikes(Fault.LEDGER_INVALID, 50)) {
        return new SubmitOutcome.Invalid("tx-invalid", 0, "MVCC_READ_CONFLICT");
      }
      batches.put(id, json);
      if (uplink.chance().strikes(Fault.LEDGER_ANSWER_LOST, 100)) {
        throw new LedgerException("simulated: the ledger's answer was lost");
      }
      return new SubmitOutcome.Committed("tx-" + id, block(id), "");
    }

    @Override
    public EvaluateOutcome evaluate(LedgerCall call) {
      requireReachable();
      String id = call.arguments().get(0);
      String json = batches.get(id);
      return json == null
          ? new EvaluateOutcome.Rejected(new LedgerRejection("BATCH_NOT_FOUND", id))
          : new EvaluateOutcome.Returned(
              "{\"batch\":" + json + ",\"transactionId\":\"tx-" + id + "\"}");
    }

    @Override
    public Optional<CommitStatus> status(String transactionId) {
      requireReachable();
      long block = block(transactionId.substring("tx-".length()));
      return block == 0
          ? Optional.empty()
          : Optional.of(new CommitStatus(transactionId, block, CommitStatus.VALID));
    }

    @Override
    public long height() {
      return batches.size() + 1L;
    }

    @Override
    public LedgerBlock block(long number) {
      throw new IllegalArgumentException("the simulated ledger keeps no blocks");
    }

    @Override
    public LedgerEvents events(LedgerCheckpoint after) {
      throw new UnsupportedOperationException("the simulated ledger tells no events");
    }

    @Override
    public void close() {}

    private long block(String id) {
      return List.copyOf(batches.keySet()).indexOf(id) + 1L;
    }

    private void requireReachable() {
      uplink.workers().requireAlive();
      if (uplink.isCut() || uplink.chance().strikes(Fault.LEDGER_UNREACHABLE, 50)) {
        throw new LedgerException("simulated: the ledger cannot be reached");
      }
    }
  }
}
