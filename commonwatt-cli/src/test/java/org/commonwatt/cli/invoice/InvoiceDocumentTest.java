package org.commonwatt.cli.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.lowagie.text.pdf.PdfReader;
import com.lowagie.text.pdf.parser.PdfTextExtractor;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.cli.UserError;
import org.commonwatt.ledger.InvoiceLedger;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Invoice;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.MinorUnit;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Quality;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.testkit.ledger.SampleBatches;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Invoices to read: exact sums, rounding that is told, and text that stays text. */
class InvoiceDocumentTest {
  private static final String HOSTILE = "<script>alert('x')</script>\"&\u0007";

  @ParameterizedTest
  @CsvSource({
    "1005000000, EUR, 1.00, -0.005000000",
    "1015000000, EUR, 1.02, 0.005000000",
    "1015000001, EUR, 1.02, 0.004999999",
    "-1005000000, EUR, -1.00, 0.005000000",
    "4999999, EUR, 0.00, -0.004999999",
    "1500000000, JPY, 2, 0.500000000",
    "1234567890, KWD, 1.235, 0.000432110",
    "0, EUR, 0.00, 0.000000000"
  })
  void amountsAreRoundedHalfToEvenAndTheRoundingIsShown(
      long nano, String currency, String total, String rounding) {
    InvoiceDocument document = document("home-01", currency, nano);
    assertThat(document.total().toPlainString()).isEqualTo(total);
    assertThat(document.rounding().toPlainString()).isEqualTo(rounding);
  }

  @Property
  void sumRoundingAndTotalFitTogether(
      @ForAll @LongRange(min = -1L << 60, max = 1L << 60) long nano) {
    InvoiceDocument document = document("home-01", "EUR", nano);
    assertThat(document.sum().add(document.rounding())).isEqualByComparingTo(document.total());
    assertThat(document.rounding().abs()).isLessThanOrEqualTo(new BigDecimal("0.005"));
  }

  @Test
  void itSaysWhoPays() {
    assertThat(document("home-01", "EUR", 2_500_000_000L).sentence())
        .isEqualTo("The market pays home-01 EUR 2.50.");
    assertThat(document("home-01", "EUR", -2_500_000_000L).sentence())
        .isEqualTo("home-01 pays the market EUR 2.50.");
    assertThat(document("home-01", "EUR", -1).sentence()).isEqualTo("Nothing is to be paid.");
  }

  @Test
  void whatIsPaidOrTakenBackIsNotAskedForAgain() {
    assertThat(become("PAID", "bank-1", "").sentence())
        .isEqualTo("home-01 has paid the market EUR 2.50.");
    assertThat(become("REVERSED", "", "").sentence())
        .isEqualTo("This invoice was taken back: nothing is to be paid.");
    InvoiceDocument back = become("REVERSED", "bank-1", "bank-2");
    assertThat(back.sentence())
        .isEqualTo(
            "This invoice was taken back: nothing is to be paid, and EUR 2.50 that were paid are"
                + " given back.");
    assertThat(html(back)).contains("Paid by payment", "bank-1", "Given back by payment", "bank-2");
  }

  @Test
  void rowsThatRestOnEnergyThatWasNotReadAreMarked() throws IOException {
    List<SettlementBatch> stretch = stretch("home-01", -3, -4);
    InvoiceDocument document =
        InvoiceDocument.of(
            "EUR",
            issued("home-01", -7, 2),
            stretch,
            lines("home-01", stretch, Quality.ACTUAL, Quality.ESTIMATED));
    assertThat(document.rows())
        .extracting(InvoiceDocument.Row::quality)
        .containsExactly(Quality.ACTUAL, Quality.ESTIMATED);
    assertThat(html(document))
        .contains("<td>measured</td>", "<td>estimated</td>", "1 of the rows rest on energy");
    assertThat(text(InvoicePdf.write(document)))
        .contains("measured", "estimated", "1 of the rows rest on energy");
    JsonNode json = new ObjectMapper().readTree(InvoiceJson.write(document));
    assertThat(json.at("/rows/1/quality").asText()).isEqualTo("ESTIMATED");
    assertThat(html(document("home-01", "EUR", 5))).doesNotContain("of the rows rest");
  }

  @Test
  void itSaysWhatItIsForAndOfWhen() throws IOException {
    List<SettlementBatch> stretch = stretch("home-01", -3_000_000_000L, -4_000_000_000L);
    InvoiceDocument document =
        InvoiceDocument.of(
            "EUR",
            issued("home-01", -7_000_000_000L, 2),
            stretch,
            lines("home-01", stretch, Quality.ACTUAL, Quality.ACTUAL));
    assertThat(html(document))
        .contains(
            "<th scope=\"row\">rest from the supplier</th><td class=\"amount\">0.500</td>"
                + "<td class=\"amount\">-7.000000000</td>")
        .contains("2022-08-02T07:00:00Z to 2022-08-02T07:30:00Z");
    assertThat(text(InvoicePdf.write(document)))
        .contains("What it is for", "rest from the supplier", "0.500");
    JsonNode item = new ObjectMapper().readTree(InvoiceJson.write(document)).at("/items/0");
    assertThat(item.path("kind").asText()).isEqualTo("RESIDUAL_WITHDRAWAL");
    assertThat(item.path("energyWh").asLong()).isEqualTo(500);
    assertThat(item.path("amount").asText()).isEqualTo("-7.000000000");
  }

  @Test
  void linesOfOtherAmountsThanThePostingsAreRefused() {
    List<SettlementBatch> stretch = stretch("home-01", 3);
    InvoiceLines others = lines("home-01", stretch("home-01", 4), Quality.ACTUAL);
    assertThatThrownBy(() -> InvoiceDocument.of("EUR", issued("home-01", 3, 1), stretch, others))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("log's lines");
  }

  private static InvoiceDocument become(String status, String payment, String reimbursement) {
    InvoiceDocument open = document("home-01", "EUR", -2_500_000_000L);
    return new InvoiceDocument(
        open.unit(),
        new InvoiceLedger.Issued(
            open.issued().invoice(), status, payment, reimbursement, 0, "tx-1"),
        open.items(),
        0,
        open.rows());
  }

  @Test
  void whatTheBatchesDoNotGiveIsRefused() {
    InvoiceLedger.Issued issued = issued("home-01", 7, 2);
    List<SettlementBatch> stretch = stretch("home-01", 3, 4);
    assertThat(of(issued, stretch).rows()).hasSize(2);
    assertThatThrownBy(() -> of(issued, stretch.subList(0, 1))).isInstanceOf(UserError.class);
    assertThatThrownBy(() -> of(issued, stretch("home-01", 3, 5))).isInstanceOf(UserError.class);
  }

  /** As the API answers it. */
  @Test
  void aCurrencyWithoutAMinorUnitIsPaidToTheLastDigit() {
    for (String currency : List.of("ABC", "XAU")) {
      InvoiceDocument document = document("home-01", currency, -1_005_000_001L);
      assertThat(document.total().toPlainString()).isEqualTo("-1.005000001");
      assertThat(document.rounding()).isZero();
      assertThat(document.sentence())
          .isEqualTo("home-01 pays the market " + currency + " 1.005000001.");
    }
  }

  @Test
  void jsonHasTheExactAmounts() throws IOException {
    byte[] json = InvoiceJson.write(document("home-01", "EUR", -1_005_000_000L));
    JsonNode root = new ObjectMapper().readTree(json);
    assertThat(root.path("kind").asText()).isEqualTo("commonwatt-invoice-1");
    assertThat(root.at("/rows/0/amount").asText()).isEqualTo("-1.005000000");
    assertThat(root.at("/rows/0/run").asText()).isEqualTo("initial");
    assertThat(root.path("sum").asText()).isEqualTo("-1.005000000");
    assertThat(root.path("rounding").asText()).isEqualTo("0.005000000");
    assertThat(root.path("total").asText()).isEqualTo("-1.00");
  }

  @Test
  void thePageIsReadableAndHasWhatTheInvoiceHas() {
    String page = html(document("home-01", "EUR", -1_005_000_000L));
    assertThat(page)
        .startsWith("<!DOCTYPE html>")
        .contains("<html lang=\"en\">", "<title>Invoice 1</title>", "<caption>", "scope=\"col\"")
        .contains("home-01 pays the market EUR 1.00.", "2022-08-02T07:00:00Z")
        .contains(">-1.005000000<", "half to even", ">0.005000000<", ">-1.00<")
        .doesNotContain("<script", "http");
  }

  @Test
  void aHostileNameIsNothingButText() {
    String page = html(document(HOSTILE, "EUR", 5));
    assertThat(page).doesNotContain("<script", "alert('", "\u0007");
    assertThat(page).contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;\uFFFD");
  }

  @Test
  void thePdfsTextCanBeReadBack() throws IOException {
    String text = text(InvoicePdf.write(document("home-01", "EUR", -1_005_000_000L)));
    assertThat(text)
        .contains("Invoice 1", "home-01 pays the market EUR 1.00.", "2022-08-02T07:00:00Z")
        .contains("-1.005000000", "half to even", "0.005000000", "-1.00", "ISSUED");
    assertThat(text(InvoicePdf.write(document(HOSTILE, "EUR", 5)))).contains("<script>");
  }

  @Test
  void aLongInvoiceGoesOnOverPagesWithItsHead() throws IOException {
    long[] amounts = new long[200];
    Arrays.fill(amounts, 1_000_000_000L);
    InvoiceDocument document =
        of(issued("home-01", 200_000_000_000L, 200), stretch("home-01", amounts));
    try (PdfReader reader = new PdfReader(InvoicePdf.write(document))) {
      assertThat(reader.getNumberOfPages()).isGreaterThan(2);
      assertThat(new PdfTextExtractor(reader).getTextFromPage(2)).contains("Slot (UTC)");
      assertThat(new PdfTextExtractor(reader).getTextFromPage(reader.getNumberOfPages()))
          .contains("200.00");
    }
  }

  @Test
  void theSameInvoiceGivesTheSameBytes() throws InterruptedException {
    byte[] first = InvoicePdf.write(document("home-01", "EUR", 5));
    Thread.sleep(1_100); // a PDF's times are in seconds
    assertThat(InvoicePdf.write(document("home-01", "EUR", 5))).isEqualTo(first);
    assertThat(InvoicePdf.write(document("home-02", "EUR", 5))).isNotEqualTo(first);
    assertThat(InvoiceHtml.write(document("home-01", "EUR", 5)))
        .isEqualTo(InvoiceHtml.write(document("home-01", "EUR", 5)));
  }

  private static String html(InvoiceDocument document) {
    return new String(InvoiceHtml.write(document), StandardCharsets.UTF_8);
  }

  private static String text(byte[] pdf) throws IOException {
    try (PdfReader reader = new PdfReader(pdf)) {
      return new PdfTextExtractor(reader).getTextFromPage(1);
    }
  }

  private static InvoiceDocument document(String participant, String currency, long nano) {
    InvoiceLedger.Issued issued = issued(participant, nano, 1);
    if (participant.equals(HOSTILE)) { // no log has it
      InvoiceDocument.Row row =
          new InvoiceDocument.Row(Instant.EPOCH, 15, HOSTILE, Quality.ACTUAL, false, nano);
      return new InvoiceDocument(MinorUnit.ofAny(currency), issued, List.of(), 0, List.of(row));
    }
    List<SettlementBatch> stretch = stretch(participant, nano);
    return InvoiceDocument.of(
        currency, issued, stretch, lines(participant, stretch, Quality.ACTUAL));
  }

  private static InvoiceDocument of(InvoiceLedger.Issued issued, List<SettlementBatch> stretch) {
    Quality[] actual = new Quality[stretch.size()];
    Arrays.fill(actual, Quality.ACTUAL);
    return InvoiceDocument.of(
        "EUR", issued, stretch, lines(issued.invoice().participant(), stretch, actual));
  }

  /** The lines of a log in which each batch settles 250 Wh with the supplier. */
  private static InvoiceLines lines(
      String participant, List<SettlementBatch> stretch, Quality... qualities) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < stretch.size(); i++) {
      SettlementBatch batch = stretch.get(i);
      events.add(
          new Event.PositionRecorded(
              new MeteredPosition(participant, batch.slot(), 1, 250, 0, qualities[i])));
      BillLine line =
          new BillLine(
              participant,
              batch.slot(),
              BillLine.Kind.RESIDUAL_WITHDRAWAL,
              "supplier",
              0,
              250,
              1,
              batch.postings().get(0).amountNano(),
              Hash.ZERO);
      events.add(new Event.SlotSettled(batch, List.of(line)));
    }
    List<StoredRecord> records = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      byte[] event =
          EventCodec.encodeEvent(new EventEnvelope(i, 0, 0, 1, i + 1, Hash.ZERO, events.get(i)));
      records.add(new StoredRecord(i, EventCodec.encodeFrame("m", List.of(event))));
    }
    List<String> ids = stretch.stream().map(SettlementBatch::batchId).toList();
    return InvoiceLines.read(records, Keyring.NONE, participant, ids);
  }

  private static InvoiceLedger.Issued issued(String participant, long nano, int batches) {
    Invoice invoice =
        new Invoice("m", 1, participant, Hash.ZERO, Hash.ZERO, batches, Hash.ZERO, nano, 0);
    return new InvoiceLedger.Issued(invoice, "ISSUED", "", "", 0, "tx-1");
  }

  private static List<SettlementBatch> stretch(String participant, long... nano) {
    List<SettlementBatch> stretch = new ArrayList<>();
    for (long one : nano) {
      Posting own = new Posting(participant, one);
      Posting other = new Posting("supplier", -one);
      SampleBatches batches = new SampleBatches("m");
      stretch.add(batches.batch(stretch.size(), Hash.ZERO, own, other));
    }
    return stretch;
  }
}
