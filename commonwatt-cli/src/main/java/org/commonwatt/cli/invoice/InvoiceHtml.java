package org.commonwatt.cli.invoice;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.commonwatt.model.MinorUnit;

/** An invoice as a page that prints on A4. Nothing is loaded from elsewhere, and nothing runs. */
public final class InvoiceHtml {
  private static final String STYLE =
      "body{font:11pt/1.4 sans-serif;max-width:48em;margin:2em auto;padding:0 1em;color:#000}"
          + "table{border-collapse:collapse;width:100%;margin:1em 0}"
          + "th,td{text-align:left;padding:.2em .6em;border-bottom:1px solid #999}"
          + "td.amount,th.amount{text-align:right;font-variant-numeric:tabular-nums}"
          + "td{overflow-wrap:anywhere}tr{break-inside:avoid}thead{display:table-header-group}"
          + "@page{size:A4;margin:20mm}@media print{body{margin:0;max-width:none}}";

  private InvoiceHtml() {}

  /** The page, UTF-8. */
  public static byte[] write(InvoiceDocument document) {
    String title = "Invoice " + document.issued().invoice().number();
    StringBuilder page = new StringBuilder();
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.append("<title>").append(escaped(title)).append("</title>\n");
    page.append("<style>").append(STYLE).append("</style>\n</head>\n<body>\n");
    page.append("<h1>").append(escaped(title)).append("</h1>\n");
    page.append("<p>").append(escaped(document.sentence())).append("</p>\n<table>\n");
    for (List<String> field : document.fields()) {
      page.append("<tr><th scope=\"row\">").append(escaped(field.get(0)));
      page.append("</th><td>").append(escaped(field.get(1))).append("</td></tr>\n");
    }
    page.append("</table>\n<table>\n<caption>What the settlement of each slot comes to; ");
    page.append("a minus is what the participant owes</caption>\n<thead><tr>");
    page.append("<th scope=\"col\">Slot (UTC)</th><th scope=\"col\">Minutes</th>");
    page.append("<th scope=\"col\">Settlement run</th><th scope=\"col\" class=\"amount\">");
    page.append(escaped(document.currency())).append("</th></tr></thead>\n<tbody>\n");
    for (InvoiceDocument.Row row : document.rows()) {
      page.append("<tr><td>").append(escaped(row.slotStart().toString()));
      page.append("</td><td>").append(row.minutes());
      page.append("</td><td>").append(escaped(row.run())).append("</td><td class=\"amount\">");
      page.append(MinorUnit.exact(row.amountNano()).toPlainString()).append("</td></tr>\n");
    }
    page.append("</tbody>\n<tfoot>\n");
    for (List<String> total : document.totals()) {
      page.append("<tr><th scope=\"row\" colspan=\"3\">").append(escaped(total.get(0)));
      page.append("</th><td class=\"amount\">").append(total.get(1)).append("</td></tr>\n");
    }
    page.append("</tfoot>\n</table>\n</body>\n</html>\n");
    return page.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Text that is nothing but text, wherever on the page it stands. */
  static String escaped(String text) {
    StringBuilder safe = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char one = text.charAt(i);
      switch (one) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default -> safe.append(Character.isISOControl(one) ? '\uFFFD' : one);
      }
    }
    return safe.toString();
  }
}
