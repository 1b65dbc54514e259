package org.commonwatt.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.commonwatt.ledger.BatchJson;
import org.commonwatt.ledger.CommitStatus;
import org.commonwatt.ledger.EvaluateOutcome;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.ledger.RecordedBatch;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Ledger} must do with the settlement contract. Each test uses a market of its
 * own.
 */
public abstract class LedgerContractKit extends LedgerKit {
  private final String market = "kit-" + UUID.randomUUID();
  private final SampleBatches batches = new SampleBatches(market);

  /** Closes a ledger and opens the same one again. */
  protected abstract Ledger reopen(Ledger opened);

  @BeforeEach
  final void registerTheRulebook() {
    batches.registered(ledger);
  }

  @Test
  final void hasALabel() {
    assertThat(ledger.label()).isNotBlank();
  }

  @Test
  final void aPostedBatchIsFoundWithItsTransaction() {
    SettlementBatch batch = batches.payment(0, Hash.ZERO, 12_000);
    SubmitOutcome.Committed committed = committed(batch);
    assertThat(settlement().find(batch.batchId()))
        .contains(new RecordedBatch(batch, committed.transactionId()));
    assertThat(settlement().batches(market))
        .containsExactly(new RecordedBatch(batch, committed.transactionId()));
  }

  @Test
  final void theResultOfAPostIsThePredecessorOfTheNextOne() {
    Hash first = hash(committed(batches.payment(0, Hash.ZERO, 1)));
    Hash second = hash(committed(batches.payment(1, first, 2)));
    committed(batches.payment(3, second, 4));
    assertThat(settlement().batches(market))
        .extracting(recorded -> recorded.batch().predecessor())
        .containsExactly(Hash.ZERO, first, second);
    assertThat(evaluated("GetHead", market)).contains(market + ".1659426300.initial");
  }

  @Test
  final void balancesAddUpBeyondSixtyFourBits() {
    Hash first = hash(committed(batches.payment(0, Hash.ZERO, Long.MAX_VALUE)));
    committed(batches.payment(1, first, Long.MAX_VALUE));
    BigInteger twice = BigInteger.valueOf(Long.MAX_VALUE).multiply(BigInteger.TWO);
    assertThat(settlement().balanceNano(market, "home-02")).isEqualTo(twice);
    assertThat(settlement().balanceNano(market, "home-01")).isEqualTo(twice.negate());
    assertThat(settlement().balanceNano(market, "home-0")).isZero();
  }

  @Test
  final void aSlotWithoutMoneyIsABatchToo() {
    committed(batches.batch(0, Hash.ZERO));
    assertThat(settlement().batches(market)).hasSize(1);
  }

  @Test
  final void anUnknownMarketHasNothing() {
    assertThat(settlement().batches(market)).isEmpty();
    assertThat(settlement().find(market + ".0.initial")).isEmpty();
    assertThat(settlement().find("no batch id at all")).isEmpty();
    assertThat(settlement().balanceNano(market, "home-01")).isZero();
    assertThat(rejectedQuery("GetHead", market)).isEqualTo("HEAD_NOT_FOUND");
    assertThat(rejectedQuery("GetBatch", market + ".0.initial")).isEqualTo("BATCH_NOT_FOUND");
    assertThat(rejectedQuery("ListBatches", "")).isEqualTo("MALFORMED");
    assertThat(rejectedQuery("GetBalance", market, "\u0000")).isEqualTo("MALFORMED");
  }

  @Test
  final void everyRefusalHasItsCodeAndRecordsNothing() {
    Hash first = hash(committed(batches.payment(0, Hash.ZERO, 5)));
    long height = ledger.height();
    RefusedBatches.of(batches, first)
        .forEach((json, code) -> assertThat(rejected(json)).as(json).isEqualTo(code));
    assertThat(ledger.height()).isEqualTo(height);
    assertThat(settlement().balanceNano(market, "home-02")).isEqualTo(5);
  }

  @Test
  final void aBatchNeedsItsVeryRulebookInTheRegistry() {
    SampleBatches others = new SampleBatches(market + "-other");
    SettlementBatch batch = others.payment(0, Hash.ZERO, 5);
    String json = BatchJson.write(batch);
    assertThat(rejected(json)).as("registered of another market").isEqualTo("RULEBOOK_NOT_FOUND");
    others.registered(ledger);
    String changed = json.replace(batch.rulebookHash().hex(), batch.billRoot().hex());
    assertThat(rejected(changed)).isEqualTo("RULEBOOK_DIFFERS");
    assertThat(rejected(json.replace("\"rulebookVersion\":1", "\"rulebookVersion\":2")))
        .isEqualTo("RULEBOOK_NOT_FOUND");
    committed(batch);
  }

  @Test
  final void aWrongCallIsRefused() {
    Map<LedgerCall, String> calls =
        Map.of(
            LedgerCall.of("settlement", "PostBatch"), "WRONG_ARGUMENTS",
            LedgerCall.of("settlement", "PostBatch", "a", "b"), "WRONG_ARGUMENTS",
            LedgerCall.of("settlement", "Mint", "1"), "UNKNOWN_FUNCTION",
            LedgerCall.of("nothing", "PostBatch", "a"), "CONTRACT_FAULT");
    calls.forEach((call, code) -> assertThat(code(ledger.submit(call))).isEqualTo(code));
  }

  @Test
  final void evaluatingAPostRecordsNothing() {
    String json = BatchJson.write(batches.payment(0, Hash.ZERO, 1));
    assertThat(evaluated("PostBatch", json)).hasSize(64);
    assertThat(settlement().batches(market)).isEmpty();
  }

  @Test
  final void theBlockHoldsTheCallAndItsEvent() {
    SettlementBatch batch = batches.payment(0, Hash.ZERO, 12_000);
    SubmitOutcome.Committed committed = committed(batch);
    LedgerTransaction transaction = kept(committed.blockNumber(), committed.transactionId());
    assertThat(transaction.code()).isEqualTo(CommitStatus.VALID);
    assertThat(transaction.call())
        .isEqualTo(LedgerCall.of("settlement", "PostBatch", BatchJson.write(batch)));
    assertThat(transaction.eventName()).isEqualTo("BatchPosted");
    assertThat(transaction.eventPayload())
        .isEqualTo(
            "{\"market\":\"%s\",\"batchId\":\"%s\",\"batchHash\":\"%s\"}",
            market, batch.batchId(), committed.result());
  }

  @Test
  final void theStatusOfATransactionIsFoundByItsId() {
    SubmitOutcome.Committed committed = committed(batches.payment(0, Hash.ZERO, 1));
    assertThat(ledger.status(committed.transactionId()))
        .contains(
            new CommitStatus(
                committed.transactionId(), committed.blockNumber(), CommitStatus.VALID));
    assertThat(ledger.status("0".repeat(64))).isEmpty();
  }

  @Test
  final void ofConcurrentPostsOneTakesEffectAndTheInvalidOnesAreKept() {
    List<LedgerTransaction> invalid = new ArrayList<>();
    Hash predecessor = Hash.ZERO;
    int rounds = 0;
    while (rounds < 10 || (invalid.isEmpty() && rounds < 200)) {
      SettlementBatch batch = batches.payment(rounds++, predecessor, 1);
      long before = ledger.height();
      List<SubmitOutcome> outcomes = Together.run(2, () -> settlement().post(batch));
      SubmitOutcome.Committed committed = onlyCommitted(outcomes);
      predecessor = hash(committed);
      // Whoever met a conflict made a new transaction, which the contract then refused.
      assertThat(outcomes.stream().filter(one -> one != committed).map(LedgerKit::code))
          .containsExactly("BATCH_EXISTS");
      invalid.addAll(invalid(before, one -> names(one, market)));
    }
    assertThat(settlement().balanceNano(market, "home-02")).isEqualTo(rounds);
    assertThat(invalid).as("no two posts met in %s rounds", rounds).isNotEmpty();
    assertThat(invalid).allMatch(one -> one.code().equals("MVCC_READ_CONFLICT"));
  }

  @Test
  final void blocksAreChainedByTheirHashes() {
    Hash predecessor = Hash.ZERO;
    for (int slot = 0; slot < 3; slot++) {
      predecessor = hash(committed(batches.payment(slot, predecessor, 1)));
    }
    Hash last = Hash.ZERO;
    for (long number = 0; number < ledger.height(); number++) {
      LedgerBlock block = ledger.block(number);
      assertThat(block.number()).isEqualTo(number);
      assertThat(block.previousHash()).isEqualTo(last);
      assertThat(block.dataHash()).isEqualTo(BlockHashes.data(block));
      assertThat(block.transactions()).hasSameSizeAs(block.envelopes());
      last = BlockHashes.header(block);
    }
  }

  @Test
  final void thereIsNoBlockBeyondTheHeight() {
    assertThatThrownBy(() -> ledger.block(ledger.height()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ledger.block(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  final void everythingIsThereAfterReopening() {
    SettlementBatch batch = batches.payment(0, Hash.ZERO, 7);
    SubmitOutcome.Committed committed = committed(batch);
    long height = ledger.height();
    LedgerTransaction before = kept(committed.blockNumber(), committed.transactionId());
    ledger = reopen(ledger);
    assertThat(ledger.height()).isEqualTo(height);
    assertThat(kept(committed.blockNumber(), committed.transactionId())).isEqualTo(before);
    assertThat(settlement().find(batch.batchId()))
        .contains(new RecordedBatch(batch, committed.transactionId()));
    assertThat(rejected(BatchJson.write(batch))).isEqualTo("BATCH_EXISTS");
    committed(batches.batch(1, hash(committed), new Posting("a", -1), new Posting("b", 1)));
  }

  private SettlementLedger settlement() {
    return new SettlementLedger(ledger);
  }

  private SubmitOutcome.Committed committed(SettlementBatch batch) {
    return onlyCommitted(List.of(settlement().post(batch)));
  }

  private static Hash hash(SubmitOutcome.Committed committed) {
    return new Hash(committed.result());
  }

  private String rejected(String json) {
    return code(ledger.submit(LedgerCall.of("settlement", "PostBatch", json)));
  }

  private String rejectedQuery(String function, String... arguments) {
    EvaluateOutcome outcome = ledger.evaluate(LedgerCall.of("settlement", function, arguments));
    return outcome instanceof EvaluateOutcome.Rejected refused
        ? refused.rejection().code()
        : outcome.toString();
  }

  private String evaluated(String function, String... arguments) {
    EvaluateOutcome outcome = ledger.evaluate(LedgerCall.of("settlement", function, arguments));
    assertThat(outcome).isInstanceOf(EvaluateOutcome.Returned.class);
    return ((EvaluateOutcome.Returned) outcome).result();
  }
}
