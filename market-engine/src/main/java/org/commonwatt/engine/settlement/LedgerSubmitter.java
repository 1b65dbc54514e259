package org.commonwatt.engine.settlement;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.commonwatt.engine.runtime.EngineNotReadyException;
import org.commonwatt.engine.runtime.MarketEngine;
import org.commonwatt.engine.sequencer.Sequencer;
import org.commonwatt.ledger.CommitStatus;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.RecordedBatch;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.Command;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Posts each settled batch to the ledger, in order, and brings the confirmation back as a command.
 * What to do is asked of the engine's state each time, so a crash at any point loses nothing: a
 * batch that was posted but not confirmed is found on the ledger, compared and confirmed.
 */
public final class LedgerSubmitter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerSubmitter.class);
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final long FIRST_BACKOFF_MILLIS = 50;
  private static final long MAX_BACKOFF_MILLIS = 5_000;

  private final MarketEngine engine;
  private final Sequencer sequencer;
  private final Ledger ledger;
  private final SettlementLedger settlement;
  private final Semaphore wakeUp = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable String trouble;

  /** The ledger's proof that it holds a batch. */
  private record Proof(String transactionId, long blockNumber) {}

  /**
   * Starts to submit.
   *
   * @param engine whose settled slots are to be recorded
   * @param sequencer takes the confirmations
   * @param ledger where to; stays open when this closes
   */
  public LedgerSubmitter(MarketEngine engine, Sequencer sequencer, Ledger ledger) {
    this.engine = engine;
    this.sequencer = sequencer;
    this.ledger = ledger;
    this.settlement = new SettlementLedger(ledger);
    this.thread = new Thread(this::run, "ledger-submitter");
    this.thread.setDaemon(true);
    this.thread.start();
  }

  /** Says that a slot was settled; the submitter looks at once instead of in a second. */
  public void wake() {
    wakeUp.release();
  }

  /** What keeps batches from being recorded, null when all is well. */
  public @Nullable String trouble() {
    return trouble;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    long backoff = FIRST_BACKOFF_MILLIS;
    while (!closed) {
      try {
        for (SettlementBatch batch : engine.query(view -> view.market().unconfirmedBatches())) {
          record(batch);
        }
        trouble = null;
        backoff = FIRST_BACKOFF_MILLIS;
        wakeUp.tryAcquire(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        wakeUp.drainPermits();
      } catch (InterruptedException e) {
        return;
      } catch (LedgerException | ExecutionException | EngineNotReadyException e) {
        backoff = waitAfter(e, backoff);
      } catch (RuntimeException e) {
        LOG.error("the submitter failed", e);
        backoff = waitAfter(e, backoff);
      }
    }
  }

  private void record(SettlementBatch batch) throws InterruptedException, ExecutionException {
    Proof proof = post(batch);
    sequencer
        .submit(
            new Command.ConfirmBatch(batch.batchId(), proof.transactionId(), proof.blockNumber()))
        .get();
  }

  private Proof post(SettlementBatch batch) {
    SubmitOutcome outcome = settlement.post(batch);
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

  private long waitAfter(Exception failure, long backoff) {
    trouble = "batches wait for the ledger: " + failure.getMessage();
    // While the engine recovers there is nothing to say that it does not say itself.
    LOG.atLevel(failure instanceof EngineNotReadyException ? Level.DEBUG : Level.WARN)
        .log("{}; trying again in {} ms", trouble, backoff);
    try {
      TimeUnit.MILLISECONDS.sleep(backoff);
    } catch (InterruptedException e) {
      closed = true;
    }
    return Math.min(backoff * 2, MAX_BACKOFF_MILLIS);
  }
}
