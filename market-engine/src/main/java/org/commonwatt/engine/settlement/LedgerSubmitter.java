package org.commonwatt.engine.settlement;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.commonwatt.engine.runtime.EngineNotReadyException;
import org.commonwatt.engine.runtime.MarketEngine;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.engine.sequencer.Sequencer;
import org.commonwatt.engine.work.Backoff;
import org.commonwatt.engine.work.Pause;
import org.commonwatt.engine.work.Work;
import org.commonwatt.engine.work.Worker;
import org.commonwatt.engine.work.Workers;
import org.commonwatt.ledger.CommitStatus;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.RecordedBatch;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.ledger.UnknownOutcomeException;
import org.commonwatt.model.Command;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Posts each settled batch to the ledger, in order, and brings the confirmation back as a command.
 * What to do is asked of the engine's state each time, so a crash at any point loses nothing: a
 * batch that was posted but not confirmed is found on the ledger, compared and confirmed. A
 * transaction whose outcome was unknown is asked for by its id before its batch is posted again.
 */
public final class LedgerSubmitter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerSubmitter.class);
  private static final Duration IDLE = Duration.ofSeconds(1);

  private final MarketEngine engine;
  private final Sequencer sequencer;
  private final Ledger ledger;
  private final SettlementLedger settlement;
  private final Worker worker;
  private volatile @Nullable String trouble;

  /** The last transaction whose outcome is unknown; the worker's own. */
  private @Nullable Pending pending;

  /** The ledger's proof that it holds a batch. */
  private record Proof(String transactionId, long blockNumber) {}

  /** A transaction that may have been ordered. */
  private record Pending(SettlementBatch batch, String transactionId) {}

  /**
   * Starts to submit.
   *
   * @param engine whose settled slots are to be recorded
   * @param sequencer takes the confirmations
   * @param ledger where to; stays open when this closes
   * @param workers who does the work
   */
  public LedgerSubmitter(MarketEngine engine, Sequencer sequencer, Ledger ledger, Workers workers) {
    this.engine = engine;
    this.sequencer = sequencer;
    this.ledger = ledger;
    this.settlement = new SettlementLedger(ledger);
    this.worker = workers.start("ledger-submitter", new Submitting());
  }

  /** Says that a slot was settled; the submitter looks at once instead of in a second. */
  public void wake() {
    worker.wake();
  }

  /** What keeps batches from being recorded, null when all is well. */
  public @Nullable String trouble() {
    return trouble;
  }

  @Override
  public void close() {
    worker.close();
  }

  /** Posts batch by batch, each when the confirmation of the one before is answered. */
  private final class Submitting implements Work {
    private final Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(5));
    private final Deque<SettlementBatch> batches = new ArrayDeque<>();
    private @Nullable CompletableFuture<CommandResult> confirmed;

    @Override
    public Pause step() {
      try {
        return goOn();
      } catch (CompletionException e) {
        return startOver(e.getCause() == null ? e : e.getCause());
      } catch (LedgerException | EngineNotReadyException e) {
        return startOver(e);
      } catch (RuntimeException e) {
        LOG.error("the submitter failed", e);
        return startOver(e);
      }
    }

    @Override
    public boolean isInterruptible() {
      return true;
    }

    private Pause goOn() {
      if (confirmed != null) {
        if (!confirmed.isDone()) {
          return Pause.until(confirmed);
        }
        confirmed.join();
        confirmed = null;
      }
      if (batches.isEmpty()) {
        batches.addAll(engine.query(view -> view.market().unconfirmedBatches()));
      }
      if (batches.isEmpty()) {
        trouble = null;
        backoff.reset();
        return Pause.of(IDLE);
      }
      confirmed = record(batches.remove());
      return Pause.NONE;
    }

    private Pause startOver(Throwable failure) {
      Duration pause = backoff.afterFailure();
      trouble = "batches wait for the ledger: " + failure.getMessage();
      // While the engine recovers there is nothing to say that it does not say itself.
      LOG.atLevel(failure instanceof EngineNotReadyException ? Level.DEBUG : Level.WARN)
          .log("{}; trying again in {} ms", trouble, pause.toMillis());
      confirmed = null;
      batches.clear();
      return Pause.of(pause);
    }
  }

  private CompletableFuture<CommandResult> record(SettlementBatch batch) {
    Proof proof = post(batch);
    return sequencer.submit(
        new Command.ConfirmBatch(batch.batchId(), proof.transactionId(), proof.blockNumber()));
  }

  private Proof post(SettlementBatch batch) {
    Optional<Proof> earlier = resolved(batch);
    return earlier.isPresent() ? earlier.get() : postAnew(batch);
  }

  /**
   * What became of the transaction of this batch whose outcome was unknown. Nothing is known of one
   * that is in no block: posting anew is safe, as the contract takes a batch once.
   */
  private Optional<Proof> resolved(SettlementBatch batch) {
    Pending before = pending;
    if (before == null || !before.batch().equals(batch)) {
      return Optional.empty();
    }
    Optional<CommitStatus> status = ledger.status(before.transactionId());
    LOG.info("the outcome of transaction {} was unknown: {}", before.transactionId(), status);
    return status
        .filter(CommitStatus::valid)
        .map(found -> new Proof(found.transactionId(), found.blockNumber()));
  }

  private Proof postAnew(SettlementBatch batch) {
    SubmitOutcome outcome;
    try {
      outcome = settlement.post(batch);
    } catch (UnknownOutcomeException e) {
      pending = new Pending(batch, e.transactionId());
      throw e;
    }
    if (outcome instanceof SubmitOutcome.Committed committed) {
      return new Proof(committed.transactionId(), committed.blockNumber());
    }
    if (outcome instanceof SubmitOutcome.Invalid invalid) {
      throw new LedgerException(
          "transaction " + invalid.transactionId() + " was invalid: " + invalid.code());
    }
    SubmitOutcome.Rejected rejected = (SubmitOutcome.Rejected) outcome;
    if (rejected.rejection().code().equals("BATCH_EXISTS")) {
      return recorded(batch);
    }
    throw new LedgerException(
        "the ledger refuses batch "
            + batch.batchId()
            + " with "
            + rejected.rejection().code()
            + ": "
            + rejected.rejection().message());
  }

  private Proof recorded(SettlementBatch batch) {
    Optional<RecordedBatch> found = settlement.find(batch.batchId());
    if (found.isEmpty()) {
      throw new LedgerException("batch " + batch.batchId() + " exists, but cannot be found");
    }
    if (!found.get().batch().equals(batch)) {
      throw new LedgerException(
          "the ledger holds another batch under the id " + batch.batchId() + ": run the audit");
    }
    String transactionId = found.get().transactionId();
    CommitStatus status =
        ledger
            .status(transactionId)
            .filter(CommitStatus::valid)
            .orElseThrow(
                () -> new LedgerException("transaction " + transactionId + " is in no block"));
    return new Proof(transactionId, status.blockNumber());
  }
}
