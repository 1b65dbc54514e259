package org.commonwatt.ledger;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.commonwatt.model.SettlementBatch;

/** The settlement contract, typed: what the engine submits and the audit reads. */
public final class SettlementLedger {
  /** Name of the contract. */
  public static final String CONTRACT = "settlement";

  /** Name of the function that lets batches be found by their hashes. */
  public static final String INDEX = "IndexBatches";

  /** How many batches a call of it takes. */
  public static final int MOST_INDEXED = 100;

  private final Ledger ledger;

  /** Calls the settlement contract on a ledger. */
  public SettlementLedger(Ledger ledger) {
    this.ledger = ledger;
  }

  /** Posts a batch, once: a second posting of the same id is refused with {@code BATCH_EXISTS}. */
  public SubmitOutcome post(SettlementBatch batch) {
    return ledger.submit(LedgerCall.of(CONTRACT, "PostBatch", BatchJson.write(batch)));
  }

  /**
   * Lets batches be found by their hashes that a contract before version 10 has recorded, so that
   * they can be invoiced; others are left as they are.
   *
   * @param batchIds at most {@value #MOST_INDEXED}
   */
  public SubmitOutcome index(String market, List<String> batchIds) {
    return ledger.submit(LedgerCall.of(CONTRACT, INDEX, BatchJson.writeIndexed(market, batchIds)));
  }

  /** The recorded batch of an id, empty when the ledger has none. */
  public Optional<RecordedBatch> find(String batchId) {
    EvaluateOutcome outcome = ledger.evaluate(LedgerCall.of(CONTRACT, "GetBatch", batchId));
    if (outcome instanceof EvaluateOutcome.Rejected rejected
        && rejected.rejection().code().equals("BATCH_NOT_FOUND")) {
      return Optional.empty();
    }
    return Optional.of(BatchJson.readRecorded(result(outcome)));
  }

  /** Every recorded batch of a market, in the order of their slots. */
  public List<RecordedBatch> batches(String market) {
    return BatchJson.readRecordedList(
            result(ledger.evaluate(LedgerCall.of(CONTRACT, "ListBatches", market))))
        .stream()
        .sorted(Comparator.comparing(recorded -> recorded.batch().slot()))
        .toList();
  }

  /** The sum of an account's postings in nano-currency, 0 for an account without postings. */
  public BigInteger balanceNano(String market, String account) {
    String sum = result(ledger.evaluate(LedgerCall.of(CONTRACT, "GetBalance", market, account)));
    try {
      return new BigInteger(sum);
    } catch (NumberFormatException e) {
      throw new LedgerException("a balance must be a whole number, not " + sum, e);
    }
  }

  private static String result(EvaluateOutcome outcome) {
    if (outcome instanceof EvaluateOutcome.Returned returned) {
      return returned.result();
    }
    throw new LedgerException("the settlement contract refused a query: " + outcome);
  }
}
