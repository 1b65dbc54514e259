package org.commonwatt.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.core.settlement.SettlementHashes;
import org.commonwatt.ledger.InvoiceLedger;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Invoice;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.testkit.ledger.SampleBatches;
import org.junit.jupiter.api.Test;

class InvoiceDraftTest {

  @Test
  void whoWasNotSentMoreBatchesThanAnInvoiceHoldsGetsOneBehindTheOther() {
    List<SettlementBatch> batches = chain(InvoiceLedger.MOST_BATCHES + 1);
    Invoice first = new InvoiceDraft("m", batches, List.of()).next("home-02");
    assertThat(first.batches()).isEqualTo(InvoiceLedger.MOST_BATCHES);
    assertThat(first.amountNano()).isEqualTo(InvoiceLedger.MOST_BATCHES);
    InvoiceLedger.Issued issued = new InvoiceLedger.Issued(first, "ISSUED", "", "", 0, "tx");
    InvoiceDraft rest = new InvoiceDraft("m", batches, List.of(issued));
    Invoice second = rest.next("home-02");
    assertThat(second.batches()).isEqualTo(1);
    assertThat(second.number()).isEqualTo(2);
    assertThat(second.after()).isEqualTo(first.to());
    InvoiceLedger.Issued all = new InvoiceLedger.Issued(second, "ISSUED", "", "", 0, "tx");
    assertThatThrownBy(() -> new InvoiceDraft("m", batches, List.of(issued, all)).next("home-02"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("was sent invoices for all");
  }

  @Test
  void whatIsTooLongForOneInvoiceIsReplacedByOneBehindTheOther() {
    List<SettlementBatch> batches = chain(InvoiceLedger.MOST_BATCHES + 2);
    Hash to = SettlementHashes.batch(batches.get(InvoiceLedger.MOST_BATCHES));
    Invoice old =
        new Invoice("m", 1, "home-02", Hash.ZERO, to, batches.size() - 1, Hash.ZERO, 1, 0);
    InvoiceLedger.Issued reversed = new InvoiceLedger.Issued(old, "REVERSED", "", "", 0, "tx");
    Invoice first = new InvoiceDraft("m", batches, List.of(reversed)).replacement(1);
    assertThat(first.batches()).isEqualTo(InvoiceLedger.MOST_BATCHES);
    assertThat(first.replaces()).isEqualTo(1);
    InvoiceLedger.Issued half = new InvoiceLedger.Issued(old, "REVERSED", "", "", 2, "tx");
    InvoiceLedger.Issued part = new InvoiceLedger.Issued(first, "ISSUED", "", "", 0, "tx");
    Invoice second = new InvoiceDraft("m", batches, List.of(half, part)).replacement(1);
    assertThat(second.after()).isEqualTo(first.to());
    assertThat(second.to()).isEqualTo(to);
    assertThat(second.batches()).isEqualTo(1);
    InvoiceLedger.Issued whole = new InvoiceLedger.Issued(old, "REVERSED", "", "", 3, "tx");
    InvoiceLedger.Issued rest = new InvoiceLedger.Issued(second, "ISSUED", "", "", 0, "tx");
    InvoiceDraft done = new InvoiceDraft("m", batches, List.of(whole, part, rest));
    assertThatThrownBy(() -> done.replacement(1))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("replaced already");
    assertThat(done.next("home-02").batches()).isEqualTo(1);
  }

  private static List<SettlementBatch> chain(int count) {
    SampleBatches samples = new SampleBatches("m");
    List<SettlementBatch> batches = new ArrayList<>();
    Hash last = Hash.ZERO;
    for (int i = 0; i < count; i++) {
      SettlementBatch batch = samples.payment(i, last, 1);
      batches.add(batch);
      last = SettlementHashes.batch(batch);
    }
    return batches;
  }
}
