package org.commonwatt.cli.invoice;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.commonwatt.model.Invoice;
import org.commonwatt.model.MinorUnit;

/** An invoice for programs. */
public final class InvoiceJson {
  private static final String KIND = "commonwatt-invoice-1";

  private InvoiceJson() {}

  /** One object, indented; amounts are decimal texts in the currency. */
  public static byte[] write(InvoiceDocument document) {
    Invoice invoice = document.issued().invoice();
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("kind", KIND);
    root.put("market", invoice.market())
        .put("number", invoice.number())
        .put("participant", invoice.participant())
        .put("status", document.issued().status())
        .put("replaces", invoice.replaces())
        .put("replacedBy", document.issued().replacedBy())
        .put("after", invoice.after().hex())
        .put("to", invoice.to().hex())
        .put("batches", invoice.batches())
        .put("linesRoot", invoice.linesRoot().hex())
        .put("transactionId", document.issued().transactionId())
        .put("payment", document.issued().payment())
        .put("reimbursement", document.issued().reimbursement())
        .put("currency", document.currency());
    ArrayNode items = root.putArray("items");
    for (InvoiceLines.Item item : document.items()) {
      items
          .addObject()
          .put("kind", item.kind().name())
          .put("energyWh", item.energyWh())
          .put("amount", MinorUnit.exact(item.amountNano()).toPlainString());
    }
    root.put("erasedLines", document.erased());
    ArrayNode rows = root.putArray("rows");
    for (InvoiceDocument.Row row : document.rows()) {
      rows.addObject()
          .put("slotStart", row.slotStart().toString())
          .put("slotMinutes", row.minutes())
          .put("run", row.run())
          .put("quality", row.quality() == null ? null : row.quality().name())
          .put("amount", MinorUnit.exact(row.amountNano()).toPlainString());
    }
    root.put("sum", document.sum().toPlainString())
        .put("rounding", document.rounding().toPlainString())
        .put("total", document.total().toPlainString());
    return (root.toPrettyString() + '\n').getBytes(StandardCharsets.UTF_8);
  }
}
