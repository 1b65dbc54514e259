package org.commonwatt.cli.battery;

import com.lowagie.text.Element;
import com.lowagie.text.Image;
import com.lowagie.text.pdf.PdfPTable;
import com.lowagie.text.pdf.PdfTemplate;
import com.lowagie.text.pdf.PdfWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.SohTest;
import org.commonwatt.cli.pdf.PdfFile;
import org.commonwatt.engine.qr.QrCode;
import org.commonwatt.ledger.BatteryLedger;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger knows of a battery, to print: a PDF file with a QR code of its public page.
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

  /** Copies the events. */
  public BatteryCertificate {
    events = List.copyOf(events);
  }

  /** The file. */
  public byte[] pdf() {
    String title = "Battery " + family.asset().id();
    String sentence =
        "As the ledger (" + ledger + ") has it behind event " + family.asset().sequence() + ".";
    return PdfFile.write(
        title,
        sentence,
        (pdf, writer) -> {
          pdf.add(PdfFile.fields(fields()));
          pdf.add(history());
          if (address != null) {
            pdf.add(code(writer, address));
            pdf.add(new com.lowagie.text.Paragraph(address, PdfFile.TEXT));
          }
        });
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
    for (String head : List.of("Event", "When (UTC)", "What", "State", "Signed by")) {
      table.addCell(PdfFile.cell(head, PdfFile.HEAD, Element.ALIGN_LEFT));
    }
    table.setHeaderRows(1);
    for (BatteryLedger.Told told : events) {
      List<String> cells =
          List.of(
              Long.toString(told.event().sequence()),
              Instant.ofEpochMilli(told.event().eventMillis()).toString(),
              told.event().operation().name(),
              told.event().state().name(),
              texts(told.event().actors()));
      cells.forEach(cell -> table.addCell(PdfFile.cell(cell, PdfFile.TEXT, Element.ALIGN_LEFT)));
    }
    return table;
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
