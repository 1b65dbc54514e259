package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.StringJoiner;
import org.commonwatt.engine.qr.QrCode;

/** The public part of a battery's passport as a page, which needs no script. */
final class PassportPage {
  private static final List<List<String>> FIELDS =
      List.of(
          List.of("Passport", "passport"),
          List.of("Kind", "kind"),
          List.of("Rated energy, Wh", "ratedWh"),
          List.of("Mass, g", "massG"),
          List.of("Made by", "madeBy"),
          List.of("Responsible", "operator"),
          List.of("Since", "issuedAt"),
          List.of("Until", "closedAt"));

  private PassportPage() {}

  /**
   * The page.
   *
   * @param passport its public part
   * @param address that its QR code leads to
   */
  static String of(JsonNode passport, String address) {
    Html html = new Html();
    String title = "Battery passport " + passport.path("passport").asText();
    html.open("!doctype html").open("html", "lang", "en").open("head");
    html.open("meta", "charset", "utf-8");
    html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.open("link", "rel", "stylesheet", "href", "/web/style.css");
    html.element("title", title).close("head").open("body").open("main").element("h1", title);
    html.open("table").open("tbody");
    for (List<String> field : FIELDS) {
      JsonNode value = passport.path(field.get(1));
      row(html, field.get(0), value.isNull() ? "\u2013" : value.asText());
    }
    row(html, "Made of batteries with the passports", texts(passport.path("predecessors"), ""));
    row(html, "Codes", texts(passport.path("codes"), "code"));
    row(html, "Chemistry", texts(passport.path("codes"), "chemistry"));
    row(html, "Made on", texts(passport.path("codes"), "madeOn"));
    html.endTable();
    code(html, address);
    html.paragraphs(address);
    return html.close("main").close("body").close("html").toString();
  }

  private static void row(Html html, String name, String value) {
    html.open("tr").open("th", "scope", "row").text(name).close("th");
    html.element("td", value).close("tr");
  }

  private static String texts(JsonNode array, String field) {
    StringJoiner joined = new StringJoiner(", ");
    for (JsonNode one : array) {
      JsonNode value = field.isEmpty() ? one : one.path(field);
      if (!value.isNull()) {
        joined.add(value.asText());
      }
    }
    return joined.length() == 0 ? "\u2013" : joined.toString();
  }

  private static void code(Html html, String address) {
    QrCode code = QrCode.of(address);
    String side = Integer.toString(code.size() + 2 * QrCode.BORDER);
    html.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "viewBox",
        "0 0 " + side + " " + side,
        "width",
        "220",
        "height",
        "220",
        "role",
        "img",
        "aria-label",
        "QR code of this page's address");
    html.open("rect", "width", side, "height", side, "fill", "#fff").close("rect");
    html.open("path", "d", code.path(), "fill", "#000").close("path");
    html.close("svg");
  }
}
