package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.commonwatt.core.settlement.MerkleTree;
import org.commonwatt.core.settlement.SettlementHashes;
import org.commonwatt.ledger.InvoiceLedger;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.RecordedBatch;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Invoice;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;

/** Issues invoices over the first batch of a market. */
final class FirstInvoice {
  private FirstInvoice() {}

  /** The next invoice of the market, to a participant that had none. */
  static Invoice issue(Ledger ledger, String market, String participant) {
    InvoiceLedger invoices = new InvoiceLedger(ledger);
    SettlementBatch batch =
        new SettlementLedger(ledger)
            .batches(market).stream()
                .map(RecordedBatch::batch)
                .filter(one -> one.predecessor().equals(Hash.ZERO))
                .findFirst()
                .orElseThrow();
    long amountNano =
        batch.postings().stream()
            .filter(posting -> posting.account().equals(participant))
            .mapToLong(Posting::amountNano)
            .sum();
    Invoice invoice =
        new Invoice(
            market,
            invoices.list(market).size() + 1L,
            participant,
            Hash.ZERO,
            SettlementHashes.batch(batch),
            1,
            MerkleTree.root(List.of(batch.billRoot().bytes())),
            amountNano,
            0);
    assertThat(invoices.issue(invoice)).isInstanceOf(SubmitOutcome.Committed.class);
    return invoice;
  }
}
