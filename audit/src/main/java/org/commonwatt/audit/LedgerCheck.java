package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.ledger.BatchJson;
import org.commonwatt.ledger.BlockProof;
import org.commonwatt.ledger.CommitStatus;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.ledger.RecordedBatch;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.model.Event.BatchRecorded;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/** Compares the ledger with the batches of the event log, from the ledger's blocks. */
final class LedgerCheck {
  private final AuditedLedger ledger;
  private final BlockProof proof;
  private final Map<String, StatedBatch> stated;
  private final Findings findings;
  private final RegistryCheck registry;
  private final InvoiceCheck invoices;
  private final OriginCheck origin;
  private final BilateralCheck bilateral;
  private final DisputeCheck disputes;
  private final AccountCheck accounts;
  private final BatteryCheck batteries;
  private final Map<String, Posted> posted = new LinkedHashMap<>();
  private long blocks;

  LedgerCheck(AuditInput input, LogCheck log, Findings findings) {
    this.ledger = input.ledger();
    this.proof = Objects.requireNonNullElse(input.proof(), block -> List.of());
    this.stated = log.stated().batches();
    this.registry = new RegistryCheck(log.registry(), findings);
    CollectedOnce collected = new CollectedOnce(findings);
    this.invoices = new InvoiceCheck(collected, findings);
    this.origin = new OriginCheck(log.origin(), findings);
    this.bilateral = new BilateralCheck(findings);
    this.batteries = new BatteryCheck(log.registry().limits(), findings);
    this.disputes = new DisputeCheck(log.registry().disputes(), findings);
    Rulebook rulebook = log.rulebook();
    this.accounts =
        new AccountCheck(
            rulebook == null ? null : rulebook.market(), log.registry(), collected, findings);
    this.findings = findings;
  }

  /**
   * Checks blocks, batches, queries and balances.
   *
   * @param market id of the market, null when the log activated none
   * @return the number of blocks
   */
  long run(@Nullable String market) {
    try {
      readBlocks(market);
      stated.values().forEach(this::checkStated);
      registry.finish();
      origin.finish();
      disputes.finish();
      batteries.finish();
      SettlementLedger contract = ledger.contract();
      if (market != null && contract != null) {
        checkState(market, contract);
        checkBalances(market, contract);
      }
      accounts.finish(ledger.accounts());
    } catch (LedgerException | IllegalArgumentException e) {
      findings.add(
          FindingCode.LEDGER_UNREADABLE,
          Place.NOWHERE,
          "expected answers of the ledger, found a fault: " + e.getMessage());
    }
    return blocks;
  }

  private void readBlocks(@Nullable String market) {
    BlockChain chain = new BlockChain(findings);
    long height = ledger.height().getAsLong();
    for (; blocks < height; blocks++) {
      LedgerBlock block = ledger.block().apply(blocks);
      chain.check(block);
      for (String problem : proof.problems(block)) {
        findings.add(FindingCode.BLOCK_SIGNATURE_WRONG, Place.block(blocks), problem);
      }
      for (LedgerTransaction transaction : block.transactions()) {
        read(Place.block(blocks), transaction, market);
      }
    }
  }

  private void read(Place place, LedgerTransaction transaction, @Nullable String market) {
    if (!transaction.code().equals(CommitStatus.VALID)) {
      findings.add(
          FindingCode.LEDGER_TRANSACTION_INVALID,
          place,
          "transaction " + transaction.transactionId() + " had no effect: " + transaction.code());
      return;
    }
    if (transaction.governs()) {
      findings.add(
          FindingCode.LEDGER_GOVERNED,
          place,
          "%s %s changed the network's rules; compare with what the organisations agreed"
              .formatted(transaction.call().contract(), transaction.call().function()));
      return;
    }
    if (registry.takes(place, transaction, market)
        || invoices.takes(place, transaction, market)
        || origin.takes(place, transaction, market)
        || batteries.takes(place, transaction)
        || accounts.takes(place, transaction)) {
      return;
    }
    if (bilateral.takes(place, transaction, market)
        || disputes.takes(place, transaction, market)
        || indexes(transaction, market)) {
      requireExchange(place, transaction);
      return;
    }
    SettlementBatch batch = postedBatch(transaction);
    if (batch == null) {
      findings.add(
          FindingCode.LEDGER_TRANSACTION_UNEXPECTED,
          place,
          String.format(
              "expected batches, entries, invoices, origins, disputes, bilateral contracts,"
                  + " accounts and batteries only, found %s.%s in transaction %s",
              transaction.call().contract(),
              transaction.call().function(),
              transaction.transactionId()));
      return;
    }
    compare(place.withBatch(batch.batchId()), transaction, batch);
    registry.check(place.withBatch(batch.batchId()), batch);
    disputes.check(place.withBatch(batch.batchId()), batch);
    invoices.batch(batch);
    bilateral.batch(batch);
    accounts.batch(batch);
  }

  private void requireExchange(Place place, LedgerTransaction transaction) {
    if (!AccountCallers.isExchange(transaction.creator())) {
      findings.add(
          FindingCode.LEDGER_CALLER_WRONG,
          place,
          "transaction %s calls %s.%s: expected the exchange's submitter, found %s"
              .formatted(
                  transaction.transactionId(),
                  transaction.call().contract(),
                  transaction.call().function(),
                  AccountCallers.named(transaction.creator())));
    }
  }

  /** Whether batches that stand in blocks before are made to be found by their hashes. */
  private boolean indexes(LedgerTransaction transaction, @Nullable String market) {
    if (market == null) {
      return false;
    }
    boolean isIndexing =
        transaction.call().contract().equals(SettlementLedger.CONTRACT)
            && transaction.call().function().equals(SettlementLedger.INDEX)
            && transaction.call().arguments().size() == 1;
    try {
      return isIndexing
          && posted
              .keySet()
              .containsAll(BatchJson.readIndexed(market, transaction.call().arguments().get(0)));
    } catch (LedgerException e) {
      return false; // the caller reports it: no ids can be read from it
    }
  }

  private void compare(Place place, LedgerTransaction transaction, SettlementBatch batch) {
    StatedBatch expected = stated.get(batch.batchId());
    String text = transaction.call().arguments().get(0);
    if (expected == null) {
      findings.add(
          FindingCode.LEDGER_BATCH_UNKNOWN,
          place,
          "expected batches that the log settled, found " + text);
    } else {
      findings.compare(
          FindingCode.LEDGER_BATCH_DIFFERS, place, BatchJson.write(expected.batch()), text);
    }
    Posted now = new Posted(batch, transaction.transactionId(), blocks);
    Posted before = posted.putIfAbsent(batch.batchId(), now);
    if (before != null) {
      findings.add(
          FindingCode.LEDGER_BATCH_TWICE,
          place,
          "expected the batch once, found it in block " + before.block() + " too");
    }
  }

  private static @Nullable SettlementBatch postedBatch(LedgerTransaction transaction) {
    boolean isPosting =
        transaction.call().contract().equals(SettlementLedger.CONTRACT)
            && transaction.call().function().equals("PostBatch")
            && transaction.call().arguments().size() == 1;
    try {
      return isPosting ? BatchJson.read(transaction.call().arguments().get(0)) : null;
    } catch (LedgerException | IllegalArgumentException e) {
      return null; // the caller reports it: a posting that no batch can be read from
    }
  }

  private void checkStated(StatedBatch batch) {
    BatchRecorded confirmation = batch.confirmation();
    Posted found = posted.get(batch.batch().batchId());
    if (confirmation == null) {
      findings.add(
          FindingCode.BATCH_UNCONFIRMED,
          batch.place(),
          found == null
              ? "the batch is settled and not on the ledger yet"
              : "the batch is in block " + found.block() + ", its confirmation not on the log yet");
    } else if (found == null) {
      findings.add(
          FindingCode.LEDGER_BATCH_MISSING,
          batch.place(),
          "expected the confirmed batch in block "
              + confirmation.blockNumber()
              + " of the ledger, found none");
    } else {
      findings.compare(
          FindingCode.LEDGER_CONFIRMATION_DIFFERS,
          batch.place(),
          where(found.transactionId(), found.block()),
          where(confirmation.transactionId(), confirmation.blockNumber()));
    }
  }

  private static String where(String transactionId, long block) {
    return "transaction " + transactionId + " in block " + block;
  }

  /** The ledger's list of batches is the one its blocks give. */
  private void checkState(String market, SettlementLedger contract) {
    Map<String, RecordedBatch> expected = new TreeMap<>();
    posted.forEach(
        (id, found) -> expected.put(id, new RecordedBatch(found.batch(), found.transactionId())));
    Map<String, RecordedBatch> found = new TreeMap<>();
    contract.batches(market).forEach(recorded -> found.put(recorded.batch().batchId(), recorded));
    expected.forEach(
        (id, batch) -> {
          RecordedBatch other = found.remove(id);
          if (!batch.equals(other)) {
            findings.add(
                FindingCode.LEDGER_STATE_DIFFERS,
                Place.NOWHERE.withBatch(id),
                "expected the answer " + batch + ", found " + (other == null ? "none" : other));
          }
        });
    found.forEach(
        (id, batch) ->
            findings.add(
                FindingCode.LEDGER_STATE_DIFFERS,
                Place.NOWHERE.withBatch(id),
                "expected no such batch, as no block posts it, found " + batch));
  }

  private void checkBalances(String market, SettlementLedger contract) {
    SortedMap<String, BigInteger> sums = new TreeMap<>();
    for (Posted found : posted.values()) {
      for (Posting posting : found.batch().postings()) {
        sums.merge(posting.account(), BigInteger.valueOf(posting.amountNano()), BigInteger::add);
      }
    }
    sums.forEach(
        (account, sum) ->
            findings.compare(
                FindingCode.LEDGER_BALANCE_DIFFERS,
                Place.NOWHERE,
                account + " " + sum,
                account + " " + contract.balanceNano(market, account)));
  }

  /** A batch as a block holds it. */
  private record Posted(SettlementBatch batch, String transactionId, long block) {}
}
