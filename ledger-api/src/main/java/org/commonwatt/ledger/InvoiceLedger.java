package org.commonwatt.ledger;

import java.util.List;
import java.util.Optional;
import org.commonwatt.model.Invoice;

/** The invoices contract, typed: what an accountant submits and anybody reads. */
public final class InvoiceLedger {
  /** Name of the contract. */
  public static final String CONTRACT = "invoices";

  /** Name of the function that issues. */
  public static final String ISSUE = "Issue";

  /** Name of the function that notes a payment. */
  public static final String PAY = "Pay";

  /** Name of the function that takes an invoice back. */
  public static final String REVERSE = "Reverse";

  /** How many batches an invoice may be of: the contract reads each. */
  public static final int MOST_BATCHES = 1_000;

  private final Ledger ledger;

  /** Calls the invoices contract on a ledger. */
  public InvoiceLedger(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * An invoice as the ledger keeps it.
   *
   * @param invoice the invoice
   * @param status {@code ISSUED}, {@code PAID} or {@code REVERSED}
   * @param payment reference of its payment, empty before
   * @param reimbursement reference of the payment that gave it back, empty without one
   * @param replacedBy number of the last invoice that stands for a reversed one, 0 for none
   * @param transactionId the transaction that issued it
   */
  public record Issued(
      Invoice invoice,
      String status,
      String payment,
      String reimbursement,
      long replacedBy,
      String transactionId) {}

  /** Issues an invoice, once. */
  public SubmitOutcome issue(Invoice invoice) {
    return ledger.submit(LedgerCall.of(CONTRACT, ISSUE, InvoiceJson.write(invoice)));
  }

  /**
   * Notes that an invoice was paid.
   *
   * @param reference the payment's own id
   */
  public SubmitOutcome pay(String market, long number, String reference) {
    return ledger.submit(LedgerCall.of(CONTRACT, PAY, market, Long.toString(number), reference));
  }

  /**
   * Takes an invoice back.
   *
   * @param reference id of the payment that gives back what was paid; empty for an unpaid one
   */
  public SubmitOutcome reverse(String market, long number, String reference) {
    return ledger.submit(
        LedgerCall.of(CONTRACT, REVERSE, market, Long.toString(number), reference));
  }

  /** Every invoice of a market, by number. */
  public List<Issued> list(String market) {
    EvaluateOutcome outcome = ledger.evaluate(LedgerCall.of(CONTRACT, "ListInvoices", market));
    if (outcome instanceof EvaluateOutcome.Returned returned) {
      return InvoiceJson.readList(returned.result());
    }
    throw new LedgerException("the invoices contract refused a query: " + outcome);
  }

  /**
   * An invoice by its number, empty when none was issued.
   *
   * @throws LedgerException when the ledger does not answer
   */
  public Optional<Issued> find(String market, long number) {
    EvaluateOutcome outcome =
        ledger.evaluate(LedgerCall.of(CONTRACT, "GetInvoice", market, Long.toString(number)));
    if (outcome instanceof EvaluateOutcome.Returned returned) {
      return Optional.of(InvoiceJson.readIssued(returned.result()));
    }
    if (outcome instanceof EvaluateOutcome.Rejected rejected
        && rejected.rejection().code().equals("INVOICE_NOT_FOUND")) {
      return Optional.empty();
    }
    throw new LedgerException("the invoices contract refused a query: " + outcome);
  }
}
