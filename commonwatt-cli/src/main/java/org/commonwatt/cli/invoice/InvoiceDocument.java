package org.commonwatt.cli.invoice;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.commonwatt.cli.UserError;
import org.commonwatt.ledger.InvoiceLedger;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Invoice;
import org.commonwatt.model.MinorUnit;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Quality;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/**
 * An invoice of the ledger as a document: what its batches post to the account, what that is for,
 * and what it comes to in the currency's minor unit. It follows from the ledger, the log and the
 * currency of the community file alone, so everybody who has them makes the same.
 *
 * @param unit what is paid in; of a currency without a minor unit its nano-currency
 * @param issued the invoice, and what became of it
 * @param items what the amount is for, by kind of line
 * @param erased how many lines are in no item, as their key was erased
 * @param rows one for each batch that posts to the account, in the chain's order
 */
public record InvoiceDocument(
    MinorUnit unit,
    InvoiceLedger.Issued issued,
    List<InvoiceLines.Item> items,
    long erased,
    List<Row> rows) {
  private static final int WH_DIGITS = 3; // of a kWh

  /** Copies the lists. */
  public InvoiceDocument {
    items = List.copyOf(items);
    rows = List.copyOf(rows);
  }

  /**
   * What a batch posts to the account.
   *
   * @param slotStart start of the delivery slot, UTC
   * @param minutes the slot's length
   * @param run {@code initial}, {@code revised-N}, {@code final} or {@code corrected-N}
   * @param quality the worst of the positions that it rests on; null when it rests on none
   * @param forGood whether the invoice's batches have the final run of the slot
   * @param amountNano nano-currency; positive when the participant is owed
   */
  public record Row(
      Instant slotStart,
      int minutes,
      String run,
      @Nullable Quality quality,
      boolean forGood,
      long amountNano) {
    /** Whether energy in it was not read from a meter. */
    boolean isMade() {
      return quality != null && quality.isEstimate();
    }

    /** Whether no run can settle it otherwise. */
    boolean stays() {
      return forGood || quality == Quality.FINAL;
    }
  }

  /**
   * The document of an invoice.
   *
   * @param currency that of the market; an ISO 4217 code has a minor unit
   * @param stretch the batches of the invoice, in the chain's order
   * @param lines the participant's lines in these batches
   * @throws UserError when batches or lines do not give the invoice's amount
   */
  public static InvoiceDocument of(
      String currency,
      InvoiceLedger.Issued issued,
      List<SettlementBatch> stretch,
      InvoiceLines lines) {
    Invoice invoice = issued.invoice();
    Set<DeliverySlot> ended =
        stretch.stream()
            .filter(one -> run(one).equals("final"))
            .map(SettlementBatch::slot)
            .collect(Collectors.toSet());
    List<Row> rows = new ArrayList<>();
    BigInteger sum = BigInteger.ZERO;
    for (SettlementBatch batch : stretch) {
      InvoiceLines.OfBatch own = lines.of(batch.batchId());
      BigInteger posted = BigInteger.ZERO;
      for (Posting posting : batch.postings()) {
        if (posting.account().equals(invoice.participant())) {
          posted = BigInteger.valueOf(posting.amountNano());
          rows.add(
              new Row(
                  Instant.ofEpochMilli(batch.slot().startMillis()),
                  batch.slot().minutes(),
                  run(batch),
                  own.quality(),
                  ended.contains(batch.slot()),
                  posting.amountNano()));
        }
      }
      sum = sum.add(posted);
      require(own.erased() > 0 || own.amountNano().equals(posted), "log's lines", invoice);
    }
    boolean adds =
        stretch.size() == invoice.batches() && sum.equals(BigInteger.valueOf(invoice.amountNano()));
    require(adds, "ledger's batches", invoice);
    return new InvoiceDocument(
        MinorUnit.ofAny(currency), issued, lines.items(), lines.erased(), rows);
  }

  private static String run(SettlementBatch batch) {
    return batch.batchId().substring(batch.batchId().lastIndexOf('.') + 1);
  }

  private static void require(boolean holds, String what, Invoice invoice) {
    if (!holds) {
      throw new UserError(
          "the %s do not give invoice %d: `commonwatt audit verify` says where"
              .formatted(what, invoice.number()));
    }
  }

  /** What the batches come to, to the last digit; positive when the participant is owed. */
  public BigDecimal sum() {
    return MinorUnit.exact(issued.invoice().amountNano());
  }

  /** The same in the currency's minor unit, rounded half to even. */
  public BigDecimal total() {
    return unit.total(issued.invoice().amountNano());
  }

  /** What rounding adds to the sum. */
  public BigDecimal rounding() {
    return unit.rounding(issued.invoice().amountNano());
  }

  /** The currency's code. */
  public String currency() {
    return unit.currency();
  }

  /** What is to be paid by whom, as a sentence. */
  public String sentence() {
    String amount = currency() + " " + total().abs().toPlainString();
    String who = issued.invoice().participant();
    boolean owed = total().signum() > 0;
    boolean paid = !issued.payment().isEmpty();
    return switch (issued.status()) {
      case "PAID" ->
          (owed ? "The market has paid " + who : who + " has paid the market") + " " + amount + ".";
      case "REVERSED" ->
          "This invoice was taken back: nothing is to be paid"
              + (paid ? ", and " + amount + " that were paid are given back." : ".");
      default ->
          total().signum() == 0
              ? "Nothing is to be paid."
              : (owed ? "The market pays " + who : who + " pays the market") + " " + amount + ".";
    };
  }

  /** The fields above the table: name and value. */
  List<List<String>> fields() {
    Invoice invoice = issued.invoice();
    List<List<String>> fields = new ArrayList<>();
    fields.add(List.of("Market", invoice.market()));
    fields.add(List.of("Participant", invoice.participant()));
    if (!rows.isEmpty()) {
      fields.add(List.of("Slots (UTC)", period()));
    }
    fields.add(List.of("Status", issued.status()));
    if (!issued.payment().isEmpty()) {
      fields.add(List.of("Paid by payment", issued.payment()));
    }
    if (!issued.reimbursement().isEmpty()) {
      fields.add(List.of("Given back by payment", issued.reimbursement()));
    }
    if (invoice.replaces() != 0) {
      fields.add(List.of("Replaces invoice", Long.toString(invoice.replaces())));
    }
    if (issued.replacedBy() != 0) {
      fields.add(List.of("Replaced by invoice", Long.toString(issued.replacedBy())));
    }
    fields.add(List.of("Batches", Integer.toString(invoice.batches())));
    fields.add(List.of("Last batch", invoice.to().hex()));
    fields.add(List.of("Root of the bills", invoice.linesRoot().hex()));
    fields.add(List.of("Transaction", issued.transactionId()));
    return fields;
  }

  /** From the first slot to the end of the last one. */
  private String period() {
    Instant from = rows.stream().map(Row::slotStart).min(Instant::compareTo).orElseThrow();
    Instant to =
        rows.stream()
            .map(row -> row.slotStart().plusSeconds(row.minutes() * 60L))
            .max(Instant::compareTo)
            .orElseThrow();
    return from + " to " + to;
  }

  /** What is told of the readings behind a row. */
  static String readings(Row row) {
    return row.quality() == null ? "" : Words.of(row.quality());
  }

  /** What it is for: kind, energy in kWh, amount. */
  List<List<String>> itemTexts() {
    return items.stream()
        .map(
            item ->
                List.of(
                    Words.of(item.kind()),
                    BigDecimal.valueOf(item.energyWh(), WH_DIGITS).toPlainString(),
                    MinorUnit.exact(item.amountNano()).toPlainString()))
        .toList();
  }

  /** What stands below the table, empty when nothing must be said. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    long made = rows.stream().filter(row -> row.isMade() && !row.stays()).count();
    if (made > 0) {
      notes.add(
          made
              + " of the rows rest on energy that was not read from the meter. A later run settles"
              + " what is read, if it comes in time.");
    }
    long staying = rows.stream().filter(row -> row.isMade() && row.stays()).count();
    if (staying > 0) {
      notes.add(
          staying
              + " of the rows rest on energy that was not read from the meter, for good: what is"
              + " wrong in them can be disputed, while the market's rules permit it.");
    }
    if (erased > 0) {
      notes.add(
          erased
              + " lines were erased: they are in the rows and the sum, and not in what it is for.");
    }
    return notes;
  }

  /** The last rows of the table: name and amount. */
  List<List<String>> totals() {
    return List.of(
        List.of("Sum", sum().toPlainString()),
        List.of("Rounding to the minor unit, half to even", rounding().toPlainString()),
        List.of("Total in " + currency(), total().toPlainString()));
  }
}
