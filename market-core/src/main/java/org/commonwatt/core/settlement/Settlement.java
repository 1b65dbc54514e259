package org.commonwatt.core.settlement;

import java.util.List;
import java.util.TreeMap;
import org.commonwatt.model.AreaBalance;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.ServiceDelivery;
import org.commonwatt.model.SettlementBatch;

/** Computes the settlement runs of a slot: every line has a counterparty, so the sum is zero. */
public final class Settlement {
  private Settlement() {}

  /**
   * What was lost in each area whose losses are settled, by area.
   *
   * @param input positions and boundary flows
   * @throws ArithmeticException when an energy does not fit in 64 bits, as of {@link #settle}
   */
  public static List<AreaBalance> balances(SettlementInput input) {
    return AreaLossEntries.balances(input);
  }

  /**
   * What each storage service of a customer has in a slot, by number; also those that have nothing.
   *
   * @param input promises and deliveries
   * @throws ArithmeticException when an energy does not fit in 64 bits, as of {@link #settle}
   */
  public static List<ServiceDelivery> services(SettlementInput input) {
    return UnitServices.of(input);
  }

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

  /**
   * Posts what an upheld dispute corrects: one line of who disputed, one of the other side.
   *
   * @param run number of the run among those of its slot
   * @param predecessor hash of the market's previous batch
   * @return what is to be posted
   * @throws ArithmeticException for the one amount that has no counterpart, which no ruling gives
   */
  public static SlotRevised correct(Correction correction, int run, Hash predecessor) {
    Correction.Ground ground = correction.ground();
    // The postings say what the lines say, so their salts need not be secret.
    LineSalts salts = new LineSalts(ground.batchHash(), ground.market(), correction.slot(), run);
    List<BillLine> lines =
        List.of(
            line(correction, Kind.CORRECTION, salts.of(0, null)),
            line(correction, Kind.CORRECTION_OTHER_SIDE, salts.of(1, null)));
    SettlementBatch batch =
        new SettlementBatch(
            SettlementBatch.correctedId(ground.market(), correction.slot(), correction.disputeId()),
            ground.market(),
            correction.slot(),
            ground.rulebookVersion(),
            ground.rulebookHash(),
            ground.auctionHash(),
            ground.batchHash(),
            SettlementHashes.billRoot(lines),
            lines.size(),
            predecessor,
            postings(lines));
    return new SlotRevised(batch, run, lines);
  }

  private static BillLine line(Correction correction, Kind kind, Hash salt) {
    boolean isOwn = kind == Kind.CORRECTION;
    return new BillLine(
        isOwn ? correction.participant() : correction.counterparty(),
        correction.slot(),
        kind,
        isOwn ? correction.counterparty() : correction.participant(),
        correction.disputeId(),
        0,
        0,
        isOwn ? correction.amountNano() : Math.negateExact(correction.amountNano()),
        salt);
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
