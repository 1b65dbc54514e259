package org.commonwatt.cli.invoice;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.cli.UserError;
import org.commonwatt.ledger.InvoiceLedger;
import org.commonwatt.model.Invoice;
import org.commonwatt.model.MinorUnit;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;

/**
 * An invoice of the ledger as a document: what its batches post to the account, and what that comes
 * to in the currency's minor unit. It follows from the ledger and the currency of the community
 * file alone, so everybody who has both makes the same.
 *
 * @param unit what is paid in; of a currency without a minor unit its nano-currency
 * @param issued the invoice, and what became of it
 * @param rows one for each batch that posts to the account, in the chain's order
 */
public record InvoiceDocument(MinorUnit unit, InvoiceLedger.Issued issued, List<Row> rows) {
  /** Copies the rows. */
  public InvoiceDocument {
    rows = List.copyOf(rows);
  }

  /**
   * What a batch posts to the account.
   *
   * @param slotStart start of the delivery slot, UTC
   * @param minutes the slot's length
   * @param run {@code initial}, {@code revised-N} or {@code final}
   * @param amountNano nano-currency; positive when the participant is owed
   */
  public record Row(Instant slotStart, int minutes, String run, long amountNano) {}

  /**
   * The document of an invoice.
   *
   * @param currency that of the market; an ISO 4217 code has a minor unit
   * @param stretch the batches of the invoice, in the chain's order
   * @throws UserError when the batches do not give the invoice's amount
   */
  public static InvoiceDocument of(
      String currency, InvoiceLedger.Issued issued, List<SettlementBatch> stretch) {
    Invoice invoice = issued.invoice();
    List<Row> rows = new ArrayList<>();
    BigInteger sum = BigInteger.ZERO;
    for (SettlementBatch batch : stretch) {
      for (Posting posting : batch.postings()) {
        if (posting.account().equals(invoice.participant())) {
          sum = sum.add(BigInteger.valueOf(posting.amountNano()));
          rows.add(
              new Row(
                  Instant.ofEpochMilli(batch.slot().startMillis()),
                  batch.slot().minutes(),
                  batch.batchId().substring(batch.batchId().lastIndexOf('.') + 1),
                  posting.amountNano()));
        }
      }
    }
    if (stretch.size() != invoice.batches()
        || !sum.equals(BigInteger.valueOf(invoice.amountNano()))) {
      throw new UserError(
          "the ledger's batches do not give invoice "
              + invoice.number()
              + ": `commonwatt audit verify` says where");
    }
    return new InvoiceDocument(MinorUnit.ofAny(currency), issued, rows);
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
    return switch (total().signum()) {
      case 1 -> "The market pays " + who + " " + amount + ".";
      case -1 -> who + " pays the market " + amount + ".";
      default -> "Nothing is to be paid.";
    };
  }

  /** The fields above the table: name and value. */
  List<List<String>> fields() {
    Invoice invoice = issued.invoice();
    List<List<String>> fields = new ArrayList<>();
    fields.add(List.of("Market", invoice.market()));
    fields.add(List.of("Participant", invoice.participant()));
    fields.add(List.of("Status", issued.status()));
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

  /** The last rows of the table: name and amount. */
  List<List<String>> totals() {
    return List.of(
        List.of("Sum", sum().toPlainString()),
        List.of("Rounding to the minor unit, half to even", rounding().toPlainString()),
        List.of("Total in " + currency(), total().toPlainString()));
  }
}
