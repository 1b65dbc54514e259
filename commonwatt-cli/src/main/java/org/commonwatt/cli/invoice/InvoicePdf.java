package org.commonwatt.cli.invoice;

import static org.commonwatt.cli.pdf.PdfFile.HEAD;
import static org.commonwatt.cli.pdf.PdfFile.TEXT;
import static org.commonwatt.cli.pdf.PdfFile.cell;
import static org.commonwatt.cli.pdf.PdfFile.table;

import com.lowagie.text.Element;
import com.lowagie.text.Paragraph;
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
          pdf.add(items(document));
          pdf.add(amounts(document));
          document.notes().forEach(note -> pdf.add(new Paragraph(note, TEXT)));
        });
  }

  private static PdfPTable items(InvoiceDocument document) {
    PdfPTable table = table(5, 2, 3);
    table.addCell(cell("What it is for", HEAD, Element.ALIGN_LEFT));
    table.addCell(cell("kWh", HEAD, Element.ALIGN_RIGHT));
    table.addCell(cell(document.currency(), HEAD, Element.ALIGN_RIGHT));
    table.setHeaderRows(1);
    for (List<String> item : document.itemTexts()) {
      table.addCell(cell(item.get(0), TEXT, Element.ALIGN_LEFT));
      table.addCell(cell(item.get(1), TEXT, Element.ALIGN_RIGHT));
      table.addCell(cell(item.get(2), TEXT, Element.ALIGN_RIGHT));
    }
    return table;
  }

  private static PdfPTable amounts(InvoiceDocument document) {
    PdfPTable table = table(4, 2, 2, 2, 3);
    for (String head : List.of("Slot (UTC)", "Minutes", "Settlement run", "Readings")) {
      table.addCell(cell(head, HEAD, Element.ALIGN_LEFT));
    }
    table.addCell(cell(document.currency(), HEAD, Element.ALIGN_RIGHT));
    table.setHeaderRows(1);
    for (InvoiceDocument.Row row : document.rows()) {
      table.addCell(cell(row.slotStart().toString(), TEXT, Element.ALIGN_LEFT));
      table.addCell(cell(Integer.toString(row.minutes()), TEXT, Element.ALIGN_LEFT));
      table.addCell(cell(row.run(), TEXT, Element.ALIGN_LEFT));
      table.addCell(cell(InvoiceDocument.readings(row), TEXT, Element.ALIGN_LEFT));
      String amount = MinorUnit.exact(row.amountNano()).toPlainString();
      table.addCell(cell(amount, TEXT, Element.ALIGN_RIGHT));
    }
    for (List<String> total : document.totals()) {
      PdfPCell name = cell(total.get(0), HEAD, Element.ALIGN_LEFT);
      name.setColspan(4);
      table.addCell(name);
      table.addCell(cell(total.get(1), HEAD, Element.ALIGN_RIGHT));
    }
    return table;
  }
}
