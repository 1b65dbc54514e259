package org.commonwatt.chaincode.invoices.rules;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.commonwatt.chaincode.settlement.rules.Fields;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.chaincode.settlement.rules.RefusalCode;
import org.commonwatt.chaincode.settlement.rules.State;
import org.commonwatt.chaincode.settlement.rules.StateKey;
import org.commonwatt.chaincode.settlement.rules.WaysToPay;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Ids;
import org.commonwatt.model.Invoice;
import org.jspecify.annotations.Nullable;

/**
 * The invoices contract's functions over a {@link State}: an invoice is what its batches give, no
 * batch is invoiced twice, no payment counts twice, and what was paid is given back at most once.
 */
public final class Invoices {
  /** The event of an invoice that was issued, paid or reversed. */
  public static final String INVOICE_CHANGED = "InvoiceChanged";

  private final State state;

  /** Invoices on a state, for one transaction. */
  public Invoices(State state) {
    this.state = state;
  }

  /**
   * Issues an invoice, once. This and the other changes only for a submitter of the exchange.
   *
   * @param json canonical JSON of the invoice
   * @return the invoice as {@link #get} shows it
   * @throws Refusal with the first code that applies, in the order of {@link RefusalCode}
   */
  public String issue(String json) {
    state.caller().requireMayPost();
    Invoice invoice = InvoiceText.read(json);
    WaysToPay.requireInvoices(invoice.market(), state);
    StateKey last = WaysToPay.invoices(invoice.market());
    @Nullable String number = state.get(last);
    long expected = number == null ? 1 : Long.parseLong(number) + 1;
    if (invoice.number() != expected) {
      throw new Refusal(RefusalCode.WRONG_NUMBER, "number must be " + expected);
    }
    @Nullable Hash end = null;
    if (invoice.replaces() == 0) {
      continueStretch(invoice);
    } else {
      end = replace(invoice);
    }
    Stretch.requireGives(invoice, end, state);
    state.put(last, Long.toString(invoice.number()));
    return put(invoice, Issued.of(json, state.transactionId()));
  }

  private void continueStretch(Invoice invoice) {
    StateKey key = new StateKey("invoiced", List.of(invoice.market(), invoice.participant()));
    @Nullable String end = state.get(key);
    String expected = end == null ? Hash.ZERO.hex() : end;
    if (!invoice.after().hex().equals(expected)) {
      throw new Refusal(
          RefusalCode.WRONG_STRETCH,
          "after must be " + expected + ", where what " + invoice.participant() + " was sent ends");
    }
    state.put(key, invoice.to().hex());
  }

  /**
   * Invoices that replace one stand in a row from its beginning on, for it may be of more batches
   * than one may be of today.
   *
   * @return where the replaced one ends
   */
  private Hash replace(Invoice invoice) {
    Issued old = stored(invoice.market(), Long.toString(invoice.replaces()));
    Invoice before = old.invoice();
    Hash after =
        old.replacedBy() == 0
            ? before.after()
            : stored(invoice.market(), Long.toString(old.replacedBy())).invoice().to();
    if (old.status() != Issued.Status.REVERSED || after.equals(before.to())) {
      throw new Refusal(
          RefusalCode.WRONG_STATUS,
          "invoice " + invoice.replaces() + " is not reversed, or was replaced already");
    }
    if (!before.participant().equals(invoice.participant()) || !after.equals(invoice.after())) {
      throw new Refusal(
          RefusalCode.WRONG_STRETCH,
          "participant must be that of invoice %d, and after %s, up to where it was replaced"
              .formatted(invoice.replaces(), after));
    }
    state.put(key(before), old.replaced(invoice.number()).write());
    return before.to();
  }

  /**
   * Notes that an invoice was paid, whoever had to pay.
   *
   * @param reference the payment's own id, which no other payment of the market has
   * @return the invoice as {@link #get} shows it
   * @throws Refusal with the first code that applies
   */
  public String pay(String market, String number, String reference) {
    state.caller().requireMayPost();
    id("reference", reference);
    WaysToPay.requireInvoices(id("market", market), state);
    Issued issued = stored(market, number);
    if (issued.status() != Issued.Status.ISSUED) {
      throw new Refusal(
          RefusalCode.WRONG_STATUS, "invoice " + number + " is " + issued.status() + " already");
    }
    use(market, reference, number);
    return put(issued.invoice(), issued.paid(reference));
  }

  /**
   * Takes an invoice back, once.
   *
   * @param reference id of the payment that gives back what was paid; empty for an unpaid one
   * @return the invoice as {@link #get} shows it
   * @throws Refusal with the first code that applies
   */
  public String reverse(String market, String number, String reference) {
    state.caller().requireMayPost();
    if (!reference.isEmpty()) {
      id("reference", reference);
    }
    Issued issued = stored(market, number);
    boolean isPaid = issued.status() == Issued.Status.PAID;
    if (issued.status() == Issued.Status.REVERSED) {
      throw new Refusal(RefusalCode.WRONG_STATUS, "invoice " + number + " is REVERSED already");
    }
    if (isPaid == reference.isEmpty()) {
      throw new Refusal(
          RefusalCode.WRONG_REFERENCE,
          isPaid
              ? "the invoice is paid: name the payment that gives it back"
              : "nothing was paid: name no payment");
    }
    if (isPaid) {
      use(market, reference, number);
    }
    return put(issued.invoice(), issued.reversed(reference));
  }

  /**
   * An invoice: {@code
   * {"invoice":…,"status":…,"payment":…,"reimbursement":…,"replacedBy":…,"transactionId":…}}.
   *
   * @throws Refusal {@code MALFORMED}, {@code INVOICE_NOT_FOUND}
   */
  public String get(String market, String number) {
    return stored(market, number).write();
  }

  /**
   * Every invoice of a market by number, a JSON array.
   *
   * @throws Refusal {@code MALFORMED} when the market is not an id
   */
  public String list(String market) {
    return state.list(new StateKey("invoice", List.of(id("market", market)))).stream()
        .collect(Collectors.joining(",", "[", "]"));
  }

  private void use(String market, String reference, String number) {
    StateKey key = new StateKey("invoice-payment", List.of(market, reference));
    if (state.get(key) != null) {
      throw new Refusal(
          RefusalCode.PAYMENT_USED, "payment " + reference + " stands for another invoice already");
    }
    state.put(key, number);
  }

  private Issued stored(String market, String number) {
    @Nullable String found =
        number.matches("[1-9][0-9]{0,17}")
            ? state.get(key(id("market", market), Long.parseLong(number)))
            : null;
    if (found == null) {
      throw new Refusal(
          RefusalCode.INVOICE_NOT_FOUND, "no invoice " + Fields.quoted(number) + " was issued");
    }
    return Issued.read(found);
  }

  private String put(Invoice invoice, Issued issued) {
    String stored = issued.write();
    state.put(key(invoice), stored);
    state.event(
        INVOICE_CHANGED,
        "{\"market\":\""
            + invoice.market()
            + "\",\"number\":"
            + invoice.number()
            + ",\"status\":\""
            + issued.status()
            + "\"}");
    return stored;
  }

  private static StateKey key(Invoice invoice) {
    return key(invoice.market(), invoice.number());
  }

  /** Numbers have leading zeros in keys, so that keys are in their order. */
  private static StateKey key(String market, long number) {
    return new StateKey("invoice", List.of(market, String.format(Locale.ROOT, "%019d", number)));
  }

  private static String id(String what, String text) {
    if (!Ids.isValid(text)) {
      throw Fields.malformed(
          what, "must be 1 to 64 of A-Z a-z 0-9 . _ - and start with a letter or digit");
    }
    return text;
  }
}
