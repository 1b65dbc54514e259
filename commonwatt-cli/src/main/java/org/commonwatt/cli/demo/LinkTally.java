package org.commonwatt.cli.demo;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.cli.demo.Congestion.AreaPrices;
import org.commonwatt.cli.demo.Congestion.LinkTotals;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.LinkFlow;
import org.commonwatt.model.Event.SlotSettled;

/** Adds up what the auctions of settled slots and the bill lines of links say. */
final class LinkTally {
  private final Map<DeliverySlot, AuctionCleared> unsettled = new HashMap<>();
  private final TreeMap<String, LongSummaryStatistics> prices = new TreeMap<>(); // by area
  private final TreeMap<String, LinkSum> links = new TreeMap<>(); // by party
  private int coupledSlots;
  private int congestedSlots;
  private long flowWh;
  private BigInteger feesNano = BigInteger.ZERO;
  private BigInteger rentNano = BigInteger.ZERO;

  private static final class LinkSum {
    private final LinkFlow first;
    private long forwardWh;
    private long backwardWh;
    private BigInteger feesNano = BigInteger.ZERO;
    private BigInteger rentNano = BigInteger.ZERO;

    private LinkSum(LinkFlow first) {
      this.first = first;
    }

    private LinkSum withFee(BigInteger nano) {
      feesNano = feesNano.add(nano);
      return this;
    }

    private LinkSum withRent(BigInteger nano) {
      rentNano = rentNano.add(nano);
      return this;
    }

    private LinkTotals totals() {
      return new LinkTotals(first.from(), first.to(), forwardWh, backwardWh, feesNano, rentNano);
    }
  }

  /** An auction counts once its slot is settled. */
  void add(AuctionCleared auction) {
    unsettled.put(auction.slot(), auction);
  }

  void add(SlotSettled slot) {
    AuctionCleared auction = unsettled.remove(slot.batch().slot());
    if (auction != null) {
      addResult(auction);
    }
    boolean coupled = false;
    boolean congested = false;
    for (BillLine line : slot.billLines()) {
      if (line.kind() == Kind.TRADE_BUY && AreaLink.isParty(line.participant())) {
        coupled = true;
        flowWh = Math.addExact(flowWh, line.energyWh());
      } else if (line.kind() == Kind.FEE_INCOME) {
        BigInteger amount = BigInteger.valueOf(line.amountNano());
        feesNano = feesNano.add(amount);
        links.computeIfPresent(line.counterparty(), (party, link) -> link.withFee(amount));
      } else if (line.kind() == Kind.CONGESTION_RENT) {
        congested = true;
        BigInteger amount = BigInteger.valueOf(line.amountNano());
        rentNano = rentNano.add(amount);
        links.computeIfPresent(line.counterparty(), (party, link) -> link.withRent(amount));
      }
    }
    coupledSlots += coupled ? 1 : 0;
    congestedSlots += congested ? 1 : 0;
  }

  private void addResult(AuctionCleared auction) {
    for (AreaCleared area : auction.areas()) {
      LongSummaryStatistics seen =
          prices.computeIfAbsent(area.area(), a -> new LongSummaryStatistics());
      Long price = area.priceMicroPerKwh();
      if (price != null) {
        seen.accept(price);
      }
    }
    for (LinkFlow flow : auction.links()) {
      LinkSum link = links.computeIfAbsent(flow.party(), party -> new LinkSum(flow));
      link.forwardWh = Math.addExact(link.forwardWh, Math.max(flow.flowWh(), 0));
      link.backwardWh = Math.addExact(link.backwardWh, Math.max(-flow.flowWh(), 0));
    }
  }

  Congestion congestion(List<String> areas) {
    List<AreaPrices> ofAreas = new ArrayList<>();
    prices.forEach((area, seen) -> ofAreas.add(areaPrices(area, seen)));
    Collection<LinkSum> sums = links.values();
    return new Congestion(
        areas,
        ofAreas,
        sums.stream().map(LinkSum::totals).toList(),
        coupledSlots,
        congestedSlots,
        flowWh,
        feesNano,
        rentNano);
  }

  private static AreaPrices areaPrices(String area, LongSummaryStatistics seen) {
    boolean any = seen.getCount() > 0;
    return new AreaPrices(
        area,
        (int) seen.getCount(),
        any ? (Long) seen.getMin() : null,
        any ? (Long) seen.getMax() : null);
  }
}
