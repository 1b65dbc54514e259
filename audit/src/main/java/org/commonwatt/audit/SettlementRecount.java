package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Rulebook.Member;
import org.commonwatt.model.SettlementBatch;

/** The bill lines and the batch of one slot, from its trades and metered positions. */
final class SettlementRecount {
  private final Rulebook rules;
  private final SlotState slot;
  private final SortedMap<String, MeteredPosition> positions = new TreeMap<>();
  private final List<BillLine> lines = new ArrayList<>();

  private SettlementRecount(SlotState slot, Map<String, MeteredPosition> recorded) {
    this.rules = slot.rules;
    this.slot = slot;
    // Ids are ASCII: the order of their characters is the order of their bytes.
    for (Member member : rules.members()) {
      MeteredPosition position = recorded.get(member.participant());
      if (position == null) {
        throw new IllegalStateException("a slot is settled when all members are metered");
      }
      positions.put(member.participant(), position);
    }
  }

  /**
   * Settles a slot. The predecessor is left zero: it is the hash of the batch before as it stands
   * on the log, which the comparison knows.
   *
   * @throws ArithmeticException when an amount does not fit in 64 bits
   */
  static SlotSettled settle(SlotState slot, Map<String, MeteredPosition> recorded) {
    SettlementRecount recount = new SettlementRecount(slot, recorded);
    slot.trades.forEach(recount::billTrade);
    recount.positions.values().forEach(recount::billResidual);
    return new SlotSettled(recount.batch(), recount.lines);
  }

  private void billTrade(TradeMade trade) {
    long amount = Math.multiplyExact(trade.energyWh(), trade.priceMicroPerKwh());
    BillLine buy =
        new BillLine(
            trade.buyer(),
            slot.slot,
            Kind.TRADE_BUY,
            trade.seller(),
            trade.tradeId(),
            trade.energyWh(),
            trade.priceMicroPerKwh(),
            Math.negateExact(amount),
            nextSalt());
    lines.add(buy);
    lines.add(otherSide(buy, Kind.TRADE_SELL));
  }

  private void billResidual(MeteredPosition position) {
    long sold = 0;
    long bought = 0;
    for (TradeMade trade : slot.trades) {
      sold += trade.seller().equals(position.participant()) ? trade.energyWh() : 0;
      bought += trade.buyer().equals(position.participant()) ? trade.energyWh() : 0;
    }
    long residual = (position.exportWh() - position.importWh()) - (sold - bought);
    if (residual == 0) {
      return;
    }
    boolean shortOfEnergy = residual < 0;
    Rulebook.TariffStep tariff = rules.tariffAt(slot.slot);
    long price = shortOfEnergy ? tariff.retailMicroPerKwh() : tariff.feedInMicroPerKwh();
    BillLine line =
        new BillLine(
            position.participant(),
            slot.slot,
            shortOfEnergy ? Kind.RESIDUAL_WITHDRAWAL : Kind.RESIDUAL_INJECTION,
            rules.supplier(),
            0,
            Math.abs(residual),
            price,
            Math.multiplyExact(residual, price),
            nextSalt());
    lines.add(line);
    lines.add(otherSide(line, shortOfEnergy ? Kind.SUPPLIED : Kind.TAKEN_OVER));
  }

  private BillLine otherSide(BillLine line, Kind kind) {
    return new BillLine(
        line.counterparty(),
        line.slot(),
        kind,
        line.participant(),
        line.tradeId(),
        line.energyWh(),
        line.priceMicroPerKwh(),
        Math.negateExact(line.amountNano()),
        nextSalt());
  }

  private Hash nextSalt() {
    return BatchHashes.salt(rules, slot.slot, lines.size());
  }

  private SettlementBatch batch() {
    return new SettlementBatch(
        rules.market() + "." + Math.floorDiv(slot.slot.startMillis(), 1000L) + ".initial",
        rules.market(),
        slot.slot,
        rules.version(),
        rules.documentHash(),
        BatchHashes.auction(
            rules, slot, slot.auction == null ? null : slot.auction.priceMicroPerKwh()),
        BatchHashes.positions(rules, slot.slot, positions),
        BatchHashes.billRoot(lines),
        lines.size(),
        Hash.ZERO,
        postings());
  }

  private List<Posting> postings() {
    SortedMap<String, Long> sums = new TreeMap<>();
    lines.forEach(line -> sums.merge(line.participant(), line.amountNano(), Math::addExact));
    return sums.entrySet().stream()
        .filter(sum -> sum.getValue() != 0)
        .map(sum -> new Posting(sum.getKey(), sum.getValue()))
        .toList();
  }
}
