package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.LinkFlow;
import org.commonwatt.model.StatedAuction;
import org.commonwatt.model.StatedAuction.Area;
import org.commonwatt.model.StatedAuction.Arrival;
import org.commonwatt.model.StatedAuction.Figures;
import org.commonwatt.model.StatedAuction.Kind;
import org.commonwatt.model.StatedAuction.Totals;
import org.jspecify.annotations.Nullable;

/**
 * The call auction of one slot, all areas together, by other means than the market's: cheapest ways
 * for fills and flows, all ways between areas for prices. {@code docs/market-rules.md}, "The call
 * auction".
 */
final class AuctionRecount {
  private final List<String> areas;
  private final List<AreaLink> links;
  private final List<AuditedOrder> orders;
  private final OwnOrders own;
  private final Map<Long, Long> fills = new HashMap<>();
  private final long[] flows;

  /** Clears orders, given in order of id. */
  AuctionRecount(Areas network, List<AuditedOrder> orders) {
    this.areas = network.ids().stream().sorted().toList();
    this.links =
        network.links().stream()
            .sorted(Comparator.comparing(AreaLink::from).thenComparing(AreaLink::to))
            .toList();
    this.orders = orders;
    this.own = new OwnOrders(orders);
    this.flows = new long[links.size()];
    do {
      clear();
    } while (own.reduce(fills, throughWh()));
  }

  /** What an order got, Wh. */
  long fill(AuditedOrder order) {
    return fills.getOrDefault(order.id(), 0L);
  }

  /** The result as the market must state it. */
  AuctionCleared cleared(DeliverySlot slot) {
    StatedAuction outcome = outcome();
    OptimalityProof proof = new OptimalityProof(outcome, Ties.ANY);
    if (!proof.complaints().isEmpty()) {
      throw new IllegalStateException("the audit's own auction is wrong: " + proof.complaints());
    }
    PriceBounds bounds = proof.prices();
    List<@Nullable Long> lowest = new ArrayList<>();
    List<@Nullable Long> highest = new ArrayList<>();
    for (int a = 0; a < areas.size(); a++) {
      lowest.add(bounds.lowest(a));
      highest.add(bounds.highest(a));
    }
    @Nullable Long[] midpoints = new MidpointPrices(bounds, outcome.areas()).prices();
    List<AreaCleared> results = new ArrayList<>();
    for (int a = 0; a < areas.size(); a++) {
      results.add(
          new AreaCleared(
              areas.get(a),
              midpoints[a],
              lowest.get(a),
              highest.get(a),
              filledWh(areas.get(a), true),
              filledWh(areas.get(a), false)));
    }
    return new AuctionCleared(slot, results, linkFlows(), welfareNano());
  }

  /** Fills and flows as the proof wants them; the figures are what it is to give. */
  private StatedAuction outcome() {
    List<StatedAuction.Link> flowing = new ArrayList<>();
    for (int l = 0; l < flows.length; l++) {
      AreaLink link = links.get(l);
      int from = areas.indexOf(link.from());
      int to = areas.indexOf(link.to());
      flowing.add(
          new StatedAuction.Link(
              from, to, link.minFlowWh(), link.maxFlowWh(), link.feeMicroPerKwh(), flows[l]));
    }
    return new StatedAuction(
        "midpoint",
        areas.stream().map(id -> new Area(id, Kind.NORMAL, 0, Figures.NONE)).toList(),
        flowing,
        orders.stream().map(this::outcome).toList(),
        Totals.NONE);
  }

  private StatedAuction.Order outcome(AuditedOrder order) {
    return new StatedAuction.Order(
        Long.toString(order.id()),
        areas.indexOf(order.content().area()),
        order.content().side(),
        order.price(),
        order.energy(),
        0,
        new Arrival(order.content().participant(), order.id()),
        own.energyWh(order),
        fill(order));
  }

  private List<LinkFlow> linkFlows() {
    List<LinkFlow> stated = new ArrayList<>();
    for (int l = 0; l < flows.length; l++) {
      stated.add(new LinkFlow(links.get(l).from(), links.get(l).to(), flows[l]));
    }
    return stated;
  }

  private BigInteger welfareNano() {
    BigInteger sum = BigInteger.ZERO;
    for (AuditedOrder order : orders) {
      BigInteger value = product(fill(order), order.price());
      sum = order.isBuy() ? sum.add(value) : sum.subtract(value);
    }
    for (int l = 0; l < flows.length; l++) {
      sum = sum.subtract(product(Math.abs(flows[l]), links.get(l).feeMicroPerKwh()));
    }
    return sum;
  }

  private static BigInteger product(long energy, long price) {
    return BigInteger.valueOf(energy).multiply(BigInteger.valueOf(price));
  }

  /** Orders of one area, side and price, by arrival. */
  private record Level(int area, boolean buy, long price) implements Comparable<Level> {
    @Override
    public int compareTo(Level other) {
      return Comparator.comparingInt(Level::area)
          .thenComparing(Level::buy)
          .thenComparingLong(Level::price)
          .compare(this, other);
    }
  }

  private void clear() {
    NavigableMap<Level, List<AuditedOrder>> levels = new TreeMap<>();
    for (AuditedOrder order : orders) {
      int area = areas.indexOf(order.content().area());
      levels
          .computeIfAbsent(new Level(area, order.isBuy(), order.price()), k -> new ArrayList<>())
          .add(order);
    }
    NetworkRecount network = new NetworkRecount(areas.size(), links.size());
    int[][] directions = new int[links.size()][];
    for (int l = 0; l < links.size(); l++) {
      AreaLink link = links.get(l);
      int from = areas.indexOf(link.from());
      int to = areas.indexOf(link.to());
      long fee = link.feeMicroPerKwh();
      int there = network.link(l, new int[] {from, to}, link.maxFlowWh(), fee);
      int back = network.link(l, new int[] {to, from}, -link.minFlowWh(), fee);
      directions[l] = new int[] {there, back};
    }
    Map<Level, Integer> places = new HashMap<>();
    levels.forEach(
        (level, members) ->
            places.put(
                level, network.orders(level.area(), level.buy(), level.price(), totalWh(members))));
    network.run();
    levels.forEach(
        (level, members) -> share(members, network.energyWh(places.getOrDefault(level, 0))));
    for (int l = 0; l < flows.length; l++) {
      flows[l] = network.energyWh(directions[l][0]) - network.energyWh(directions[l][1]);
    }
  }

  private long totalWh(List<AuditedOrder> members) {
    return members.stream().mapToLong(own::energyWh).reduce(0, Math::addExact);
  }

  /** Whole Wh, by largest remainder, then time, then id. */
  private void share(List<AuditedOrder> members, long given) {
    BigInteger total = BigInteger.valueOf(Math.max(1, totalWh(members)));
    NavigableMap<Ranked, AuditedOrder> ranks = new TreeMap<>();
    long left = given;
    for (AuditedOrder order : members) {
      BigInteger[] parts = product(own.energyWh(order), given).divideAndRemainder(total);
      fills.put(order.id(), parts[0].longValueExact());
      left -= parts[0].longValueExact();
      ranks.put(new Ranked(parts[1], order.timeMillis(), order.id()), order);
    }
    for (AuditedOrder order : ranks.values()) {
      if (left > 0) {
        fills.merge(order.id(), 1L, Long::sum);
        left--;
      }
    }
  }

  private record Ranked(BigInteger remainder, long timeMillis, long id)
      implements Comparable<Ranked> {
    @Override
    public int compareTo(Ranked other) {
      return Comparator.comparing(Ranked::remainder, Comparator.reverseOrder())
          .thenComparing(Ranked::timeMillis)
          .thenComparing(Ranked::id)
          .compare(this, other);
    }
  }

  private long filledWh(String area, boolean buys) {
    return orders.stream()
        .filter(order -> order.isBuy() == buys && order.content().area().equals(area))
        .mapToLong(this::fill)
        .reduce(0, Math::addExact);
  }

  /** Per area, what is sold in it and flows into it. */
  private Map<String, Long> throughWh() {
    Map<String, Long> sums = new HashMap<>();
    areas.forEach(area -> sums.put(area, filledWh(area, false)));
    for (int l = 0; l < flows.length; l++) {
      String into = flows[l] > 0 ? links.get(l).to() : links.get(l).from();
      sums.merge(into, Math.abs(flows[l]), Long::sum);
    }
    return sums;
  }
}
