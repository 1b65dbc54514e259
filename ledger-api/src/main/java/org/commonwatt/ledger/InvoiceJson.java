package org.commonwatt.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Invoice;

/** The canonical JSON of an invoice: {@code docs/formats/ledger.md}. */
public final class InvoiceJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

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
    return decode(json, InvoiceJson::invoice);
  }

  /** Reads an array of what {@code GetInvoice} returns. */
  static List<InvoiceLedger.Issued> readList(String json) {
    return decode(
        json,
        array -> {
          List<InvoiceLedger.Issued> all = new ArrayList<>();
          array.forEach(node -> all.add(issued(node)));
          return all;
        });
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
        new Hash(text(node, "after")),
        new Hash(text(node, "to")),
        (int) number(node, "batches"),
        new Hash(text(node, "linesRoot")),
        Long.parseLong(text(node, "amountNano")),
        number(node, "replaces"));
  }

  private static <T> T decode(String json, Function<JsonNode, T> reader) {
    try {
      return reader.apply(MAPPER.readTree(json));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new LedgerException("not the JSON of an invoice: " + e.getMessage(), e);
    }
  }

  private static long number(JsonNode node, String field) {
    JsonNode value = node.required(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IllegalArgumentException(field + " must be a whole number");
    }
    return value.longValue();
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.required(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException(field + " must be a string");
    }
    return value.textValue();
  }
}
