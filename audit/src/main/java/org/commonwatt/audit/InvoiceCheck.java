package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.commonwatt.ledger.InvoiceJson;
import org.commonwatt.ledger.InvoiceLedger;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Invoice;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes the invoices in the ledger's blocks from the batches that stand there: how many, the
 * root over their bills, and the sum of the account's postings; and that each batch is invoiced
 * once, each payment counts once, and each invoice is given back once.
 */
final class InvoiceCheck {
  private final CollectedOnce collected;
  private final Findings findings;
  private final List<SettlementBatch> batches = new ArrayList<>();
  private final Map<Hash, Integer> places = new HashMap<>();
  private final Map<String, TreeMap<Integer, BigInteger>> sums = new HashMap<>(); // up to a batch
  private final List<Issued> issued = new ArrayList<>();
  private final Map<String, Hash> ends = new HashMap<>();
  private final Set<String> payments = new HashSet<>();

  InvoiceCheck(CollectedOnce collected, Findings findings) {
    this.collected = collected;
    this.findings = findings;
  }

  private static final class Issued {
    private final Invoice invoice;
    private boolean paid;
    private boolean reversed;
    private Hash replacedTo;

    Issued(Invoice invoice) {
      this.invoice = invoice;
      this.replacedTo = invoice.after();
    }
  }

  /** A batch as it is posted, in the order of the blocks. */
  void batch(SettlementBatch batch) {
    places.put(BatchHashes.batch(batch), batches.size());
    for (Posting posting : batch.postings()) {
      TreeMap<Integer, BigInteger> ofAccount =
          sums.computeIfAbsent(posting.account(), first -> new TreeMap<>());
      BigInteger sum = upTo(batches.size(), ofAccount);
      ofAccount.put(batches.size(), sum.add(BigInteger.valueOf(posting.amountNano())));
    }
    batches.add(batch);
  }

  /** The sum of an account's postings in the batches up to a place, that one included. */
  private static BigInteger upTo(int place, TreeMap<Integer, BigInteger> ofAccount) {
    Map.Entry<Integer, BigInteger> last = ofAccount.floorEntry(place);
    return last == null ? BigInteger.ZERO : last.getValue();
  }

  /**
   * Takes a valid transaction of the ledger.
   *
   * @param market id of the market, null when the log activated none
   * @return whether it changes an invoice
   */
  boolean takes(Place place, LedgerTransaction transaction, @Nullable String market) {
    List<String> arguments = transaction.call().arguments();
    if (!transaction.call().contract().equals(InvoiceLedger.CONTRACT) || arguments.isEmpty()) {
      return false;
    }
    try {
      switch (transaction.call().function()) {
        case InvoiceLedger.ISSUE -> issue(place, InvoiceJson.read(arguments.get(0)), market);
        case InvoiceLedger.PAY -> pay(place, arguments.get(1), arguments.get(2));
        case InvoiceLedger.REVERSE -> reverse(place, arguments.get(1), arguments.get(2));
        default -> {
          return false;
        }
      }
      return true;
    } catch (LedgerException
        | IllegalArgumentException
        | ArithmeticException
        | IndexOutOfBoundsException e) {
      return false; // the caller reports it: a call that no change can be read from
    }
  }

  private void issue(Place place, Invoice found, @Nullable String market) {
    Hash after = ends.getOrDefault(found.participant(), Hash.ZERO);
    if (found.replaces() != 0) {
      Issued old = issued.get(Math.toIntExact(found.replaces() - 1));
      require(
          place,
          old.reversed && !old.replacedTo.equals(old.invoice.to()),
          "a reversed invoice",
          found.replaces());
      require(
          place,
          old.invoice.participant().equals(found.participant())
              && places.getOrDefault(found.to(), -1)
                  <= places.getOrDefault(old.invoice.to(), batches.size()),
          "a stretch within that of invoice " + found.replaces(),
          found);
      after = old.replacedTo;
      old.replacedTo = found.to();
    } else {
      ends.put(found.participant(), found.to());
    }
    int from = after.equals(Hash.ZERO) ? 0 : places.getOrDefault(after, batches.size()) + 1;
    int to = places.getOrDefault(found.to(), -1);
    List<Hash> roots = new ArrayList<>();
    for (int i = from; i <= to; i++) {
      roots.add(MerkleRoot.leaf(batches.get(i).billRoot().bytes()));
    }
    TreeMap<Integer, BigInteger> own = sums.getOrDefault(found.participant(), new TreeMap<>());
    BigInteger sum =
        roots.isEmpty() ? BigInteger.ZERO : upTo(to, own).subtract(upTo(from - 1, own));
    require(place, !roots.isEmpty(), "batches that are on the ledger", found);
    findings.compare(
        FindingCode.INVOICE_DIFFERS,
        place,
        new Invoice(
            market == null ? found.market() : market,
            issued.size() + 1,
            found.participant(),
            after,
            found.to(),
            roots.size(),
            roots.isEmpty() ? Hash.ZERO : MerkleRoot.ofHashes(roots),
            sum.bitLength() < Long.SIZE ? sum.longValue() : 0,
            found.replaces()),
        found);
    issued.add(new Issued(found));
    collected.byInvoice(place, found.market());
  }

  private void pay(Place place, String number, String reference) {
    Issued one = issued.get(Integer.parseInt(number) - 1);
    require(place, !one.paid && !one.reversed, "an open invoice", number);
    require(place, payments.add(reference), "a payment that was not used", reference);
    one.paid = true;
  }

  private void reverse(Place place, String number, String reference) {
    Issued one = issued.get(Integer.parseInt(number) - 1);
    require(place, !one.reversed, "an invoice that was not reversed", number);
    require(place, one.paid != reference.isEmpty(), "a payment back of what was paid", reference);
    require(
        place,
        reference.isEmpty() || payments.add(reference),
        "a payment that was not used",
        reference);
    one.reversed = true;
  }

  private void require(Place place, boolean holds, String expected, Object found) {
    if (!holds) {
      findings.add(FindingCode.INVOICE_DIFFERS, place, "expected " + expected + ", found " + found);
    }
  }
}
