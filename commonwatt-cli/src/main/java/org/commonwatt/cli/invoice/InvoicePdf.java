package org.commonwatt.cli.invoice;

import static org.commonwatt.cli.pdf.PdfFile.HEAD;
import static org.commonwatt.cli.pdf.PdfFile.TEXT;
import static org.commonwatt.cli.pdf.PdfFile.cell;
import static org.commonwatt.cli.pdf.PdfFile.table;

import com.lowagie.text.Element;
import com.lowagie.text.pdf.PdfPCell;
import com.lowagie.text.pdf.PdfPTable;
import java.util.List;
import org.commonwatt.cli.pdf.PdfFile;
import org.commonwatt.model.MinorUnit;

/** An invoice as a PDF file, A4. The same document gives the same bytes. */
public final class InvoicePdf {
  private InvoicePdf() {}

  /** The file. */
  public static byte[] write(InvoiceDocument document) {
    return PdfFile.write(
        "Invoice " + document.issued().invoice().number(),
        document.sentence(),
        (pdf, writer) -> {
          pdf.add(PdfFile.fields(document.fields()));
          pdf.add(amounts(document));
        });
  }

  private static PdfPTable amounts(InvoiceDocument document) {
    PdfPTable table = table(4, 1, 2, 3);
    for (String head : List.of("Slot (UTC)", "Minutes", "Settlement run")) {
      table.addCell(cell(head, HEAD, Element.ALIGN_LEFT));
    }
    table.addCell(cell(document.currency(), HEAD, Element.ALIGN_RIGHT));
    table.setHeaderRows(1);
    for (InvoiceDocument.Row row : document.rows()) {
      table.addCell(cell(row.slotStart().toString(), TEXT, Element.ALIGN_LEFT));
      table.addCell(cell(Integer.toString(row.minutes()), TEXT, Element.ALIGN_LEFT));
      table.addCell(cell(row.run(), TEXT, Element.ALIGN_LEFT));
      String amount = MinorUnit.exact(row.amountNano()).toPlainString();
      table.addCell(cell(amount, TEXT, Element.ALIGN_RIGHT));
    }
    for (List<String> total : document.totals()) {
      PdfPCell name = cell(total.get(0), HEAD, Element.ALIGN_LEFT);
      name.setColspan(3);
      table.addCell(name);
      table.addCell(cell(total.get(1), HEAD, Element.ALIGN_RIGHT));
    }
    return table;
  }
}
