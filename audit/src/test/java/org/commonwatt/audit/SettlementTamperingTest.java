package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;
import org.junit.jupiter.api.Test;

/** Forged settlements on a whole chain; the second batch rests on the first as it stands. */
class SettlementTamperingTest {
  private static final Hash FORGED = new Hash("ab".repeat(32));
  private static final String FIRST = "m.1659423600.initial";
  private static final String SECOND = "m.1659424500.initial";

  private final Day day = WorkedExample.day();

  @Test
  void aChangedAmountOfABillLineIsFound() {
    forgeLines(
        lines -> {
          BillLine line = lines.get(6);
          lines.set(6, copy(line, line.energyWh(), line.amountNano() + 1, line.salt()));
          return lines;
        });
    AuditReport report = verify();
    assertThat(codes(report))
        .containsExactly(FindingCode.BILL_LINE_DIFFERS, FindingCode.MONEY_NOT_CONSERVED);
    assertThat(report.findings().get(0).place().batchId()).isEqualTo(FIRST);
    assertThat(report.findings().get(0).message()).startsWith("bill line 6: expected BillLine[");
  }

  @Test
  void aChangedEnergyOfABillLineIsFound() {
    forgeLines(
        lines -> {
          BillLine line = lines.get(8);
          lines.set(8, copy(line, line.energyWh() + 1, line.amountNano(), line.salt()));
          return lines;
        });
    assertThat(codes(verify()))
        .containsExactly(FindingCode.BILL_LINE_DIFFERS, FindingCode.ENERGY_NOT_CONSERVED);
  }

  @Test
  void aChangedSaltIsFound() {
    forgeLines(
        lines -> {
          BillLine line = lines.get(0);
          lines.set(0, copy(line, line.energyWh(), line.amountNano(), FORGED));
          return lines;
        });
    assertThat(codes(verify())).containsExactly(FindingCode.SALT_DIFFERS);
  }

  @Test
  void aTradeLeftOutOfItsBatchIsFound() {
    forgeLines(lines -> new ArrayList<>(lines.subList(2, lines.size())));
    assertThat(codes(verify()))
        .contains(FindingCode.BILL_LINE_DIFFERS, FindingCode.TRADE_NOT_SETTLED);
  }

  @Test
  void aTradeBilledInASecondBatchIsFound() {
    day.change(
        SlotSettled.class,
        settled -> {
          if (!settled.batch().batchId().equals(SECOND)) {
            return settled;
          }
          List<BillLine> lines = new ArrayList<>(settled.billLines());
          lines.addAll(WorkedExample.lines().subList(0, 2));
          return new SlotSettled(settled.batch(), lines);
        });
    AuditReport report = verify();
    assertThat(codes(report))
        .containsExactly(FindingCode.BILL_LINE_DIFFERS, FindingCode.TRADE_SETTLED_TWICE);
    assertThat(report.findings().get(1).place().batchId()).isEqualTo(SECOND);
    assertThat(report.findings().get(1).message()).contains("trade 1", "batch " + FIRST);
  }

  @Test
  void aChangedPostingIsFound() {
    forgeBatch(
        SECOND,
        b ->
            batch(
                b,
                new Hash[] {b.auctionHash(), b.positionsHash(), b.billRoot(), b.predecessor()},
                List.of(b.postings().get(0), new Posting("grid", 40_000_001))));
    assertThat(codes(verify()))
        .containsExactly(FindingCode.POSTING_DIFFERS, FindingCode.MONEY_NOT_CONSERVED);
  }

  @Test
  void eachChangedHashIsFoundByItsName() {
    List<FindingCode> expected =
        List.of(
            FindingCode.AUCTION_HASH_DIFFERS,
            FindingCode.POSITIONS_HASH_DIFFERS,
            FindingCode.BILL_ROOT_DIFFERS,
            FindingCode.PREDECESSOR_DIFFERS);
    for (int i = 0; i < expected.size(); i++) {
      Day forged = WorkedExample.day();
      int which = i;
      forged.change(
          SlotSettled.class,
          settled -> {
            SettlementBatch b = settled.batch();
            Hash[] hashes = {b.auctionHash(), b.positionsHash(), b.billRoot(), b.predecessor()};
            hashes[which] = b.batchId().equals(SECOND) ? FORGED : hashes[which];
            return new SlotSettled(batch(b, hashes, b.postings()), settled.billLines());
          });
      AuditReport report = verify(forged);
      assertThat(codes(report)).containsExactly(expected.get(i));
      assertThat(report.findings().get(0).place().batchId()).isEqualTo(SECOND);
    }
  }

  @Test
  void aChangedRulebookHashIsFound() {
    forgeBatch(
        SECOND,
        b ->
            new SettlementBatch(
                b.batchId(),
                b.market(),
                b.slot(),
                b.rulebookVersion(),
                FORGED,
                b.auctionHash(),
                b.positionsHash(),
                b.billRoot(),
                b.billLineCount(),
                b.predecessor(),
                b.postings()));
    assertThat(codes(verify())).containsExactly(FindingCode.BATCH_DIFFERS);
  }

  @Test
  void aForgedFirstBatchIsOnTheLedgerNotTheSameAndBreaksTheChainOfBatches() {
    forgeBatch(
        FIRST,
        b ->
            batch(
                b,
                new Hash[] {b.auctionHash(), b.positionsHash(), FORGED, b.predecessor()},
                b.postings()));
    AuditReport report = verify();
    assertThat(codes(report))
        .containsExactly(
            FindingCode.BILL_ROOT_DIFFERS,
            FindingCode.PREDECESSOR_DIFFERS,
            FindingCode.LEDGER_BATCH_DIFFERS);
    assertThat(report.findings().get(1).place().batchId()).isEqualTo(SECOND);
    assertThat(report.findings().get(2).place().block()).isEqualTo(1);
  }

  private void forgeLines(UnaryOperator<List<BillLine>> forge) {
    day.change(
        SlotSettled.class,
        settled ->
            settled.batch().batchId().equals(FIRST)
                ? new SlotSettled(
                    settled.batch(), forge.apply(new ArrayList<>(settled.billLines())))
                : settled);
  }

  private void forgeBatch(String batchId, UnaryOperator<SettlementBatch> forge) {
    day.change(
        SlotSettled.class,
        settled ->
            settled.batch().batchId().equals(batchId)
                ? new SlotSettled(forge.apply(settled.batch()), settled.billLines())
                : settled);
  }

  /** Hashes: auction, positions, bill root, predecessor. */
  private static SettlementBatch batch(SettlementBatch b, Hash[] hashes, List<Posting> postings) {
    return new SettlementBatch(
        b.batchId(),
        b.market(),
        b.slot(),
        b.rulebookVersion(),
        b.rulebookHash(),
        hashes[0],
        hashes[1],
        hashes[2],
        b.billLineCount(),
        hashes[3],
        postings);
  }

  private static BillLine copy(BillLine line, long energyWh, long amountNano, Hash salt) {
    return new BillLine(
        line.participant(),
        line.slot(),
        line.kind(),
        line.counterparty(),
        line.tradeId(),
        energyWh,
        line.priceMicroPerKwh(),
        amountNano,
        salt);
  }

  private AuditReport verify() {
    return verify(day);
  }

  private static AuditReport verify(Day day) {
    return Audit.verify(AuditInput.of(day.commands(), day.events(), WorkedExample.ledger()));
  }

  private static List<FindingCode> codes(AuditReport report) {
    return report.findings().stream().map(Finding::code).toList();
  }
}
