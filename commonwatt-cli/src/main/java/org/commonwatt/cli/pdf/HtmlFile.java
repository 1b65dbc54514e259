package org.commonwatt.cli.pdf;

import java.util.List;

/** A page that prints on A4. Nothing is loaded from elsewhere, and nothing runs. */
public final class HtmlFile {
  private static final String STYLE =
      "body{font:11pt/1.4 sans-serif;max-width:48em;margin:2em auto;padding:0 1em;color:#000}"
          + "table{border-collapse:collapse;width:100%;margin:1em 0}"
          + "th,td{text-align:left;padding:.2em .6em;border-bottom:1px solid #999}"
          + "td.amount,th.amount{text-align:right;font-variant-numeric:tabular-nums}"
          + "td{overflow-wrap:anywhere}tr{break-inside:avoid}thead{display:table-header-group}"
          + "@page{size:A4;margin:20mm}@media print{body{margin:0;max-width:none}}";

  private HtmlFile() {}

  /** The page up to a sentence below its title. */
  public static StringBuilder begin(String title, String sentence) {
    StringBuilder page = new StringBuilder();
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.append("<title>").append(escaped(title)).append("</title>\n");
    page.append("<style>").append(STYLE).append("</style>\n</head>\n<body>\n");
    page.append("<h1>").append(escaped(title)).append("</h1>\n");
    return page.append("<p>").append(escaped(sentence)).append("</p>\n");
  }

  /** Adds a table of names and values. */
  public static void fields(StringBuilder page, List<List<String>> fields) {
    page.append("<table>\n");
    for (List<String> field : fields) {
      page.append("<tr><th scope=\"row\">").append(escaped(field.get(0)));
      page.append("</th><td>").append(escaped(field.get(1))).append("</td></tr>\n");
    }
    page.append("</table>\n");
  }

  /** Text that is nothing but text, wherever on the page it stands. */
  public static String escaped(String text) {
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
