package org.commonwatt.chaincode.invoices.rules;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import org.commonwatt.chaincode.settlement.rules.BatchIndex;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.chaincode.settlement.rules.RefusalCode;
import org.commonwatt.chaincode.settlement.rules.State;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Invoice;
import org.jspecify.annotations.Nullable;

/** What the batches of an invoice give, read back along their chain from the last one. */
final class Stretch {
  /** Each batch is two reads, and each read a round trip to the peer. */
  static final int MOST = 1_000;

  private final Deque<Hash> roots = new ArrayDeque<>();
  private BigInteger sum = BigInteger.ZERO;

  private Stretch() {}

  /**
   * Refuses an invoice that states something else than its batches give.
   *
   * @param last hash of the batch that it must not go beyond, null for none
   * @throws Refusal {@code TOO_MANY_BATCHES}, {@code BATCH_NOT_INDEXED} or {@code INVOICE_DIFFERS}
   */
  static void requireGives(Invoice invoice, @Nullable Hash last, State state) {
    if (invoice.batches() > MOST) {
      throw new Refusal(
          RefusalCode.TOO_MANY_BATCHES,
          "batches must be at most "
              + MOST
              + ": end the stretch earlier and issue the rest behind");
    }
    Stretch stretch = new Stretch();
    Hash next = invoice.to();
    for (int i = 0; i < invoice.batches(); i++) {
      if (i > 0 && next.equals(invoice.after())) {
        throw new Refusal(
            RefusalCode.INVOICE_DIFFERS,
            "batches must be " + i + ", so many are behind after up to to");
      }
      if (i > 0 && next.equals(last)) {
        throw new Refusal(
            RefusalCode.INVOICE_DIFFERS,
            "to must be at most " + last + ", where the replaced invoice ends");
      }
      if (i > 0 && next.equals(Hash.ZERO)) {
        throw new Refusal(
            RefusalCode.INVOICE_DIFFERS, "to must be a batch behind after, and is none");
      }
      next = stretch.read(invoice, next, state);
    }
    if (!next.equals(invoice.after())) {
      throw new Refusal(
          RefusalCode.INVOICE_DIFFERS,
          "batches must be all behind after up to to; before so many comes " + next);
    }
    require("linesRoot", BillsRoot.of(new ArrayList<>(stretch.roots)), invoice.linesRoot());
    require("amountNano", stretch.sum, BigInteger.valueOf(invoice.amountNano()));
  }

  private Hash read(Invoice invoice, Hash hash, State state) {
    BatchIndex.@Nullable Row row = BatchIndex.find(state, invoice.market(), hash);
    if (row == null) {
      throw new Refusal(
          RefusalCode.BATCH_NOT_INDEXED,
          "no batch with the hash "
              + hash
              + " is found: it is not recorded, or was by an earlier version: see IndexBatches");
    }
    roots.addFirst(row.billRoot());
    sum =
        sum.add(BatchIndex.posting(state, invoice.market(), row.batchId(), invoice.participant()));
    return row.predecessor();
  }

  private static void require(String field, Object expected, Object found) {
    if (!expected.equals(found)) {
      throw new Refusal(
          RefusalCode.INVOICE_DIFFERS, field + " must be " + expected + ", as its batches give");
    }
  }
}
