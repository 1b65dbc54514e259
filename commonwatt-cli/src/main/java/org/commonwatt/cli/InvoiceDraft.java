package org.commonwatt.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.core.settlement.MerkleTree;
import org.commonwatt.core.settlement.SettlementHashes;
import org.commonwatt.ledger.InvoiceLedger;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Invoice;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;

/**
 * Makes invoices of what stands on a ledger.
 *
 * @param market id of the market
 * @param batches all batches of the market, in any order
 * @param issued all invoices of the market, by number
 */
record InvoiceDraft(
    String market, List<SettlementBatch> batches, List<InvoiceLedger.Issued> issued) {

  /**
   * The next invoice of a participant: all batches that it was not sent yet, or the first {@value
   * InvoiceLedger#MOST_BATCHES} of them.
   *
   * @throws UserError when there are none
   */
  Invoice next(String participant) {
    Hash after = Hash.ZERO;
    for (InvoiceLedger.Issued one : issued) {
      if (one.invoice().participant().equals(participant) && one.invoice().replaces() == 0) {
        after = one.invoice().to();
      }
    }
    List<SettlementBatch> stretch = behind(after);
    if (stretch.isEmpty()) {
      throw new UserError(participant + " was sent invoices for all batches on the ledger");
    }
    return invoice(participant, after, stretch, 0);
  }

  /**
   * The invoice that stands for a reversed one: the same stretch, computed anew, or the first
   * {@value InvoiceLedger#MOST_BATCHES} batches of it that none stands for yet.
   *
   * @throws UserError when there is no such invoice, or nothing of it is left
   */
  Invoice replacement(long number) {
    InvoiceLedger.Issued issued = issued(number);
    Invoice old = issued.invoice();
    Hash after =
        issued.replacedBy() == 0 ? old.after() : issued(issued.replacedBy()).invoice().to();
    if (after.equals(old.to())) {
      throw new UserError("invoice " + number + " was replaced already");
    }
    return invoice(old.participant(), after, stretch(number, after, old.to()), number);
  }

  /**
   * An invoice by its number.
   *
   * @throws UserError when there is none
   */
  InvoiceLedger.Issued issued(long number) {
    return issued.stream()
        .filter(one -> one.invoice().number() == number)
        .findFirst()
        .orElseThrow(() -> new UserError("no invoice " + number + " was issued"));
  }

  /**
   * The batches of an invoice, in the order of their chain.
   *
   * @throws UserError when they are not on the ledger
   */
  List<SettlementBatch> stretch(Invoice invoice) {
    return stretch(invoice.number(), invoice.after(), invoice.to());
  }

  private List<SettlementBatch> stretch(long number, Hash after, Hash to) {
    List<SettlementBatch> stretch = new ArrayList<>();
    for (SettlementBatch batch : behind(after)) {
      stretch.add(batch);
      if (SettlementHashes.batch(batch).equals(to)) {
        return stretch;
      }
    }
    throw new UserError("the batches of invoice " + number + " are not on the ledger");
  }

  /** Of the first batches that one may be of. */
  private Invoice invoice(
      String participant, Hash after, List<SettlementBatch> wanted, long replaces) {
    List<SettlementBatch> stretch =
        wanted.subList(0, Math.min(wanted.size(), InvoiceLedger.MOST_BATCHES));
    long amountNano = 0;
    for (SettlementBatch batch : stretch) {
      for (Posting posting : batch.postings()) {
        if (posting.account().equals(participant)) {
          amountNano = Math.addExact(amountNano, posting.amountNano());
        }
      }
    }
    return new Invoice(
        market,
        issued.size() + 1L,
        participant,
        after,
        SettlementHashes.batch(stretch.get(stretch.size() - 1)),
        stretch.size(),
        MerkleTree.root(stretch.stream().map(batch -> batch.billRoot().bytes()).toList()),
        amountNano,
        replaces);
  }

  /** The batches behind one, in the order of their chain. */
  private List<SettlementBatch> behind(Hash after) {
    Map<Hash, SettlementBatch> byPredecessor = new HashMap<>();
    batches.forEach(batch -> byPredecessor.put(batch.predecessor(), batch));
    List<SettlementBatch> found = new ArrayList<>();
    SettlementBatch next = byPredecessor.get(after);
    while (next != null) {
      found.add(next);
      next = byPredecessor.get(SettlementHashes.batch(next));
    }
    return found;
  }
}
