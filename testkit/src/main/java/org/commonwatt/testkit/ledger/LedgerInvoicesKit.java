package org.commonwatt.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.commonwatt.ledger.InvoiceJson;
import org.commonwatt.ledger.InvoiceLedger;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Invoice;
import org.junit.jupiter.api.Test;

/** What every {@code Ledger} must do with the invoices contract. */
public abstract class LedgerInvoicesKit extends LedgerClientsKit {
  private final String market = "invoices-" + UUID.randomUUID();

  @Test
  final void anInvoiceIsIssuedPaidReversedAndReplacedOnce() {
    InvoiceLedger invoices = new InvoiceLedger(ledger);
    Invoice first = invoice(1, 0, 4, 0);
    committed(invoices.issue(first));
    assertThat(code(invoices.issue(first))).isEqualTo("WRONG_NUMBER");
    assertThat(code(invoices.issue(invoice(2, 0, 4, 0)))).isEqualTo("WRONG_STRETCH");
    committed(invoices.issue(invoice(2, 4, 9, 0)));
    committed(invoices.pay(market, 1, "bank-1"));
    assertThat(code(invoices.pay(market, 1, "bank-9"))).isEqualTo("WRONG_STATUS");
    assertThat(code(invoices.pay(market, 2, "bank-1"))).isEqualTo("PAYMENT_USED");
    assertThat(code(invoices.reverse(market, 1, ""))).isEqualTo("WRONG_REFERENCE");
    committed(invoices.reverse(market, 1, "bank-2"));
    assertThat(code(invoices.reverse(market, 1, "bank-3"))).isEqualTo("WRONG_STATUS");
    committed(invoices.issue(invoice(3, 0, 4, 1)));
    assertThat(code(invoices.issue(invoice(4, 0, 4, 1)))).isEqualTo("WRONG_STATUS");
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
  final void onlyTheSubmitterChangesInvoicesAndEverybodyReadsThem() {
    LedgerCall issue = LedgerCall.of("invoices", "Issue", InvoiceJson.write(invoice(1, 0, 4, 0)));
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
    committed(invoices.issue(invoice(1, 0, 4, 0)));
    onlyCommitted(Together.run(4, () -> invoices.pay(market, 1, "bank-1")));
    assertThat(invoices.list(market)).singleElement().extracting("status").isEqualTo("PAID");
  }

  private Invoice invoice(long number, int after, int to, long replaces) {
    return new Invoice(
        market,
        number,
        "home-01",
        after == 0 ? Hash.ZERO : hash(after),
        hash(to),
        to - after,
        Hash.of(new byte[] {5}),
        -7,
        replaces);
  }

  private static Hash hash(int batch) {
    return Hash.of(new byte[] {(byte) batch});
  }

  private static SubmitOutcome.Committed committed(SubmitOutcome outcome) {
    assertThat(outcome).isInstanceOf(SubmitOutcome.Committed.class);
    return (SubmitOutcome.Committed) outcome;
  }
}
