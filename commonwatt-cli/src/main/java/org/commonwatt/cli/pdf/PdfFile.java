package org.commonwatt.cli.pdf;

import com.lowagie.text.Document;
import com.lowagie.text.Element;
import com.lowagie.text.Font;
import com.lowagie.text.FontFactory;
import com.lowagie.text.PageSize;
import com.lowagie.text.Paragraph;
import com.lowagie.text.Phrase;
import com.lowagie.text.pdf.PdfDictionary;
import com.lowagie.text.pdf.PdfName;
import com.lowagie.text.pdf.PdfPCell;
import com.lowagie.text.pdf.PdfPTable;
import com.lowagie.text.pdf.PdfString;
import com.lowagie.text.pdf.PdfWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonwatt.model.Hash;

/** A PDF file, A4, in one face. The same content gives the same bytes. */
public final class PdfFile {
  /** Of texts. */
  public static final Font TEXT = FontFactory.getFont(FontFactory.HELVETICA, 9);

  /** Of what texts are called. */
  public static final Font HEAD = FontFactory.getFont(FontFactory.HELVETICA_BOLD, 9);

  private static final float MARGIN = 56;
  private static final Font TITLE = FontFactory.getFont(FontFactory.HELVETICA_BOLD, 18);
  private static final Pattern FILE_ID =
      Pattern.compile("/ID ?\\[ ?<([0-9a-f]{32})> ?<([0-9a-f]{32})> ?\\]");

  private PdfFile() {}

  /**
   * The file.
   *
   * @param title at its top, and as its name
   * @param sentence beneath
   * @param body adds the rest
   */
  public static byte[] write(String title, String sentence, BiConsumer<Document, PdfWriter> body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Document pdf = new Document(PageSize.A4, MARGIN, MARGIN, MARGIN, MARGIN)) {
      PdfWriter writer = PdfWriter.getInstance(pdf, out);
      pdf.addTitle(title);
      pdf.setDocumentLanguage("en");
      pdf.open();
      PdfDictionary info = writer.getInfo();
      info.remove(PdfName.CREATIONDATE); // a clock is no part of a document
      info.remove(PdfName.MODDATE);
      info.put(PdfName.PRODUCER, new PdfString("Commonwatt"));
      pdf.add(new Paragraph(title, TITLE));
      pdf.add(new Paragraph(sentence, TEXT));
      body.accept(pdf, writer);
    }
    return named(out.toByteArray());
  }

  /** A table of names and values. */
  public static PdfPTable fields(List<List<String>> fields) {
    PdfPTable table = table(1, 3);
    for (List<String> field : fields) {
      table.addCell(cell(field.get(0), HEAD, Element.ALIGN_LEFT));
      table.addCell(cell(field.get(1), TEXT, Element.ALIGN_LEFT));
    }
    return table;
  }

  /** An empty table with columns of these widths. */
  public static PdfPTable table(float... widths) {
    PdfPTable table = new PdfPTable(widths);
    table.setWidthPercentage(100);
    table.setSpacingBefore(12);
    return table;
  }

  /** A cell. */
  public static PdfPCell cell(String text, Font font, int alignment) {
    PdfPCell cell = new PdfPCell(new Phrase(text, font));
    cell.setHorizontalAlignment(alignment);
    return cell;
  }

  /** The library names each file at random; this one is named by what is in it. */
  private static byte[] named(byte[] file) {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    Matcher id = FILE_ID.matcher(text);
    if (!id.find()) {
      throw new IllegalStateException("the PDF has no ID where it was expected");
    }
    String bare = text.substring(0, id.start()) + text.substring(id.end());
    String name = Hash.of(bare.getBytes(StandardCharsets.ISO_8859_1)).hex();
    StringBuilder named = new StringBuilder(text);
    for (int group = 1; group <= 2; group++) {
      named.replace(id.start(group), id.end(group), name.substring(0, id.group(group).length()));
    }
    return named.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
