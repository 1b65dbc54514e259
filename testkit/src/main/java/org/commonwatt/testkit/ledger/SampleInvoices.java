package org.commonwatt.testkit.ledger;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Invoice;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;

/**
 * Invoices over batches that stand on a ledger.
 *
 * @param batches all batches of a market, in the order of their chain
 * @param hashes those of the batches
 */
public record SampleInvoices(List<SettlementBatch> batches, List<Hash> hashes) {

  /** Posts batches, in each of which {@code home-01} pays {@code home-02} the slot's number. */
  public static SampleInvoices posted(Ledger ledger, String market, int count) {
    SampleBatches samples = new SampleBatches(market).registered(ledger);
    List<SettlementBatch> batches = new ArrayList<>();
    List<Hash> hashes = new ArrayList<>();
    Hash last = Hash.ZERO;
    for (int i = 0; i < count; i++) {
      SettlementBatch batch = samples.payment(i, last, i + 1);
      SubmitOutcome outcome = new SettlementLedger(ledger).post(batch);
      if (!(outcome instanceof SubmitOutcome.Committed committed)) {
        throw new IllegalStateException("the batch was not posted: " + outcome);
      }
      last = new Hash(committed.result());
      batches.add(batch);
      hashes.add(last);
    }
    return new SampleInvoices(batches, hashes);
  }

  /**
   * The invoice of a stretch.
   *
   * @param after how many batches of the market stand before it
   * @param to how many stand before its end
   */
  public Invoice invoice(long number, String participant, int after, int to, long replaces) {
    List<SettlementBatch> stretch = batches.subList(after, to);
    long amountNano =
        stretch.stream()
            .flatMap(batch -> batch.postings().stream())
            .filter(posting -> posting.account().equals(participant))
            .mapToLong(Posting::amountNano)
            .sum();
    return new Invoice(
        stretch.get(0).market(),
        number,
        participant,
        after == 0 ? Hash.ZERO : hashes.get(after - 1),
        hashes.get(to - 1),
        stretch.size(),
        root(stretch),
        amountNano,
        replaces);
  }

  /** RFC 6962's tree head over the bills' roots, level by level. */
  private static Hash root(List<SettlementBatch> stretch) {
    List<Hash> level = new ArrayList<>();
    stretch.forEach(batch -> level.add(hash(0, batch.billRoot())));
    while (level.size() > 1) {
      List<Hash> above = new ArrayList<>();
      for (int i = 0; i + 1 < level.size(); i += 2) {
        above.add(hash(1, level.get(i), level.get(i + 1)));
      }
      if (level.size() % 2 == 1) {
        above.add(level.get(level.size() - 1));
      }
      level.clear();
      level.addAll(above);
    }
    return level.get(0);
  }

  private static Hash hash(int kind, Hash... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(kind);
    for (Hash part : parts) {
      bytes.writeBytes(part.bytes());
    }
    return Hash.of(bytes.toByteArray());
  }
}
