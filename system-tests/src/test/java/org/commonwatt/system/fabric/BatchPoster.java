package org.commonwatt.system.fabric;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.RecordedBatch;
import org.commonwatt.ledger.RegistryLedger;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.Hash;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.testkit.ledger.SampleBatches;

/** Posts one batch after the other, as the market's submitter does: each until it is recorded. */
final class BatchPoster implements Runnable {
  private static final Pattern HEAD =
      Pattern.compile("\"batchId\":\"([^\"]*)\",\"batchHash\":\"([^\"]*)\"");

  private final Ledger ledger;
  private final SettlementLedger settlement;
  private final SampleBatches batches;
  private final List<SettlementBatch> posted = new CopyOnWriteArrayList<>();
  private Hash predecessor = Hash.ZERO;
  private volatile int faults;
  private volatile String lastAnswer = "";
  private volatile boolean stopped;

  BatchPoster(Ledger ledger, String market) {
    this.ledger = ledger;
    settlement = new SettlementLedger(ledger);
    batches = new SampleBatches(market);
  }

  /** The market. */
  String market() {
    return batches.market();
  }

  /** How many batches are recorded. */
  int recorded() {
    return posted.size();
  }

  /** The batches that are recorded, in their order. */
  List<SettlementBatch> posted() {
    return List.copyOf(posted);
  }

  /** How often the ledger could not say what became of a batch. */
  int faults() {
    return faults;
  }

  /** What the ledger said when it last did not take a batch; empty before. */
  String lastAnswer() {
    return lastAnswer;
  }

  /** Ends after the batch at hand. */
  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    register();
    while (!stopped) {
      SettlementBatch batch = batches.payment(posted.size(), predecessor, 1);
      predecessor = post(batch);
      posted.add(batch);
    }
  }

  /** As the product's registry does: until the rulebook is there. */
  private void register() {
    RegistryLedger registry = new RegistryLedger(ledger);
    while (true) {
      try {
        if (registry.head(batches.market()).rulebookVersion() == 1
            || registry.post(batches.rulebook()) instanceof SubmitOutcome.Committed) {
          return;
        }
      } catch (LedgerException e) {
        faults++;
      }
      pause();
    }
  }

  private Hash post(SettlementBatch batch) {
    while (true) {
      try {
        SubmitOutcome outcome = settlement.post(batch);
        if (outcome instanceof SubmitOutcome.Committed committed) {
          return new Hash(committed.result());
        }
        if (outcome instanceof SubmitOutcome.Rejected rejected
            && rejected.rejection().code().equals("BATCH_EXISTS")) {
          return found(batch);
        }
        faults++;
        lastAnswer = outcome.toString();
      } catch (LedgerException e) {
        faults++;
      }
      pause();
    }
  }

  /** As the product's submitter does: a loop without it would starve what is to come up again. */
  private static void pause() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
  }

  private Hash found(SettlementBatch batch) {
    RecordedBatch found = settlement.find(batch.batchId()).orElseThrow();
    if (!found.batch().equals(batch)) {
      throw new AssertionError("another batch is recorded under " + batch.batchId());
    }
    Matcher head =
        HEAD.matcher(
            ledger.evaluate(LedgerCall.of("settlement", "GetHead", batch.market())).toString());
    if (!head.find() || !head.group(1).equals(batch.batchId())) {
      throw new AssertionError("the newest batch is not " + batch.batchId());
    }
    return new Hash(head.group(2));
  }
}
