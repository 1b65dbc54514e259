package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.model.Event.BatchRecorded;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;
import org.junit.jupiter.api.Test;

class LedgerTamperingTest {
  private static final Hash FORGED = new Hash("ab".repeat(32));

  private final Day day = WorkedExample.day();
  private final FakeLedger ledger = WorkedExample.ledger();

  @Test
  void aConfirmedBatchThatIsNotOnTheLedgerIsFound() {
    AuditReport report = verify(new FakeLedger());
    assertThat(codes(report)).containsExactly(FindingCode.LEDGER_BATCH_MISSING);
    assertThat(report.findings().get(0).place().batchId()).isEqualTo("m.1659423600.initial");
  }

  @Test
  void aBatchThatTheLogNeverSettledIsFound() {
    SettlementBatch b = WorkedExample.batch();
    ledger.post(
        "tx-7",
        new SettlementBatch(
            "m.1.initial",
            b.market(),
            b.slot(),
            1,
            b.rulebookHash(),
            b.auctionHash(),
            b.positionsHash(),
            b.billRoot(),
            12,
            b.predecessor(),
            b.postings()));
    AuditReport report = verify(ledger);
    assertThat(codes(report)).containsExactly(FindingCode.LEDGER_BATCH_UNKNOWN);
    assertThat(report.findings().get(0).place()).isEqualTo(Place.block(2).withBatch("m.1.initial"));
  }

  @Test
  void anotherContentOfABatchIsFound() {
    SettlementBatch b = WorkedExample.batch();
    FakeLedger forged =
        new FakeLedger()
            .post(
                WorkedExample.TX,
                new SettlementBatch(
                    b.batchId(),
                    b.market(),
                    b.slot(),
                    1,
                    b.rulebookHash(),
                    b.auctionHash(),
                    b.positionsHash(),
                    b.billRoot(),
                    12,
                    b.predecessor(),
                    List.of(new Posting("ann", -1), new Posting("grid", 1))));
    assertThat(codes(verify(forged))).containsExactly(FindingCode.LEDGER_BATCH_DIFFERS);
  }

  @Test
  void aBatchPostedTwiceIsFound() {
    ledger.post("tx-8", WorkedExample.batch());
    assertThat(codes(verify(ledger)))
        .contains(FindingCode.LEDGER_BATCH_TWICE, FindingCode.LEDGER_BALANCE_DIFFERS);
  }

  @Test
  void anAlteredByteOfABlockIsFound() {
    LedgerBlock block = ledger.block(1);
    byte[] envelope = block.envelopes().get(0).clone();
    envelope[7] ^= 1;
    ledger.replace(
        1,
        new LedgerBlock(
            1,
            block.previousHash(),
            block.dataHash(),
            List.of(envelope),
            List.of(),
            block.transactions()));
    AuditReport report = verify(ledger);
    assertThat(codes(report)).containsExactly(FindingCode.BLOCK_DATA_HASH_WRONG);
    assertThat(report.findings().get(0).place()).isEqualTo(Place.block(1));
  }

  @Test
  void aBrokenPreviousHashIsFound() {
    LedgerBlock block = ledger.block(1);
    ledger.replace(
        1,
        new LedgerBlock(
            1, FORGED, block.dataHash(), block.envelopes(), List.of(), block.transactions()));
    assertThat(codes(verify(ledger))).containsExactly(FindingCode.BLOCK_CHAIN_BROKEN);
  }

  @Test
  void aRehashedBlockIsFoundAtTheBlockAfterIt() {
    ledger.post("tx-2", WorkedExample.secondSettled().batch());
    LedgerBlock block = ledger.block(1);
    byte[] envelope = {1, 2, 3};
    ledger.replace(
        1,
        new LedgerBlock(
            1,
            block.previousHash(),
            Hash.of(envelope),
            List.of(envelope),
            List.of(),
            block.transactions()));
    AuditReport report = verify(ledger);
    assertThat(codes(report)).containsExactly(FindingCode.BLOCK_CHAIN_BROKEN);
    assertThat(report.findings().get(0).place()).isEqualTo(Place.block(2));
  }

  @Test
  void aBlockWithTheWrongNumberIsFound() {
    LedgerBlock block = ledger.block(1);
    ledger.replace(
        1,
        new LedgerBlock(
            5,
            block.previousHash(),
            block.dataHash(),
            block.envelopes(),
            List.of(),
            block.transactions()));
    assertThat(codes(verify(ledger))).containsExactly(FindingCode.BLOCK_NUMBER_WRONG);
  }

  @Test
  void aTransactionWithoutItsEnvelopeIsFound() {
    LedgerBlock block = ledger.block(0);
    ledger.replace(
        0,
        new LedgerBlock(
            0,
            block.previousHash(),
            block.dataHash(),
            List.of(),
            List.of(),
            ledger.block(1).transactions()));
    assertThat(codes(verify(ledger))).contains(FindingCode.LEDGER_UNREADABLE);
  }

  @Test
  void aConfirmationThatNamesAnotherTransactionIsFound() {
    day.change(
        BatchRecorded.class, e -> new BatchRecorded(e.batchId(), "tx-other", e.blockNumber()));
    assertThat(codes(verify(ledger)))
        .containsExactly(FindingCode.ANSWER_DIFFERS, FindingCode.LEDGER_CONFIRMATION_DIFFERS);
  }

  @Test
  void anythingElseOnTheLedgerIsFound() {
    ledger.transaction("tx-5", "VALID", LedgerCall.of("settlement", "PostBatch", "{}"));
    ledger.transaction("tx-6", "VALID", LedgerCall.of("accounts", "Mint", "eve"));
    AuditReport report = verify(ledger);
    assertThat(codes(report))
        .containsExactly(
            FindingCode.LEDGER_TRANSACTION_UNEXPECTED, FindingCode.LEDGER_TRANSACTION_UNEXPECTED);
    assertThat(report.findings().get(1).message()).contains("accounts.Mint", "tx-6");
  }

  @Test
  void whatGovernsTheNetworkIsANote() {
    ledger.transaction("", "VALID", LedgerCall.of("_config", "CONFIG"));
    ledger.transaction("tx-7", "VALID", LedgerCall.of("_lifecycle", "CommitChaincodeDefinition"));
    AuditReport report = verify(ledger);
    assertThat(report.passed()).isTrue();
    assertThat(report.totals()).containsEntry(FindingCode.LEDGER_GOVERNED, 2L);
    assertThat(report.notes()).anyMatch(note -> note.message().contains("CommitChaincode"));
  }

  @Test
  void aWrongSignatureIsFoundInItsBlock() {
    AuditReport report =
        Audit.verify(
            AuditInput.of(day.commands(), day.events(), ledger)
                .withProof(block -> block.number() == 1 ? List.of("nobody signed it") : List.of()));
    assertThat(codes(report)).containsExactly(FindingCode.BLOCK_SIGNATURE_WRONG);
    assertThat(report.findings().get(0).place()).isEqualTo(Place.block(1));
    assertThat(report.findings().get(0).message()).contains("nobody signed it");
  }

  @Test
  void aTransactionThatTheLedgerFoundInvalidIsANote() {
    ledger.transaction(
        "tx-5", "MVCC_READ_CONFLICT", LedgerCall.of("settlement", "PostBatch", "{}"));
    AuditReport report = verify(ledger);
    assertThat(report.passed()).isTrue();
    assertThat(report.totals()).containsEntry(FindingCode.LEDGER_TRANSACTION_INVALID, 1L);
  }

  @Test
  void aWrongBalanceIsFound() {
    ledger.credit("cat", 1);
    AuditReport report = verify(ledger);
    assertThat(codes(report)).containsExactly(FindingCode.LEDGER_BALANCE_DIFFERS);
    assertThat(report.findings().get(0).message())
        .isEqualTo("expected cat 255000000, found cat 255000001");
  }

  @Test
  void aLedgerThatForgetsABatchOfItsBlocksIsFound() {
    ledger.forgetBatches();
    assertThat(codes(verify(ledger))).containsExactly(FindingCode.LEDGER_STATE_DIFFERS);
  }

  @Test
  void aLedgerThatCannotBeReadIsAFindingAndNoCrash() {
    ledger.breakDown();
    AuditReport report = verify(ledger);
    assertThat(codes(report)).containsExactly(FindingCode.LEDGER_UNREADABLE);
    assertThat(report.findings().get(0).message()).contains("broken on purpose");
  }

  private AuditReport verify(FakeLedger audited) {
    return Audit.verify(AuditInput.of(day.commands(), day.events(), audited));
  }

  private static List<FindingCode> codes(AuditReport report) {
    return report.findings().stream().map(Finding::code).toList();
  }
}
