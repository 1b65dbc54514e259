package org.commonwatt.core.settlement;

import java.util.List;
import java.util.TreeMap;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SettlementBatch;

/** Computes the settlement runs of a slot: every line has a counterparty, so the sum is zero. */
public final class Settlement {
  private Settlement() {}

  /**
   * Settles a slot for the first time.
   *
   * @param input auction, trades and positions
   * @return the batch and its bill lines
   * @throws ArithmeticException when an amount does not fit in 64 bits; the market's limits on the
   *     energy of a slot make that impossible
   */
  public static SlotSettled settle(SettlementInput input) {
    List<BillLine> lines = BillLines.of(input);
    String id = SettlementBatch.initialId(input.rulebook().market(), input.slot());
    return new SlotSettled(batch(id, input, lines), lines);
  }

  /**
   * Settles a slot again, for what was corrected.
   *
   * @param input with the positions and imbalance prices that hold from this run on
   * @param run which run it is
   * @param before the same with those that the run before settled
   * @return the differences
   * @throws ArithmeticException when an amount does not fit in 64 bits; a market whose rulebook has
   *     such runs halves its limits on the energy of a slot, which makes that impossible
   */
  public static SlotRevised revise(SettlementInput input, RunNumber run, SettlementInput before) {
    List<BillLine> lines = BillLines.ofRun(input, run.number(), before);
    String market = input.rulebook().market();
    String id =
        run.isFinal()
            ? SettlementBatch.finalId(market, input.slot())
            : SettlementBatch.revisedId(market, input.slot(), run.number());
    return new SlotRevised(batch(id, input, lines), run.number(), lines);
  }

  private static SettlementBatch batch(String id, SettlementInput input, List<BillLine> lines) {
    Rulebook rulebook = input.rulebook();
    return new SettlementBatch(
        id,
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
