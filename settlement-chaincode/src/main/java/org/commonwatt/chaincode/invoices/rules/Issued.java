package org.commonwatt.chaincode.invoices.rules;

import com.fasterxml.jackson.databind.JsonNode;
import org.commonwatt.chaincode.settlement.rules.Fields;
import org.commonwatt.model.Invoice;

/**
 * An invoice as the ledger keeps it.
 *
 * @param json the invoice, as it was issued
 * @param status what became of it
 * @param payment reference of the payment, empty before it
 * @param reimbursement reference of the payment that gave a paid one back, empty without one
 * @param replacedBy number of the last invoice that stands for this reversed one, 0 for none
 * @param transactionId the transaction that issued it
 */
record Issued(
    String json,
    Status status,
    String payment,
    String reimbursement,
    long replacedBy,
    String transactionId) {

  /** What became of an invoice. */
  enum Status {
    /** Neither paid nor taken back. */
    ISSUED,
    /** Paid by whoever owes. */
    PAID,
    /** Taken back, and what was paid given back. */
    REVERSED
  }

  static Issued of(String json, String transactionId) {
    return new Issued(json, Status.ISSUED, "", "", 0, transactionId);
  }

  static Issued read(String stored) {
    JsonNode node = Fields.object("invoice", stored);
    return new Issued(
        node.required("invoice").toString(),
        Status.valueOf(node.required("status").textValue()),
        node.required("payment").textValue(),
        node.required("reimbursement").textValue(),
        node.required("replacedBy").longValue(),
        node.required("transactionId").textValue());
  }

  Invoice invoice() {
    return InvoiceText.read(json);
  }

  Issued paid(String reference) {
    return new Issued(json, Status.PAID, reference, "", 0, transactionId);
  }

  Issued reversed(String reference) {
    return new Issued(json, Status.REVERSED, payment, reference, 0, transactionId);
  }

  Issued replaced(long number) {
    return new Issued(json, status, payment, reimbursement, number, transactionId);
  }

  String write() {
    return "{\"invoice\":"
        + json
        + ",\"status\":\""
        + status
        + "\",\"payment\":\""
        + payment
        + "\",\"reimbursement\":\""
        + reimbursement
        + "\",\"replacedBy\":"
        + replacedBy
        + ",\"transactionId\":\""
        + transactionId
        + "\"}";
  }
}
