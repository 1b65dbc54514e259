package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.StatedAuction;
import org.commonwatt.model.StatedAuction.Area;
import org.commonwatt.model.StatedAuction.Arrival;
import org.commonwatt.model.StatedAuction.Figures;
import org.commonwatt.model.StatedAuction.Kind;
import org.commonwatt.model.StatedAuction.Totals;

/**
 * The auction of one slot where it is given which orders with a minimum take part: these get their
 * minimum at least, the others nothing. Cheapest ways give fills and flows.
 */
final class SetRecount {
  private final List<String> areas;
  private final List<AreaLink> links;
  private final List<AuditedOrder> orders;
  private final OwnOrders own;
  private final boolean cleanFirst;
  private final Map<Long, Long> fills = new HashMap<>();
  private final long[] flows;
  private final Set<Long> accepted;
  private boolean minimaMet;

  /** Clears orders, given by arrival; {@code accepted} are the orders with a minimum. */
  SetRecount(NetworkOrders network, Set<Long> accepted) {
    this.areas = network.areas();
    this.links = network.links();
    this.orders = network.orders();
    this.own = network.own();
    this.cleanFirst = network.cleanFirst();
    this.accepted = accepted;
    this.flows = new long[links.size()];
    clear();
  }

  /**
   * What is cleared.
   *
   * @param areas ids, sorted
   * @param links in order of (from, to)
   * @param orders by arrival
   * @param own with how much they take part
   * @param cleanFirst whether of equal sells those that declare their source come first
   */
  record NetworkOrders(
      List<String> areas,
      List<AreaLink> links,
      List<AuditedOrder> orders,
      OwnOrders own,
      boolean cleanFirst) {}

  /** The orders with a minimum that take part. */
  Set<Long> accepted() {
    return accepted;
  }

  /** Whether all of them got their minimum, and prices exist at which nobody loses. */
  boolean isAdmissible() {
    return minimaMet && proof().complaints().isEmpty();
  }

  /** What an order got, Wh. */
  long fill(AuditedOrder order) {
    return fills.getOrDefault(order.id(), 0L);
  }

  Map<Long, Long> fills() {
    return fills;
  }

  /** What flows over the link of a rank in order of (from, to). */
  long flow(int rank) {
    return flows[rank];
  }

  BigInteger welfareNano() {
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

  /** All fills together, buys and sells. */
  BigInteger volumeWh() {
    return fills.values().stream()
        .map(BigInteger::valueOf)
        .reduce(BigInteger.ZERO, BigInteger::add);
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

    NetworkRecount.Place place() {
      return new NetworkRecount.Place(area, buy, price);
    }
  }

  private void clear() {
    NavigableMap<Level, List<AuditedOrder>> levels = new TreeMap<>();
    for (AuditedOrder order : orders) {
      int area = areas.indexOf(order.content().area());
      if (!takesPart(order)) {
        continue;
      }
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
        (level, members) -> places.put(level, network.orders(level.place(), demand(members))));
    network.run();
    minimaMet = places.values().stream().allMatch(network::isMinimumMet);
    if (!minimaMet) {
      return;
    }
    levels.forEach(
        (level, members) -> share(members, network.filledWh(places.getOrDefault(level, 0))));
    for (int l = 0; l < flows.length; l++) {
      flows[l] = network.energyWh(directions[l][0]) - network.energyWh(directions[l][1]);
    }
  }

  private boolean takesPart(AuditedOrder order) {
    return order.minimumWh() == 0 || accepted.contains(order.id());
  }

  private NetworkRecount.Demand demand(List<AuditedOrder> members) {
    long minima = members.stream().mapToLong(AuditedOrder::minimumWh).reduce(0, Math::addExact);
    long all = members.stream().mapToLong(own::energyWh).reduce(0, Math::addExact);
    return new NetworkRecount.Demand(minima, all - minima);
  }

  /** Minima first; of the rest who declares a source comes first, where the rules want that. */
  private void share(List<AuditedOrder> members, long given) {
    long more = given - demand(members).minimumWh();
    List<AuditedOrder> clean = members.stream().filter(this::comesFirst).toList();
    long taken = Math.min(more, demand(clean).moreWh());
    shareMore(clean, taken);
    shareMore(members.stream().filter(order -> !comesFirst(order)).toList(), more - taken);
  }

  private boolean comesFirst(AuditedOrder order) {
    return cleanFirst && !order.isBuy() && order.terms().source() != null;
  }

  /** Beyond the minima whole Wh, by largest remainder, then arrival. */
  private void shareMore(List<AuditedOrder> members, long more) {
    NetworkRecount.Demand demand = demand(members);
    long left = more;
    BigInteger total = BigInteger.valueOf(Math.max(1, demand.moreWh()));
    BigInteger shared = BigInteger.valueOf(left);
    NavigableMap<Ranked, AuditedOrder> ranks = new TreeMap<>();
    for (AuditedOrder order : members) {
      BigInteger open = BigInteger.valueOf(own.energyWh(order) - order.minimumWh());
      BigInteger[] parts = open.multiply(shared).divideAndRemainder(total);
      fills.put(order.id(), order.minimumWh() + parts[0].longValueExact());
      left -= parts[0].longValueExact();
      ranks.put(new Ranked(parts[1], order.arrival()), order);
    }
    for (AuditedOrder order : ranks.values()) {
      if (left > 0) {
        fills.merge(order.id(), 1L, Long::sum);
        left--;
      }
    }
  }

  private record Ranked(BigInteger remainder, long arrival) implements Comparable<Ranked> {
    @Override
    public int compareTo(Ranked other) {
      return Comparator.comparing(Ranked::remainder, Comparator.reverseOrder())
          .thenComparing(Ranked::arrival)
          .compare(this, other);
    }
  }

  long filledWh(String area, boolean buys) {
    return orders.stream()
        .filter(order -> order.isBuy() == buys && order.content().area().equals(area))
        .mapToLong(this::fill)
        .reduce(0, Math::addExact);
  }

  /** Per area, what is sold in it and flows into it. */
  Map<String, Long> throughWh() {
    Map<String, Long> sums = new HashMap<>();
    areas.forEach(area -> sums.put(area, filledWh(area, false)));
    for (int l = 0; l < flows.length; l++) {
      String into = flows[l] > 0 ? links.get(l).to() : links.get(l).from();
      sums.merge(into, Math.abs(flows[l]), Long::sum);
    }
    return sums;
  }

  /** The proof that nothing else is better for these orders, and the prices that show it. */
  OptimalityProof proof() {
    return new OptimalityProof(outcome(), Ties.ANY);
  }

  /** Fills and flows as the proof wants them; the figures are what it is to give. */
  StatedAuction outcome() {
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
        StatedAuction.Rules.USUAL,
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
        order.minimumWh(),
        new Arrival(order.content().participant(), order.arrival()),
        own.energyWh(order),
        fill(order));
  }
}
