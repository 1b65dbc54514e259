package org.commonwatt.ledger;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Origin;
import org.commonwatt.model.OriginEntries;
import org.commonwatt.model.OriginLots;
import org.commonwatt.model.OriginRun;
import org.commonwatt.model.SourceDeclaration;

/** The origin contract, typed: what the engine submits and anybody reads. */
public final class OriginLedger {
  /** Name of the contract. */
  public static final String CONTRACT = "origin";

  /** Name of the function that records a run. */
  public static final String POST = "PostRun";

  /** Name of the function that declares a source. */
  public static final String DECLARE = "DeclareSource";

  private static final long MILLIS_PER_DAY = 86_400_000;

  private final Ledger ledger;

  /** Calls the origin contract on a ledger. */
  public OriginLedger(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * The last run of a market.
   *
   * @param batchId id of its batch
   * @param batchHash hash of its batch
   * @param slotEndMillis end of the newest slot that has a run, UTC
   */
  public record Head(String batchId, Hash batchHash, long slotEndMillis) {}

  /**
   * Guarantees that nobody used, which the supplier took over.
   *
   * @param wh positive
   */
  public record Residual(Origin origin, long wh) {}

  /**
   * The guarantees of a slot after its last run.
   *
   * @param runs how many there were
   * @param batchId id of the last one's batch
   * @param entries all of them together
   * @param residual what is issued and not retired, by origin
   * @param transactionId the transaction that recorded the last run
   */
  public record SlotGuarantees(
      DeliverySlot slot,
      int runs,
      String batchId,
      OriginEntries entries,
      List<Residual> residual,
      String transactionId) {
    /** Copies the list. */
    public SlotGuarantees {
      residual = List.copyOf(residual);
    }
  }

  /** Declares what an account's injection is made of. */
  public SubmitOutcome declare(SourceDeclaration declaration) {
    return ledger.submit(LedgerCall.of(CONTRACT, DECLARE, OriginJson.write(declaration)));
  }

  /** Records a run, once: another than the next one is refused with {@code WRONG_RUN}. */
  public SubmitOutcome post(OriginRun run) {
    return ledger.submit(LedgerCall.of(CONTRACT, POST, OriginJson.write(run)));
  }

  /** The last run of a market, empty when it has none. */
  public Optional<Head> head(String market) {
    EvaluateOutcome outcome = ledger.evaluate(LedgerCall.of(CONTRACT, "GetHead", market));
    if (outcome instanceof EvaluateOutcome.Rejected rejected
        && rejected.rejection().code().equals("HEAD_NOT_FOUND")) {
      return Optional.empty();
    }
    return Optional.of(OriginJson.readHead(result(outcome)));
  }

  /** Every declaration of a market, by area; of an area in the order in which they came. */
  public List<SourceDeclaration> sources(String market) {
    return OriginJson.readDeclarations(
        result(ledger.evaluate(LedgerCall.of(CONTRACT, "ListSources", market))));
  }

  /** What the storages of a market keep, by account; empty before one was charged. */
  public Map<String, List<OriginLots.Lot>> stocks(String market) {
    return OriginJson.readStocks(
        result(ledger.evaluate(LedgerCall.of(CONTRACT, "ListStocks", market))));
  }

  /** The slots of a market that begin on a day, by start. */
  public List<SlotGuarantees> day(String market, long startMillis) {
    String day = Long.toString(Math.floorDiv(startMillis, MILLIS_PER_DAY));
    return OriginJson.readSlots(
        result(ledger.evaluate(LedgerCall.of(CONTRACT, "ListDay", market, day))));
  }

  private static String result(EvaluateOutcome outcome) {
    if (outcome instanceof EvaluateOutcome.Returned returned) {
      return returned.result();
    }
    throw new LedgerException("the origin contract refused a query: " + outcome);
  }
}
