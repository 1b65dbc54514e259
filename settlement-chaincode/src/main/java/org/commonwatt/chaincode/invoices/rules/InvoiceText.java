package org.commonwatt.chaincode.invoices.rules;

import org.commonwatt.chaincode.settlement.rules.Fields;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.model.Invoice;

/** The JSON of an invoice, strictly: only the canonical spelling is accepted. */
final class InvoiceText {
  private InvoiceText() {}

  /**
   * Reads an invoice.
   *
   * @throws Refusal when the text is not its canonical JSON
   */
  static Invoice read(String json) {
    Fields fields = new Fields("", Fields.object("invoice", json));
    Invoice invoice =
        new Invoice(
            fields.id("market"),
            fields.integer("number", 1, Long.MAX_VALUE),
            fields.id("participant"),
            fields.hash("after"),
            fields.hash("to"),
            (int) fields.integer("batches", 1, Integer.MAX_VALUE),
            fields.hash("linesRoot"),
            fields.amount("amountNano"),
            fields.integer("replaces", 0, Long.MAX_VALUE));
    if (invoice.to().equals(invoice.after())) {
      throw Fields.malformed("to", "must be a batch behind after");
    }
    Fields.requireCanonical(write(invoice), json);
    return invoice;
  }

  private static String write(Invoice invoice) {
    return "{\"market\":\""
        + invoice.market()
        + "\",\"number\":"
        + invoice.number()
        + ",\"participant\":\""
        + invoice.participant()
        + "\",\"after\":\""
        + invoice.after()
        + "\",\"to\":\""
        + invoice.to()
        + "\",\"batches\":"
        + invoice.batches()
        + ",\"linesRoot\":\""
        + invoice.linesRoot()
        + "\",\"amountNano\":\""
        + invoice.amountNano()
        + "\",\"replaces\":"
        + invoice.replaces()
        + "}";
  }
}
