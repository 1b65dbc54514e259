package org.commonwatt.core.settlement;

import java.util.List;
import java.util.TreeMap;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SettlementBatch;

/** Computes a slot's initial settlement: every line has a counterparty, so the sum is zero. */
public final class Settlement {
  private static final long MILLIS_PER_SECOND = 1000;

  private Settlement() {}

  /**
   * Settles a slot.
   *
   * @param input auction, trades and positions
   * @return the batch and its bill lines
   * @throws ArithmeticException when an amount does not fit in 64 bits; the market's limits on the
   *     energy of a slot make that impossible
   */
  public static SlotSettled settle(SettlementInput input) {
    Rulebook rulebook = input.rulebook();
    List<BillLine> lines = BillLines.of(input);
    SettlementBatch batch =
        new SettlementBatch(
            batchId(rulebook.market(), input.slot()),
            rulebook.market(),
            input.slot(),
            rulebook.version(),
            rulebook.documentHash(),
            SettlementHashes.auction(input),
            SettlementHashes.positions(input),
            SettlementHashes.billRoot(lines),
            lines.size(),
            input.predecessor(),
            postings(lines));
    return new SlotSettled(batch, lines);
  }

  private static String batchId(String market, DeliverySlot slot) {
    return market + "." + slot.startMillis() / MILLIS_PER_SECOND + ".initial";
  }

  private static List<Posting> postings(List<BillLine> lines) {
    TreeMap<String, Long> sums = new TreeMap<>(); // ids are ASCII: their order is that of bytes
    for (BillLine line : lines) {
      sums.merge(line.participant(), line.amountNano(), Math::addExact);
    }
    return sums.entrySet().stream()
        .filter(sum -> sum.getValue() != 0)
        .map(sum -> new Posting(sum.getKey(), sum.getValue()))
        .toList();
  }
}
