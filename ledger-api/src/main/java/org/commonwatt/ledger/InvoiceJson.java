package org.commonwatt.ledger;

import static org.commonwatt.ledger.JsonParts.hash;
import static org.commonwatt.ledger.JsonParts.integer;
import static org.commonwatt.ledger.JsonParts.number;
import static org.commonwatt.ledger.JsonParts.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.commonwatt.model.Invoice;

/** The canonical JSON of an invoice: {@code docs/formats/ledger.md}. */
public final class InvoiceJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String WHAT = "an invoice";

  private InvoiceJson() {}

  /** Writes an invoice: fields in documented order, no white space, the amount as a string. */
  public static String write(Invoice invoice) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("market", invoice.market());
    node.put("number", invoice.number());
    node.put("participant", invoice.participant());
    node.put("after", invoice.after().hex());
    node.put("to", invoice.to().hex());
    node.put("batches", invoice.batches());
    node.put("linesRoot", invoice.linesRoot().hex());
    node.put("amountNano", Long.toString(invoice.amountNano()));
    node.put("replaces", invoice.replaces());
    return node.toString();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws LedgerException when it is not such a text
   */
  public static Invoice read(String json) {
    return JsonParts.decode(WHAT, json, InvoiceJson::invoice);
  }

  /** Reads an array of what {@code GetInvoice} returns. */
  static List<InvoiceLedger.Issued> readList(String json) {
    return JsonParts.decode(WHAT, json, list -> JsonParts.each(list, InvoiceJson::issued));
  }

  /** Reads what {@code GetInvoice} returns. */
  static InvoiceLedger.Issued readIssued(String json) {
    return JsonParts.decode(WHAT, json, InvoiceJson::issued);
  }

  private static InvoiceLedger.Issued issued(JsonNode node) {
    return new InvoiceLedger.Issued(
        invoice(node.required("invoice")),
        text(node, "status"),
        text(node, "payment"),
        text(node, "reimbursement"),
        number(node, "replacedBy"),
        text(node, "transactionId"));
  }

  private static Invoice invoice(JsonNode node) {
    return new Invoice(
        text(node, "market"),
        number(node, "number"),
        text(node, "participant"),
        hash(node, "after"),
        hash(node, "to"),
        integer(node, "batches"),
        hash(node, "linesRoot"),
        Long.parseLong(text(node, "amountNano")),
        number(node, "replaces"));
  }
}
