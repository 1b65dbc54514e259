package org.commonwatt.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.commonwatt.ledger.InvoiceJson;
import org.commonwatt.ledger.InvoiceLedger;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.Invoice;
import org.commonwatt.model.SettlementBatch;
import org.junit.jupiter.api.Test;

/** What every {@code Ledger} must do with the invoices contract. */
public abstract class LedgerInvoicesKit extends LedgerClientsKit {
  private final String market = "invoices-" + UUID.randomUUID();

  @Test
  final void anInvoiceIsIssuedPaidReversedAndReplacedOnce() {
    InvoiceLedger invoices = new InvoiceLedger(ledger);
    SampleInvoices samples = SampleInvoices.posted(ledger, market, 5);
    Invoice first = samples.invoice(1, "home-01", 0, 2, 0);
    committed(invoices.issue(first));
    assertThat(code(invoices.issue(first))).isEqualTo("WRONG_NUMBER");
    assertThat(code(invoices.issue(samples.invoice(2, "home-01", 0, 2, 0))))
        .isEqualTo("WRONG_STRETCH");
    committed(invoices.issue(samples.invoice(2, "home-01", 2, 5, 0)));
    committed(invoices.pay(market, 1, "bank-1"));
    assertThat(code(invoices.pay(market, 1, "bank-9"))).isEqualTo("WRONG_STATUS");
    assertThat(code(invoices.pay(market, 2, "bank-1"))).isEqualTo("PAYMENT_USED");
    assertThat(code(invoices.reverse(market, 1, ""))).isEqualTo("WRONG_REFERENCE");
    committed(invoices.reverse(market, 1, "bank-2"));
    assertThat(code(invoices.reverse(market, 1, "bank-3"))).isEqualTo("WRONG_STATUS");
    committed(invoices.issue(samples.invoice(3, "home-01", 0, 2, 1)));
    assertThat(code(invoices.issue(samples.invoice(4, "home-01", 0, 2, 1))))
        .isEqualTo("WRONG_STATUS");
    List<InvoiceLedger.Issued> all = invoices.list(market);
    assertThat(all)
        .extracting(InvoiceLedger.Issued::status)
        .containsExactly("REVERSED", "ISSUED", "ISSUED");
    assertThat(all.get(0).invoice()).isEqualTo(first);
    assertThat(all.get(0).payment()).isEqualTo("bank-1");
    assertThat(all.get(0).reimbursement()).isEqualTo("bank-2");
    assertThat(all.get(0).replacedBy()).isEqualTo(3);
    assertThat(invoices.find(market, 1)).contains(all.get(0));
    assertThat(invoices.find(market, 9)).isEmpty();
  }

  @Test
  final void aReversedInvoiceIsReplacedByPartsInARowUpToItsEnd() {
    InvoiceLedger invoices = new InvoiceLedger(ledger);
    SampleInvoices samples = SampleInvoices.posted(ledger, market, 4);
    committed(invoices.issue(samples.invoice(1, "home-01", 0, 3, 0)));
    committed(invoices.reverse(market, 1, ""));
    assertThat(code(invoices.issue(samples.invoice(2, "home-01", 0, 4, 1))))
        .isEqualTo("INVOICE_DIFFERS");
    committed(invoices.issue(samples.invoice(2, "home-01", 0, 2, 1)));
    assertThat(code(invoices.issue(samples.invoice(3, "home-01", 0, 3, 1))))
        .isEqualTo("WRONG_STRETCH");
    committed(invoices.issue(samples.invoice(3, "home-01", 3, 4, 0)));
    committed(invoices.issue(samples.invoice(4, "home-01", 2, 3, 1)));
    assertThat(code(invoices.issue(samples.invoice(5, "home-01", 3, 4, 1))))
        .isEqualTo("WRONG_STATUS");
    assertThat(invoices.list(market))
        .extracting(InvoiceLedger.Issued::replacedBy)
        .containsExactly(4L, 0L, 0L, 0L);
  }

  @Test
  final void anInvoiceThatItsBatchesDoNotGiveIsRefused() {
    SampleInvoices samples = SampleInvoices.posted(ledger, market, 3);
    String honest = InvoiceJson.write(samples.invoice(1, "home-01", 0, 3, 0));
    Map<String, String> changes =
        Map.of(
            "\"batches\":3", "\"batches\":2",
            "\"linesRoot\":\"", "\"linesRoot\":\"" + "a".repeat(64) + "\",\"was\":\"",
            "\"amountNano\":\"-6\"", "\"amountNano\":\"-7\"",
            "\"participant\":\"home-01\"", "\"participant\":\"home-02\"");
    changes.forEach(
        (from, to) -> {
          String changed = honest.replace(from, to).replaceAll(",\"was\":\"[0-9a-f]*\"", "");
          assertThat(changed).isNotEqualTo(honest);
          assertThat(code(issue(changed))).as(changed).isEqualTo("INVOICE_DIFFERS");
        });
    String unknown = honest.replace(samples.hashes().get(2).hex(), "a".repeat(64));
    assertThat(code(issue(unknown))).isEqualTo("BATCH_NOT_INDEXED");
    committed(issue(honest));
  }

  @Test
  final void batchesAreFoundByTheirHashesFromTheirPostOn() {
    SampleInvoices samples = SampleInvoices.posted(ledger, market, 2);
    SettlementLedger settlement = new SettlementLedger(ledger);
    List<String> ids = samples.batches().stream().map(SettlementBatch::batchId).toList();
    assertThat(committed(settlement.index(market, ids)).result()).isEqualTo("0");
    assertThat(code(settlement.index(market, List.of(market + ".0.initial"))))
        .isEqualTo("BATCH_NOT_FOUND");
    assertThat(code(settlement.index(market, List.of()))).isEqualTo("MALFORMED");
    LedgerCall call = LedgerCall.of("settlement", "IndexBatches", "{}");
    for (Client client : List.of(Client.OBSERVER, Client.AUDITOR)) {
      assertThat(code(submit(ledger, client, call))).isEqualTo("NOT_ALLOWED");
    }
  }

  @Test
  final void onlyTheSubmitterChangesInvoicesAndEverybodyReadsThem() {
    Invoice first = SampleInvoices.posted(ledger, market, 1).invoice(1, "home-01", 0, 1, 0);
    LedgerCall issue = LedgerCall.of("invoices", "Issue", InvoiceJson.write(first));
    for (Client client : List.of(Client.OBSERVER, Client.AUDITOR)) {
      assertThat(code(submit(ledger, client, issue))).isEqualTo("NOT_ALLOWED");
    }
    String result = committed(submit(ledger, Client.SUBMITTER, issue)).result();
    for (Client client : Client.values()) {
      assertReturns(client, LedgerCall.of("invoices", "GetInvoice", market, "1"), result);
      assertThat(refused(client, LedgerCall.of("invoices", "GetInvoice", market, "2")))
          .isEqualTo("INVOICE_NOT_FOUND");
    }
  }

  @Test
  final void onePaymentAtOnceIsTakenOnce() {
    InvoiceLedger invoices = new InvoiceLedger(ledger);
    SampleInvoices samples = SampleInvoices.posted(ledger, market, 1);
    committed(invoices.issue(samples.invoice(1, "home-01", 0, 1, 0)));
    onlyCommitted(Together.run(4, () -> invoices.pay(market, 1, "bank-1")));
    assertThat(invoices.list(market)).singleElement().extracting("status").isEqualTo("PAID");
  }

  private SubmitOutcome issue(String json) {
    return ledger.submit(LedgerCall.of("invoices", "Issue", json));
  }

  private static SubmitOutcome.Committed committed(SubmitOutcome outcome) {
    assertThat(outcome).isInstanceOf(SubmitOutcome.Committed.class);
    return (SubmitOutcome.Committed) outcome;
  }
}
