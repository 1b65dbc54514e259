package org.commonwatt.engine;

import java.util.ArrayList;
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

/**
 * A fake: keeps batches in a map and fails when told to. It runs no contract and proves nothing; it
 * exists because faults cannot be injected into the real ledger from here.
 */
public final class FakeLedger implements Ledger {
  private final Map<String, String> batches = new LinkedHashMap<>();
  private final List<String> submitted = new ArrayList<>();
  private int faultsBefore;
  private int faultsAfter;
  private int invalid;
  private boolean tamper;

  /** The next {@code count} submissions fail before they reach the ledger. */
  public synchronized void failBefore(int count) {
    faultsBefore = count;
  }

  /** The next {@code count} submissions are committed, and their answer is lost. */
  public synchronized void failAfter(int count) {
    faultsAfter = count;
  }

  /** The next {@code count} transactions are found invalid. */
  public synchronized void invalidate(int count) {
    invalid = count;
  }

  /** Batches that were posted before are answered with another bill root. */
  public synchronized void tamper() {
    tamper = true;
  }

  /** Ids of the batches that the ledger took, in order. */
  public synchronized List<String> submitted() {
    return List.copyOf(submitted);
  }

  @Override
  public String label() {
    return "a fake for fault injection, not a ledger";
  }

  @Override
  public synchronized SubmitOutcome submit(LedgerCall call) {
    if (faultsBefore > 0) {
      faultsBefore--;
      throw new LedgerException("injected: the ledger cannot be reached");
    }
    String json = call.arguments().get(0);
    String id = BatchJson.read(json).batchId();
    if (batches.containsKey(id)) {
      return new SubmitOutcome.Rejected(new LedgerRejection("BATCH_EXISTS", id + " exists"));
    }
    if (invalid > 0) {
      invalid--;
      return new SubmitOutcome.Invalid("tx-invalid", 0, "MVCC_READ_CONFLICT");
    }
    batches.put(id, json);
    submitted.add(id);
    if (faultsAfter > 0) {
      faultsAfter--;
      throw new LedgerException("injected: the answer was lost");
    }
    return new SubmitOutcome.Committed("tx-" + id, submitted.size(), "");
  }

  @Override
  public synchronized EvaluateOutcome evaluate(LedgerCall call) {
    String id = call.arguments().get(0);
    String json = batches.get(id);
    if (json == null) {
      return new EvaluateOutcome.Rejected(new LedgerRejection("BATCH_NOT_FOUND", id));
    }
    String kept =
        tamper ? json.replaceFirst("\"billLineCount\":\\d+", "\"billLineCount\":99") : json;
    return new EvaluateOutcome.Returned(
        "{\"batch\":" + kept + ",\"transactionId\":\"tx-" + id + "\"}");
  }

  @Override
  public synchronized Optional<CommitStatus> status(String transactionId) {
    int block = submitted.indexOf(transactionId.substring("tx-".length())) + 1;
    return block == 0
        ? Optional.empty()
        : Optional.of(new CommitStatus(transactionId, block, CommitStatus.VALID));
  }

  @Override
  public synchronized long height() {
    return submitted.size() + 1L;
  }

  @Override
  public LedgerBlock block(long number) {
    throw new IllegalArgumentException("the fake keeps no blocks");
  }

  @Override
  public LedgerEvents events(LedgerCheckpoint after) {
    throw new UnsupportedOperationException("the fake has no events");
  }

  @Override
  public void close() {}
}
