package org.commonwatt.engine.http;

import java.util.List;

/** Writes a page of HTML piece by piece; every text is escaped. */
final class Html {
  private final StringBuilder out = new StringBuilder(64 * 1024);

  /** Opens an element. Its name and its attributes are ours, in pairs of name and value. */
  Html open(String element, String... attributes) {
    out.append('<').append(element);
    for (int i = 0; i + 1 < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"").append(escaped(attributes[i + 1]));
      out.append('"');
    }
    out.append('>');
    return this;
  }

  /** Closes an element. */
  Html close(String element) {
    out.append("</").append(element).append(">\n");
    return this;
  }

  /** Adds a text. */
  Html text(String text) {
    out.append(escaped(text));
    return this;
  }

  /** Adds an element with a text. */
  Html element(String element, String text) {
    return open(element).text(text).close(element);
  }

  /** Adds a text in which what stands between back quotes is code. */
  Html prose(String text) {
    String[] parts = text.split("`", -1);
    for (int i = 0; i < parts.length; i++) {
      if (i % 2 == 0) {
        text(parts[i]);
      } else {
        open("code").text(parts[i]);
        out.append("</code>");
      }
    }
    return this;
  }

  /** Adds paragraphs, between which a text has empty lines. */
  Html paragraphs(String text) {
    for (String paragraph : text.strip().split("\\n\\s*\\n")) {
      if (!paragraph.isBlank()) {
        open("p").prose(paragraph).close("p");
      }
    }
    return this;
  }

  /** Adds a link to a place in the page. */
  Html link(String anchor, String text) {
    open("a", "href", "#" + anchor).text(text);
    out.append("</a>");
    return this;
  }

  /** Begins a table. */
  Html table(List<String> heads) {
    open("table").open("thead").open("tr");
    heads.forEach(head -> element("th", head));
    return close("tr").close("thead").open("tbody");
  }

  /** Ends a table. */
  Html endTable() {
    return close("tbody").close("table");
  }

  @Override
  public String toString() {
    return out.toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
