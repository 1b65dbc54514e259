package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.Side;
import org.commonwatt.model.StatedAuction;
import org.commonwatt.model.StatedAuction.Order;

/**
 * Whether orders of one area, side and price share what they got together as the rules say: who has
 * a minimum and got anything keeps it, and the rest goes to clean sells first where the rules want
 * that, then in proportion to what each could still take, in whole Wh by largest remainder, or to
 * the earlier.
 */
final class EqualShares {
  private static final Comparator<Order> BY_ARRIVAL =
      Comparator.comparingLong((Order order) -> order.owner().time()).thenComparing(Order::id);

  private final StatedAuction.Rules rules;
  private final Map<Order, Long> due = new HashMap<>();

  private EqualShares(StatedAuction.Rules rules) {
    this.rules = rules;
  }

  private record Level(int area, Side side, long priceMicroPerKwh) {}

  /** What is wrong with the shares of a result; empty when nothing is. */
  static List<String> complaints(StatedAuction auction) {
    Map<Level, List<Order>> levels = new HashMap<>();
    for (Order order : auction.orders()) {
      Level level = new Level(order.area(), order.side(), order.priceMicroPerKwh());
      levels.computeIfAbsent(level, k -> new ArrayList<>()).add(order);
    }
    List<String> complaints = new ArrayList<>();
    if (!List.of("pro-rata", "time").contains(auction.rules().ties())) {
      complaints.add("there is no such rule of ties: " + auction.rules().ties());
    }
    for (Order order : auction.orders()) { // in their order, whatever that of the map
      Level level = new Level(order.area(), order.side(), order.priceMicroPerKwh());
      List<Order> equals = levels.remove(level);
      if (equals != null) {
        complaints.addAll(new EqualShares(auction.rules()).judge(equals));
      }
    }
    return complaints;
  }

  private List<String> judge(List<Order> equals) {
    List<Order> sharing =
        equals.stream()
            .filter(order -> order.minEnergyWh() == 0 || order.fillWh() > 0)
            .sorted(BY_ARRIVAL)
            .toList();
    if (sharing.size() < 2 || !sharing.stream().allMatch(EqualShares::isPossible)) {
      return List.of(); // nothing to share, or a fill that others complain of
    }
    long left = sharing.stream().mapToLong(o -> o.fillWh() - o.minEnergyWh()).sum();
    boolean cleanFirst = rules.cleanFirst() && !sharing.get(0).isBuy();
    List<Order> first = sharing.stream().filter(o -> cleanFirst && o.owner().clean()).toList();
    List<Order> others = sharing.stream().filter(o -> !cleanFirst || !o.owner().clean()).toList();
    long taken = Math.min(left, moreWh(first));
    share(first, taken);
    share(others, left - taken);
    List<String> complaints = new ArrayList<>();
    for (Order order : sharing) {
      long fill = order.minEnergyWh() + due.getOrDefault(order, 0L);
      if (order.fillWh() != fill) {
        complaints.add(
            order.id() + " shares " + fill + " Wh with its equals, stated is " + order.fillWh());
      }
    }
    return complaints;
  }

  /** Orders by arrival. */
  private void share(List<Order> orders, long amount) {
    if (rules.ties().equals("time")) {
      long left = amount;
      for (Order order : orders) {
        long part = Math.min(left, moreWh(order));
        due.put(order, part);
        left -= part;
      }
    } else if (amount > 0) {
      shareInProportion(orders, amount);
    }
  }

  private void shareInProportion(List<Order> orders, long amount) {
    BigInteger all = BigInteger.valueOf(moreWh(orders));
    Map<Order, BigInteger> remainders = new HashMap<>();
    long left = amount;
    for (Order order : orders) {
      BigInteger[] part =
          BigInteger.valueOf(moreWh(order))
              .multiply(BigInteger.valueOf(amount))
              .divideAndRemainder(all);
      due.put(order, part[0].longValueExact());
      remainders.put(order, part[1]);
      left -= part[0].longValueExact();
    }
    List<Order> byRemainder = new ArrayList<>(orders); // a stable sort keeps arrivals in order
    byRemainder.sort(
        Comparator.comparing(
            (Order o) -> remainders.getOrDefault(o, BigInteger.ZERO), Comparator.reverseOrder()));
    for (Order order : byRemainder.subList(0, (int) left)) {
      due.merge(order, 1L, Long::sum);
    }
  }

  private static boolean isPossible(Order order) {
    return order.minEnergyWh() <= order.fillWh()
        && order.fillWh() <= order.participatingWh()
        && order.participatingWh() <= order.energyWh();
  }

  /** What an order could take beyond its minimum. */
  private static long moreWh(Order order) {
    return order.participatingWh() - order.minEnergyWh();
  }

  private static long moreWh(List<Order> orders) {
    return orders.stream().mapToLong(EqualShares::moreWh).reduce(0, Math::addExact);
  }
}
