package org.commonwatt.core.book;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All ways of a network, found by walking it, with their fees, in the order that decides ties. */
final class ReferenceNetwork {
  final BookNetwork network;
  private final Map<Integer, List<Way>> ways = new HashMap<>();

  /** A way: the links it takes, each with +1 or −1 for its direction, and the areas it touches. */
  record Way(List<Integer> links, List<Integer> directions, List<Integer> areas) {}

  ReferenceNetwork(BookNetwork network) {
    this.network = network;
    for (int from = 0; from < network.areas(); from++) {
      for (int to = 0; to < network.areas(); to++) {
        List<Way> found = new ArrayList<>();
        walk(to, new Way(List.of(), List.of(), List.of(from)), found);
        found.sort(ReferenceNetwork::inOrder);
        ways.put(from * 1_000 + to, found);
      }
    }
  }

  List<Way> ways(int from, int to) {
    return ways.getOrDefault(from * 1_000 + to, List.of());
  }

  /** Constants and shares of all links, and of every grid level on the way once. */
  long fee(Way way, long price) {
    long fee = 0;
    Set<Integer> levels = new HashSet<>();
    for (int link : way.links()) {
      fee += fee(network.links().get(link).fee(), price);
      levels.add(network.links().get(link).level());
    }
    for (int area : way.areas()) {
      levels.add(network.areaLevels().get(area));
    }
    for (int level : levels) {
      fee += level < 0 ? 0 : fee(network.levels().get(level), price);
    }
    return fee;
  }

  /** The highest price that leaves room for its fee under a bid, found by trying downwards. */
  long covered(Way way, long bid) {
    long price = bid;
    while (price + fee(way, price) > bid) {
      price--;
    }
    return price;
  }

  /** A way is free only if it brings no fee at any price. */
  boolean isCharged(Way way) {
    return fee(way, 0) > 0 || fee(way, 10_000_000_000L) > 0;
  }

  /** The largest fee that a trade of the area could bring at the largest price. */
  long largestFee(int area, SlotRules rules) {
    long price =
        Math.max(Math.abs(rules.minPriceMicroPerKwh()), Math.abs(rules.maxPriceMicroPerKwh()));
    long largest = 0;
    for (int other = 0; other < network.areas(); other++) {
      for (Way way : ways(area, other)) {
        largest = Math.max(largest, fee(way, price));
      }
      for (Way way : ways(other, area)) {
        largest = Math.max(largest, fee(way, price));
      }
    }
    return largest;
  }

  private static long fee(FeeRule rule, long price) {
    long share = -Math.floorDiv(-Math.max(price, 0) * rule.ppm(), 1_000_000L); // rounded up
    return rule.constantMicroPerKwh() + share;
  }

  private void walk(int to, Way way, List<Way> found) {
    int at = way.areas().get(way.areas().size() - 1);
    if (at == to) {
      found.add(way);
      return;
    }
    for (int i = 0; i < network.links().size(); i++) {
      BookLink link = network.links().get(i);
      step(to, way, found, i, link.from() == at ? link.to() : -1, 1);
      step(to, way, found, i, link.to() == at ? link.from() : -1, -1);
    }
  }

  private void step(int to, Way way, List<Way> found, int link, int next, int direction) {
    if (next >= 0 && !way.areas().contains(next)) {
      walk(
          to,
          new Way(
              plus(way.links(), link), plus(way.directions(), direction), plus(way.areas(), next)),
          found);
    }
  }

  private static List<Integer> plus(List<Integer> list, int value) {
    List<Integer> longer = new ArrayList<>(list);
    longer.add(value);
    return longer;
  }

  private static int inOrder(Way a, Way b) {
    if (a.links().size() != b.links().size()) {
      return a.links().size() - b.links().size();
    }
    for (int i = 0; i < a.links().size(); i++) {
      if (!a.links().get(i).equals(b.links().get(i))) {
        return a.links().get(i) - b.links().get(i);
      }
    }
    return 0;
  }
}
