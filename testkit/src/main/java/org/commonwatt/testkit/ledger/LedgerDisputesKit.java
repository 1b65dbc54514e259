package org.commonwatt.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.commonwatt.ledger.DisputeLedger;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.Hash;
import org.commonwatt.model.LedgerDisputes.EventPlace;
import org.commonwatt.model.LedgerDisputes.Opened;
import org.commonwatt.model.LedgerDisputes.Outcome;
import org.commonwatt.model.LedgerDisputes.Resolved;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@code Ledger} must do with disputes and the corrections that rest on them. */
public abstract class LedgerDisputesKit extends LedgerClientsKit {
  private final String market = "disputes-" + UUID.randomUUID();

  @BeforeEach
  final void registerTheRulebook() {
    new SampleBatches(market).registered(ledger);
  }

  @Test
  final void anUpheldDisputeIsCorrectedOnceAndADismissedOneNever() {
    DisputeLedger disputes = new DisputeLedger(ledger);
    SettlementLedger settlement = new SettlementLedger(ledger);
    SettlementBatch batch = initial();
    Hash hash = new Hash(ok(settlement.post(batch)).result());
    assertThat(disputes.head(market)).isEqualTo(DisputeLedger.Head.NONE);
    ok(disputes.open(opened(1, batch, 0, 10)));
    assertThat(LedgerKit.code(settlement.post(correction(batch, hash, 1, hash))))
        .as("open")
        .isEqualTo("DISPUTE_NOT_UPHELD");
    ok(disputes.open(opened(2, batch, 1, 11)));
    ok(disputes.resolve(new Resolved(market, 1, Outcome.UPHELD, place(12))));
    ok(disputes.resolve(new Resolved(market, 2, Outcome.DISMISSED, place(13))));
    assertThat(LedgerKit.code(settlement.post(correction(batch, hash, 2, hash))))
        .as("dismissed")
        .isEqualTo("DISPUTE_NOT_UPHELD");
    SettlementBatch correction = correction(batch, hash, 1, hash);
    SubmitOutcome.Committed posted =
        LedgerKit.onlyCommitted(Together.run(4, () -> settlement.post(correction)));
    assertThat(LedgerKit.code(settlement.post(correction))).isEqualTo("BATCH_EXISTS");
    assertThat(settlement.find(correction.batchId()).orElseThrow().batch()).isEqualTo(correction);
    assertThat(settlement.balanceNano(market, "home-01")).isEqualTo(-5);
    Hash last = new Hash(posted.result());
    assertThat(LedgerKit.code(settlement.post(later(batch, last))))
        .as("corrections are the last runs of a slot")
        .isEqualTo("RUN_OUT_OF_ORDER");
    assertThat(disputes.list(market))
        .containsExactly(
            new DisputeLedger.Kept(opened(1, batch, 0, 10), Optional.of(Outcome.UPHELD)),
            new DisputeLedger.Kept(opened(2, batch, 1, 11), Optional.of(Outcome.DISMISSED)));
    assertThat(disputes.head(market)).isEqualTo(new DisputeLedger.Head(13, 7));
  }

  @Test
  final void eachEventIsRecordedOnceAndAWithdrawnDisputeLeavesItsLineFree() {
    DisputeLedger disputes = new DisputeLedger(ledger);
    SettlementBatch batch = initial();
    ok(new SettlementLedger(ledger).post(batch));
    Opened first = opened(1, batch, 3, 10);
    LedgerKit.onlyCommitted(Together.run(4, () -> disputes.open(first)));
    assertThat(LedgerKit.code(disputes.open(first))).isEqualTo("EVENT_NOT_NEWER");
    assertThat(LedgerKit.code(disputes.open(opened(2, batch, 3, 11)))).isEqualTo("LINE_DISPUTED");
    ok(disputes.resolve(new Resolved(market, 1, Outcome.WITHDRAWN, place(12))));
    assertThat(LedgerKit.code(disputes.resolve(new Resolved(market, 1, Outcome.UPHELD, place(13)))))
        .isEqualTo("WRONG_STATUS");
    ok(disputes.open(opened(2, batch, 3, 14)));
  }

  @Test
  final void onlyTheExchangeRecordsAndEverybodyReads() {
    SettlementBatch batch = initial();
    ok(new SettlementLedger(ledger).post(batch));
    LedgerCall resolve = LedgerCall.of(DisputeLedger.CONTRACT, DisputeLedger.RESOLVE, "{}");
    LedgerCall open = LedgerCall.of(DisputeLedger.CONTRACT, DisputeLedger.OPEN, "{}");
    for (Client client : List.of(Client.OBSERVER, Client.AUDITOR)) {
      for (LedgerCall call : List.of(open, resolve)) {
        assertThat(LedgerKit.code(submit(ledger, client, call))).isEqualTo("NOT_ALLOWED");
      }
    }
    String kept = ok(new DisputeLedger(ledger).open(opened(1, batch, 0, 10))).result();
    for (Client client : Client.values()) {
      assertReturns(client, LedgerCall.of(DisputeLedger.CONTRACT, "GetDispute", market, "1"), kept);
      assertThat(refused(client, LedgerCall.of(DisputeLedger.CONTRACT, "GetDispute", market, "2")))
          .isEqualTo("DISPUTE_NOT_FOUND");
    }
  }

  private SettlementBatch initial() {
    return new SampleBatches(market)
        .batch(0, Hash.ZERO, new Posting("home-01", -7), new Posting("home-02", 7));
  }

  /** Home 1 gets 2 back of home 2. */
  private SettlementBatch correction(
      SettlementBatch batch, Hash predecessor, long dispute, Hash ground) {
    return new SettlementBatch(
        SettlementBatch.correctedId(market, batch.slot(), dispute),
        market,
        batch.slot(),
        batch.rulebookVersion(),
        batch.rulebookHash(),
        batch.auctionHash(),
        ground,
        batch.billRoot(),
        2,
        predecessor,
        List.of(new Posting("home-01", 2), new Posting("home-02", -2)));
  }

  private SettlementBatch later(SettlementBatch batch, Hash predecessor) {
    return new SettlementBatch(
        SettlementBatch.finalId(market, batch.slot()),
        market,
        batch.slot(),
        batch.rulebookVersion(),
        batch.rulebookHash(),
        batch.auctionHash(),
        batch.positionsHash(),
        batch.billRoot(),
        0,
        predecessor,
        List.of());
  }

  private Opened opened(long dispute, SettlementBatch batch, int line, long sequence) {
    return new Opened(
        market, dispute, batch.batchId(), line, "home-01", 5_000, 9_000, place(sequence));
  }

  private static EventPlace place(long sequence) {
    byte[] event = ("event " + sequence).getBytes(StandardCharsets.UTF_8);
    return new EventPlace(sequence, Hash.of(event), 7);
  }

  private static SubmitOutcome.Committed ok(SubmitOutcome outcome) {
    assertThat(outcome).isInstanceOf(SubmitOutcome.Committed.class);
    return (SubmitOutcome.Committed) outcome;
  }
}
