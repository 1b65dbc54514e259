package org.commonwatt.cli.battery;

import com.lowagie.text.Element;
import com.lowagie.text.Image;
import com.lowagie.text.pdf.PdfPTable;
import com.lowagie.text.pdf.PdfTemplate;
import com.lowagie.text.pdf.PdfWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.SohTest;
import org.commonwatt.cli.pdf.HtmlFile;
import org.commonwatt.cli.pdf.PdfFile;
import org.commonwatt.engine.qr.QrCode;
import org.commonwatt.ledger.BatteryLedger;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger knows of a battery, to print: a PDF file, or a page of HTML, with a QR code of
 * its public page.
 *
 * @param family the battery with its parts and what it was got from
 * @param events what happened to it, in order
 * @param ledger what the ledger is, such as "embedded, not Fabric"
 * @param address of its public page, null for none
 */
public record BatteryCertificate(
    BatteryLedger.Family family,
    List<BatteryLedger.Told> events,
    String ledger,
    @Nullable String address) {
  private static final float FIELD = 3;
  private static final String NONE = "-";
  private static final List<String> HEADS =
      List.of("Event", "When (UTC)", "What", "State", "Signed by");

  /** Copies the events. */
  public BatteryCertificate {
    events = List.copyOf(events);
  }

  /** The file. */
  public byte[] pdf() {
    return PdfFile.write(
        title(),
        sentence(),
        (pdf, writer) -> {
          pdf.add(PdfFile.fields(fields()));
          pdf.add(history());
          if (address != null) {
            pdf.add(code(writer, address));
            pdf.add(new com.lowagie.text.Paragraph(address, PdfFile.TEXT));
          }
        });
  }

  /** The same as a page, UTF-8, that prints on A4. */
  public byte[] html() {
    StringBuilder page = HtmlFile.begin(title(), sentence());
    HtmlFile.fields(page, fields());
    page.append("<table>\n<thead><tr>");
    for (String head : HEADS) {
      page.append("<th scope=\"col\">").append(head).append("</th>");
    }
    page.append("</tr></thead>\n<tbody>\n");
    for (List<String> row : rows()) {
      page.append("<tr>");
      row.forEach(cell -> page.append("<td>").append(HtmlFile.escaped(cell)).append("</td>"));
      page.append("</tr>\n");
    }
    page.append("</tbody>\n</table>\n");
    if (address != null) {
      QrCode code = QrCode.of(address);
      int side = code.size() + 2 * QrCode.BORDER;
      page.append(
          "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"220\" height=\"220\"");
      page.append(" aria-label=\"QR code of the battery's public page\" viewBox=\"0 0 ");
      page.append(side).append(' ').append(side).append("\"><path d=\"").append(code.path());
      page.append("\"/></svg>\n<p>").append(HtmlFile.escaped(address)).append("</p>\n");
    }
    page.append("</body>\n</html>\n");
    return page.toString().getBytes(StandardCharsets.UTF_8);
  }

  private String title() {
    return "Battery " + family.asset().id();
  }

  private String sentence() {
    return "As the ledger (" + ledger + ") has it behind event " + family.asset().sequence() + ".";
  }

  private List<List<String>> fields() {
    Asset asset = family.asset();
    List<List<String>> fields = new ArrayList<>();
    fields.add(List.of("Kind", asset.kind().name()));
    fields.add(List.of("Codes", texts(asset.codes())));
    fields.add(List.of("State", asset.state() + (asset.isolated() ? ", isolated" : "")));
    fields.add(
        List.of(
            "Holds",
            texts(asset.holds().stream().map(one -> one.id() + " of " + one.origin()).toList())));
    fields.add(List.of("Rated energy", asset.ratedWh() + " Wh"));
    fields.add(List.of("Mass", asset.massG() + " g"));
    fields.add(List.of("Tested", tested(asset.test())));
    fields.add(
        List.of(
            "Metered",
            asset.totals().chargeWh()
                + " Wh taken, "
                + asset.totals().dischargeWh()
                + " Wh given"));
    fields.add(List.of("Owner", asset.ownerOrg()));
    fields.add(
        List.of(
            "History",
            asset.historyKnown()
                ? "known from the beginning, by " + asset.registeredBy()
                : "unknown before " + asset.registeredBy() + " took it in"));
    fields.add(List.of("Passport", asset.passport() == null ? NONE : asset.passport()));
    fields.add(List.of("Got from", texts(family.sources().stream().map(Asset::id).toList())));
    fields.add(List.of("Parts", texts(family.parts().stream().map(Asset::id).toList())));
    return fields;
  }

  private static String tested(@Nullable SohTest test) {
    return test == null
        ? "not yet"
        : test.energyWh()
            + " Wh by "
            + test.labOrg()
            + " ("
            + test.basis()
            + ", "
            + test.method()
            + "), "
            + Instant.ofEpochMilli(test.atMillis());
  }

  private static String texts(List<String> all) {
    return all.isEmpty() ? NONE : String.join(", ", all);
  }

  private PdfPTable history() {
    PdfPTable table = PdfFile.table(1, 4, 4, 4, 4);
    HEADS.forEach(head -> table.addCell(PdfFile.cell(head, PdfFile.HEAD, Element.ALIGN_LEFT)));
    table.setHeaderRows(1);
    for (List<String> row : rows()) {
      row.forEach(cell -> table.addCell(PdfFile.cell(cell, PdfFile.TEXT, Element.ALIGN_LEFT)));
    }
    return table;
  }

  private List<List<String>> rows() {
    return events.stream()
        .map(BatteryLedger.Told::event)
        .map(
            event ->
                List.of(
                    Long.toString(event.sequence()),
                    Instant.ofEpochMilli(event.eventMillis()).toString(),
                    event.operation().name(),
                    event.state().name(),
                    texts(event.actors())))
        .toList();
  }

  private static Image code(PdfWriter writer, String address) {
    QrCode code = QrCode.of(address);
    float side = (code.size() + 2 * QrCode.BORDER) * FIELD;
    PdfTemplate drawn = writer.getDirectContent().createTemplate(side, side);
    for (int row = 0; row < code.size(); row++) {
      for (int column = 0; column < code.size(); column++) {
        if (code.isDark(column, row)) {
          float top = side - (row + QrCode.BORDER + 1) * FIELD;
          drawn.rectangle((column + QrCode.BORDER) * FIELD, top, FIELD, FIELD);
        }
      }
    }
    drawn.fill();
    return Image.getInstance(drawn);
  }
}
