package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.ErasedLine;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.TradeBusted;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Posting;

/** Follows each trade of the event log into exactly one settled batch. */
final class StatedTrades {
  private final Findings findings;
  private final SortedMap<DeliverySlot, SortedMap<Long, String>> waiting = new TreeMap<>();
  private final Map<Long, String> settledIn = new HashMap<>();
  private long count;
  private BigInteger energyWh = BigInteger.ZERO;

  StatedTrades(Findings findings) {
    this.findings = findings;
  }

  long count() {
    return count;
  }

  BigInteger energyWh() {
    return energyWh;
  }

  void made(TradeMade trade) {
    long boughtWh = AreaLink.isParty(trade.buyer()) ? 0 : trade.energyWh();
    made(trade.slot(), trade.tradeId(), trade.buyer(), boughtWh);
  }

  void made(ContinuousTrade trade) {
    made(trade.slot(), trade.tradeId(), trade.buyer(), trade.energyWh());
  }

  /** Counts a trade with the energy that an order bought; what a link buys it sells again. */
  private void made(DeliverySlot slot, long tradeId, String buyer, long boughtWh) {
    count++;
    energyWh = energyWh.add(BigInteger.valueOf(boughtWh));
    waiting.computeIfAbsent(slot, key -> new TreeMap<>()).put(tradeId, buyer);
  }

  /** A trade fell away: no batch settles it. */
  void busted(TradeBusted trade) {
    gone(trade.slot(), trade.tradeId());
  }

  /** Nothing of a trade stands. */
  void gone(DeliverySlot slot, long tradeId) {
    SortedMap<Long, String> trades = waiting.get(slot);
    if (trades != null && trades.remove(tradeId) != null && trades.isEmpty()) {
      waiting.remove(slot);
    }
  }

  void settled(Place place, SlotSettled settled) {
    SortedMap<Long, String> trades = waiting.remove(settled.batch().slot());
    SortedMap<Long, String> open = trades == null ? new TreeMap<>() : trades;
    String batchId = settled.batch().batchId();
    Map<Long, Integer> billed = new TreeMap<>();
    for (BillLine line : settled.billLines()) {
      if (line.kind() == Kind.TRADE_BUY) {
        billed.merge(line.tradeId(), 1, Integer::sum);
      }
    }
    billed.forEach((id, times) -> bill(place, id, times, open.remove(id) != null));
    billed.keySet().forEach(id -> settledIn.putIfAbsent(id, batchId));
    // Whose lines were erased has its trades told by the lines of others, if at all.
    Set<String> erased =
        settled.erasedLines().stream().map(ErasedLine::participant).collect(Collectors.toSet());
    open.values().removeIf(erased::contains);
    open.keySet()
        .forEach(
            id ->
                findings.add(
                    FindingCode.TRADE_NOT_SETTLED,
                    place,
                    "expected trade " + id + " in the batch of its slot, found no bill line"));
    checkSums(place, settled);
  }

  void finish() {
    waiting.forEach(
        (slot, trades) ->
            findings.add(
                FindingCode.TRADES_UNSETTLED,
                Place.NOWHERE.withSlot(slot),
                trades.size() + " trades wait for the settlement of their slot"));
  }

  private void bill(Place place, long tradeId, int times, boolean isOfSlot) {
    if (times > 1 || !isOfSlot) {
      String earlier = settledIn.get(tradeId);
      findings.add(
          FindingCode.TRADE_SETTLED_TWICE,
          place,
          String.format(
              "expected trade %d once, in the batch of its slot, found it %d times here, %s",
              tradeId, times, earlier == null ? "in no batch before" : "and in batch " + earlier));
    }
  }

  /** Energy and money of a run are conserved. */
  void checkSums(Place place, SlotSettled settled) {
    BigInteger energy = BigInteger.ZERO;
    BigInteger lines = BigInteger.ZERO;
    for (BillLine line : settled.billLines()) {
      BigInteger wh = BigInteger.valueOf(line.energyWh());
      energy = energy.add(wh.multiply(BigInteger.valueOf(delivers(line.kind()))));
      lines = lines.add(BigInteger.valueOf(line.amountNano()));
    }
    BigInteger postings =
        settled.batch().postings().stream()
            .map(Posting::amountNano)
            .map(BigInteger::valueOf)
            .reduce(BigInteger.ZERO, BigInteger::add);
    boolean whole = settled.erasedLines().isEmpty();
    if (whole && energy.signum() != 0) {
      findings.add(
          FindingCode.ENERGY_NOT_CONSERVED,
          place,
          "expected energy delivered to equal energy taken, found " + energy + " Wh more");
    }
    if ((whole && lines.signum() != 0) || postings.signum() != 0) {
      findings.add(
          FindingCode.MONEY_NOT_CONSERVED,
          place,
          "expected sums of 0, found bill lines " + lines + " and postings " + postings);
    }
  }

  /** 1 for a line of energy delivered, −1 for one of energy taken, 0 for fees and rents. */
  private static int delivers(Kind kind) {
    return switch (kind) {
      case TRADE_SELL,
          RESIDUAL_INJECTION,
          SUPPLIED,
          NETTED_LONG,
          BAND_LONG,
          IMBALANCE_LONG,
          NETTED_SHORT_COVERED,
          BAND_SHORT_COVERED,
          IMBALANCE_SHORT_COVERED,
          RESIDUAL_WITHDRAWAL_REVERSED,
          TAKEN_OVER_REVERSED,
          NETTED_SHORT_REVERSED,
          BAND_SHORT_REVERSED,
          IMBALANCE_SHORT_REVERSED,
          NETTED_LONG_TAKEN_REVERSED,
          BAND_LONG_TAKEN_REVERSED,
          IMBALANCE_LONG_TAKEN_REVERSED,
          UNEXPLAINED_LONG,
          TECHNICAL_LOSSES_COVERED,
          UNEXPLAINED_SHORT_COVERED,
          TECHNICAL_LOSSES_REVERSED,
          UNEXPLAINED_SHORT_REVERSED,
          UNEXPLAINED_LONG_TAKEN_REVERSED,
          STORAGE_CHARGE,
          STORAGE_DISCHARGE_INCOME,
          STORAGE_DISCHARGE_REVERSED,
          STORAGE_CHARGE_INCOME_REVERSED ->
          1;
      case TRADE_BUY,
          RESIDUAL_WITHDRAWAL,
          TAKEN_OVER,
          NETTED_SHORT,
          BAND_SHORT,
          IMBALANCE_SHORT,
          NETTED_LONG_TAKEN,
          BAND_LONG_TAKEN,
          IMBALANCE_LONG_TAKEN,
          RESIDUAL_INJECTION_REVERSED,
          SUPPLIED_REVERSED,
          NETTED_LONG_REVERSED,
          BAND_LONG_REVERSED,
          IMBALANCE_LONG_REVERSED,
          NETTED_SHORT_COVERED_REVERSED,
          BAND_SHORT_COVERED_REVERSED,
          IMBALANCE_SHORT_COVERED_REVERSED,
          TECHNICAL_LOSSES,
          UNEXPLAINED_SHORT,
          UNEXPLAINED_LONG_TAKEN,
          UNEXPLAINED_LONG_REVERSED,
          TECHNICAL_LOSSES_COVERED_REVERSED,
          UNEXPLAINED_SHORT_COVERED_REVERSED,
          STORAGE_DISCHARGE,
          STORAGE_CHARGE_INCOME,
          STORAGE_CHARGE_REVERSED,
          STORAGE_DISCHARGE_INCOME_REVERSED ->
          -1;
      case LINK_FEE,
          FEE_INCOME,
          LINK_RENT,
          CONGESTION_RENT,
          GRID_FEE,
          GRID_FEE_INCOME,
          CURTAILMENT_COMPENSATION,
          CURTAILMENT_COST,
          NETTING_FEE,
          NETTING_FEE_INCOME,
          NETTING_FEE_REVERSED,
          NETTING_FEE_INCOME_REVERSED,
          CORRECTION,
          CORRECTION_OTHER_SIDE,
          BID_SURPLUS,
          MARKET_SURPLUS,
          STORAGE_LEASE,
          STORAGE_LEASE_INCOME,
          STORAGE_LEASE_REVERSED,
          STORAGE_LEASE_INCOME_REVERSED,
          STORAGE_PENALTY,
          STORAGE_PENALTY_INCOME,
          STORAGE_PENALTY_REVERSED,
          STORAGE_PENALTY_INCOME_REVERSED ->
          0;
    };
  }
}
