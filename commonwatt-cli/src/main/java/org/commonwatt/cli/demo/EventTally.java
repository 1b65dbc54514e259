package org.commonwatt.cli.demo;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.BillParts;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Posting;

/** Adds up what the events say: bills, totals and what must be conserved. */
final class EventTally {
  /** A home's metered net injection in a slot, in Wh, as its recorded profile has it. */
  @FunctionalInterface
  interface Profile {
    long netWh(String participant, long slotStartMillis);
  }

  private final Map<String, Map<Long, MeteredPosition>> positions = new HashMap<>();
  private final Map<Long, Long> boughtMinusSold = new HashMap<>();
  private final Map<String, BillSummaryBuilder> bills = new TreeMap<>();
  private final BillParts parts = new BillParts();
  private final LinkTally links = new LinkTally();
  private final ContinuousTally continuous = new ContinuousTally();
  private final GateTally gates = new GateTally();
  private final StorageTally storage = new StorageTally();
  private final List<DeliverySlot> settled = new ArrayList<>();
  private final Set<Long> trades = new HashSet<>();
  private final Map<Long, List<String>> tradeBatches = new HashMap<>();
  private long orders;
  private long tradedWh;
  private long recorded;
  private BigInteger money = BigInteger.ZERO;
  private boolean everyBatchSumsToZero = true;

  private static final class BillSummaryBuilder {
    private long importWh;
    private long exportWh;
    private long tradedWh;
    private BigInteger gridFees = BigInteger.ZERO;
    private BigInteger amount = BigInteger.ZERO;
  }

  /** Takes the next event of the log. */
  void add(Event event) {
    Event whole = parts.join(event);
    if (whole != null) {
      take(whole);
    }
  }

  private void take(Event event) {
    continuous.add(event);
    gates.add(event);
    storage.add(event);
    if (event instanceof Event.OrderAccepted) {
      orders++;
    } else if (event instanceof Event.AuctionCleared auction) {
      links.add(auction);
    } else if (event instanceof Event.TradeMade trade) {
      trades.add(trade.tradeId());
      // What a link buys in one area it sells in another: each Wh counts where it is used.
      tradedWh = Math.addExact(tradedWh, AreaLink.isParty(trade.buyer()) ? 0 : trade.energyWh());
    } else if (event instanceof Event.ContinuousTrade trade) {
      trades.add(trade.tradeId());
      tradedWh = Math.addExact(tradedWh, trade.energyWh());
    } else if (event instanceof Event.PositionRecorded recordedPosition) {
      MeteredPosition position = recordedPosition.position();
      positions
          .computeIfAbsent(position.participant(), p -> new HashMap<>())
          .put(position.slot().startMillis(), position);
    } else if (event instanceof Event.SlotSettled slot) {
      addSettled(slot);
    } else if (event instanceof Event.BatchRecorded) {
      recorded++;
    }
  }

  /** Slots with an initial settlement, in order. */
  List<DeliverySlot> settledSlots() {
    return List.copyOf(settled);
  }

  long orders() {
    return orders;
  }

  long trades() {
    return trades.size();
  }

  long tradedWh() {
    return tradedWh;
  }

  long recordedBatches() {
    return recorded;
  }

  /** The sum of all postings. */
  BigInteger moneySumNano() {
    return money;
  }

  /** What the links between these areas carried and earned. */
  Congestion congestion(List<String> areas) {
    return links.congestion(areas);
  }

  /** What came of blocks at the gates. */
  GateTotals gates() {
    return gates.totals();
  }

  /**
   * What the storage station did.
   *
   * @param cutOffWh what was stored in a part that was cut off
   * @param refused what the station could not keep
   * @param leftOut what there were no slots for
   */
  StorageTotals storage(long cutOffWh, List<String> refused, List<String> leftOut) {
    return storage.totals(cutOffWh, refused, leftOut);
  }

  /** What was traded after the auctions. */
  ContinuousTotals continuous() {
    return continuous.totals();
  }

  /**
   * One bill per account.
   *
   * @param accounts who is no home: they come last, in this order
   * @param currency ISO 4217 code
   */
  List<BillSummary> bills(List<String> accounts, String currency) {
    Stream<String> homes = bills.keySet().stream().filter(id -> !accounts.contains(id));
    return Stream.concat(homes, accounts.stream())
        .filter(id -> bills.containsKey(id) && !AreaLink.isParty(id))
        .map(id -> summary(id, bill(id), currency))
        .toList();
  }

  /** What must hold whatever was traded. */
  Conservation conservation(Profile profile) {
    return new Conservation(
        boughtMinusSold.values().stream().allMatch(difference -> difference == 0),
        everyBatchSumsToZero && money.signum() == 0,
        !settled.isEmpty() && meteredEqualsProfile(profile),
        tradeBatches.keySet().equals(trades)
            && tradeBatches.values().stream().allMatch(EventTally::isTwiceTheSame));
  }

  private void addSettled(Event.SlotSettled event) {
    DeliverySlot slot = event.batch().slot();
    settled.add(slot);
    links.add(event);
    for (BillLine line : event.billLines()) {
      addLine(line, event.batch().batchId());
    }
    BigInteger sum = BigInteger.ZERO;
    for (Posting posting : event.batch().postings()) {
      sum = sum.add(BigInteger.valueOf(posting.amountNano()));
    }
    everyBatchSumsToZero &= sum.signum() == 0;
    money = money.add(sum);
    positions.forEach((participant, bySlot) -> addMetered(participant, bySlot, slot));
  }

  private void addLine(BillLine line, String batchId) {
    BillSummaryBuilder bill = bill(line.participant());
    bill.amount = bill.amount.add(BigInteger.valueOf(line.amountNano()));
    if (line.kind() == Kind.GRID_FEE || line.kind() == Kind.GRID_FEE_INCOME) {
      bill.gridFees = bill.gridFees.add(BigInteger.valueOf(line.amountNano()));
    } else if (line.kind() == Kind.TRADE_BUY || line.kind() == Kind.TRADE_SELL) {
      bill.tradedWh = Math.addExact(bill.tradedWh, line.energyWh());
      tradeBatches.computeIfAbsent(line.tradeId(), t -> new ArrayList<>()).add(batchId);
      long signed = line.kind() == Kind.TRADE_BUY ? line.energyWh() : -line.energyWh();
      boughtMinusSold.merge(line.slot().startMillis(), signed, Math::addExact);
    }
  }

  private void addMetered(
      String participant, Map<Long, MeteredPosition> bySlot, DeliverySlot slot) {
    MeteredPosition position = bySlot.get(slot.startMillis());
    if (position != null) {
      BillSummaryBuilder bill = bill(participant);
      bill.importWh = Math.addExact(bill.importWh, position.importWh());
      bill.exportWh = Math.addExact(bill.exportWh, position.exportWh());
    }
  }

  private boolean meteredEqualsProfile(Profile profile) {
    for (Map.Entry<String, Map<Long, MeteredPosition>> home : positions.entrySet()) {
      for (DeliverySlot slot : settled) {
        MeteredPosition position = home.getValue().get(slot.startMillis());
        if (position == null
            || !isMetered(position, profile.netWh(home.getKey(), slot.startMillis()))) {
          return false;
        }
      }
    }
    return true;
  }

  /** A home's net energy of a quarter-hour flows in one direction. */
  private static boolean isMetered(MeteredPosition position, long profileNetWh) {
    return Math.abs(position.exportWh() - Math.max(0, profileNetWh)) <= 1
        && Math.abs(position.importWh() - Math.max(0, -profileNetWh)) <= 1;
  }

  private static boolean isTwiceTheSame(List<String> batches) {
    return batches.size() == 2 && batches.get(0).equals(batches.get(1));
  }

  private BillSummaryBuilder bill(String participant) {
    return bills.computeIfAbsent(participant, p -> new BillSummaryBuilder());
  }

  private static BillSummary summary(String participant, BillSummaryBuilder bill, String currency) {
    return new BillSummary(
        participant,
        bill.importWh,
        bill.exportWh,
        bill.tradedWh,
        bill.gridFees,
        bill.amount,
        currency);
  }
}
