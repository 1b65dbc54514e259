package org.commonwatt.cli.invoice;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.commonwatt.cli.pdf.HtmlFile;
import org.commonwatt.model.MinorUnit;

/** An invoice as a page that prints on A4. Nothing is loaded from elsewhere, and nothing runs. */
public final class InvoiceHtml {
  private InvoiceHtml() {}

  /** The page, UTF-8. */
  public static byte[] write(InvoiceDocument document) {
    String title = "Invoice " + document.issued().invoice().number();
    StringBuilder page = HtmlFile.begin(title, document.sentence());
    HtmlFile.fields(page, document.fields());
    items(page, document);
    page.append("<table>\n<caption>What the settlement of each slot comes to; ");
    page.append("a minus is what the participant owes</caption>\n<thead><tr>");
    page.append("<th scope=\"col\">Slot (UTC)</th><th scope=\"col\">Minutes</th>");
    page.append("<th scope=\"col\">Settlement run</th><th scope=\"col\">Readings</th>");
    page.append("<th scope=\"col\" class=\"amount\">");
    page.append(HtmlFile.escaped(document.currency())).append("</th></tr></thead>\n<tbody>\n");
    for (InvoiceDocument.Row row : document.rows()) {
      page.append("<tr><td>").append(HtmlFile.escaped(row.slotStart().toString()));
      page.append("</td><td>").append(row.minutes());
      page.append("</td><td>")
          .append(HtmlFile.escaped(row.run()))
          .append("</td><td>")
          .append(HtmlFile.escaped(InvoiceDocument.readings(row)))
          .append("</td><td class=\"amount\">");
      page.append(MinorUnit.exact(row.amountNano()).toPlainString()).append("</td></tr>\n");
    }
    page.append("</tbody>\n<tfoot>\n");
    for (List<String> total : document.totals()) {
      page.append("<tr><th scope=\"row\" colspan=\"4\">").append(HtmlFile.escaped(total.get(0)));
      page.append("</th><td class=\"amount\">").append(total.get(1)).append("</td></tr>\n");
    }
    page.append("</tfoot>\n</table>\n");
    for (String note : document.notes()) {
      page.append("<p>").append(HtmlFile.escaped(note)).append("</p>\n");
    }
    page.append("</body>\n</html>\n");
    return page.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void items(StringBuilder page, InvoiceDocument document) {
    page.append(
        "<table>\n<caption>What it is for</caption>\n<thead><tr><th scope=\"col\">Kind</th>");
    page.append("<th scope=\"col\" class=\"amount\">kWh</th><th scope=\"col\" class=\"amount\">");
    page.append(HtmlFile.escaped(document.currency())).append("</th></tr></thead>\n<tbody>\n");
    for (List<String> item : document.itemTexts()) {
      page.append("<tr><th scope=\"row\">").append(HtmlFile.escaped(item.get(0)));
      page.append("</th><td class=\"amount\">").append(item.get(1));
      page.append("</td><td class=\"amount\">").append(item.get(2)).append("</td></tr>\n");
    }
    page.append("</tbody>\n</table>\n");
  }
}
