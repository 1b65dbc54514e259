package org.commonwatt.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.commonwatt.ledger.DisputeLedger;
import org.commonwatt.ledger.InvoiceLedger;
import org.commonwatt.ledger.RecordedBatch;
import org.commonwatt.ledger.RegistryLedger;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Invoice;
import org.commonwatt.model.LedgerDisputes.EventPlace;
import org.commonwatt.model.LedgerDisputes.Opened;
import org.commonwatt.model.LedgerDisputes.Outcome;
import org.commonwatt.model.LedgerDisputes.Resolved;
import org.commonwatt.model.Posting;
import org.commonwatt.model.RegistryEntries;
import org.commonwatt.model.RegistryEntries.AuctionEntry;
import org.commonwatt.model.RegistryEntries.LogPlace;
import org.commonwatt.model.RegistryEntries.RulebookEntry;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.testkit.ledger.SampleInvoices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Today's contracts over the state of their first version: {@code src/test/resources/ledger/v1} was
 * written by it, with two batches of market {@code m}, and stays as it is. Its keys are of no other
 * use.
 */
class FirstContractsTest {
  private static final Path FIRST = Path.of("src/test/resources/ledger/v1");
  private static final Instant LATER = Instant.parse("2022-08-02T08:00:00Z");

  /** What the first version answered to the second batch. */
  private static final Hash HEAD =
      new Hash("ebc66e05ee2624e70287974b5f901d9f904bff217684254544fda80973e4a2b1");

  @TempDir private Path folder;

  @Test
  void batchesAreReadContinuedAndRegisteredOverTheFirstVersionsState() throws IOException {
    copy();
    try (EmbeddedLedger ledger = EmbeddedLedger.open(folder, () -> LATER)) {
      SettlementLedger settlement = new SettlementLedger(ledger);
      assertThat(ledger.height()).isEqualTo(2);
      List<RecordedBatch> before = settlement.batches("m");
      assertThat(before).hasSize(2);
      assertThat(settlement.balanceNano("m", "home-02")).isEqualTo(BigInteger.valueOf(24000));
      assertThat(settlement.post(before.get(0).batch())).isInstanceOf(SubmitOutcome.Rejected.class);
      SettlementBatch next = after(before.get(1).batch());
      assertThat(settlement.post(next).toString())
          .as("the first version had no registry")
          .contains("RULEBOOK_NOT_FOUND");
      RegistryLedger registry = new RegistryLedger(ledger);
      assertThat(registry.head("m")).isEqualTo(RegistryLedger.Head.NONE);
      assertThat(registry.post(entries(next))).isInstanceOf(SubmitOutcome.Committed.class);
      assertThat(settlement.post(next)).isInstanceOf(SubmitOutcome.Committed.class);
    }
    try (EmbeddedLedger ledger = EmbeddedLedger.open(folder, () -> LATER)) {
      assertThat(new SettlementLedger(ledger).batches("m")).hasSize(3);
      assertThat(new SettlementLedger(ledger).balanceNano("m", "home-02"))
          .isEqualTo(BigInteger.valueOf(36000));
      assertThat(new RegistryLedger(ledger).auctions("m")).hasSize(1);
    }
  }

  @Test
  void aLineOfTheFirstVersionsBatchIsDisputedAndCorrected() throws IOException {
    copy();
    try (EmbeddedLedger ledger = EmbeddedLedger.open(folder, () -> LATER)) {
      SettlementLedger settlement = new SettlementLedger(ledger);
      SettlementBatch last = settlement.batches("m").get(1).batch();
      assertThat(new RegistryLedger(ledger).post(entries(last)))
          .isInstanceOf(SubmitOutcome.Committed.class);
      DisputeLedger disputes = new DisputeLedger(ledger);
      assertThat(disputes.head("m")).isEqualTo(DisputeLedger.Head.NONE);
      Opened opened =
          new Opened("m", 1, last.batchId(), 0, "home-02", 5, 9, new EventPlace(1, HEAD, 0));
      assertThat(disputes.open(opened)).isInstanceOf(SubmitOutcome.Committed.class);
      assertThat(settlement.post(correction(last))).isInstanceOf(SubmitOutcome.Rejected.class);
      Resolved resolved = new Resolved("m", 1, Outcome.UPHELD, new EventPlace(2, HEAD, 0));
      assertThat(disputes.resolve(resolved)).isInstanceOf(SubmitOutcome.Committed.class);
      assertThat(settlement.post(correction(last))).isInstanceOf(SubmitOutcome.Committed.class);
      assertThat(settlement.balanceNano("m", "home-02")).isEqualTo(BigInteger.valueOf(23995));
    }
  }

  @Test
  void theFirstVersionsBatchesAreInvoicedOnceTheyAreFoundByTheirHashes() throws IOException {
    copy();
    try (EmbeddedLedger ledger = EmbeddedLedger.open(folder, () -> LATER)) {
      SettlementLedger settlement = new SettlementLedger(ledger);
      List<SettlementBatch> before =
          settlement.batches("m").stream().map(RecordedBatch::batch).toList();
      SampleInvoices samples =
          new SampleInvoices(before, List.of(before.get(1).predecessor(), HEAD));
      Invoice invoice = samples.invoice(1, "home-02", 0, 2, 0);
      assertThat(invoice.amountNano()).isEqualTo(24000);
      InvoiceLedger invoices = new InvoiceLedger(ledger);
      assertThat(invoices.issue(invoice).toString()).contains("BATCH_NOT_INDEXED");
      List<String> ids = before.stream().map(SettlementBatch::batchId).toList();
      assertThat(settlement.index("m", ids).toString()).contains("result=2");
      assertThat(settlement.index("m", ids).toString()).as("once").contains("result=0");
      assertThat(invoices.issue(samples.invoice(1, "home-01", 0, 1, 0)))
          .isInstanceOf(SubmitOutcome.Committed.class);
      Invoice second = samples.invoice(2, "home-02", 0, 2, 0);
      assertThat(invoices.issue(second)).isInstanceOf(SubmitOutcome.Committed.class);
      assertThat(invoices.reverse("m", 2, "")).isInstanceOf(SubmitOutcome.Committed.class);
      for (int part = 0; part < 2; part++) {
        Invoice instead = samples.invoice(3 + part, "home-02", part, part + 1, 2);
        assertThat(invoices.issue(instead)).isInstanceOf(SubmitOutcome.Committed.class);
      }
    }
  }

  private static SettlementBatch correction(SettlementBatch last) {
    return new SettlementBatch(
        SettlementBatch.correctedId("m", last.slot(), 1),
        "m",
        last.slot(),
        last.rulebookVersion(),
        last.rulebookHash(),
        last.auctionHash(),
        HEAD,
        last.billRoot(),
        2,
        HEAD,
        List.of(new Posting("home-01", 5), new Posting("home-02", -5)));
  }

  private static SettlementBatch after(SettlementBatch last) {
    DeliverySlot slot = last.slot().plus(1);
    return new SettlementBatch(
        "m." + slot.startMillis() / 1000 + ".initial",
        last.market(),
        slot,
        last.rulebookVersion(),
        last.rulebookHash(),
        last.auctionHash(),
        last.positionsHash(),
        last.billRoot(),
        last.billLineCount(),
        HEAD,
        last.postings());
  }

  /** What the log's reader registers of a market that begins before the registry did. */
  private static RegistryEntries entries(SettlementBatch batch) {
    LogPlace place = new LogPlace(3, HEAD);
    RulebookEntry rulebook =
        new RulebookEntry(
            batch.rulebookVersion(),
            batch.rulebookHash(),
            List.of("east"),
            List.of(),
            new LogPlace(1, HEAD));
    AuctionEntry auction = new AuctionEntry(new DeliverySlot(1_659_423_600_000L, 15), place);
    return new RegistryEntries("m", 1, 5, 4, List.of(rulebook), List.of(auction));
  }

  private void copy() throws IOException {
    try (Stream<Path> files = Files.walk(FIRST)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(FIRST.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }
}
