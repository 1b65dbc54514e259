package org.commonwatt.core.book;

/** A slot in continuous trading: its rules, its products and what its links carry. */
final class OpenSlot {
  final int number;
  final SlotRules rules;
  final Product[] products;
  final long[] minFlows;
  final long[] maxFlows;
  final long[] flows;

  OpenSlot(int number, SlotRules rules, int areas, int links) {
    this.number = number;
    this.rules = rules;
    this.products = new Product[areas];
    this.minFlows = new long[links];
    this.maxFlows = new long[links];
    this.flows = new long[links];
  }

  /** The energy that a way can still take under given flows, Wh. */
  long capacity(Route route, long[] given) {
    long capacity = Long.MAX_VALUE;
    for (int i = 0; i < route.links.length; i++) {
      int link = route.links[i];
      long left =
          route.directions[i] > 0 ? maxFlows[link] - given[link] : given[link] - minFlows[link];
      capacity = Math.min(capacity, left);
    }
    return capacity;
  }

  /** Lets energy take a way. */
  static void carry(Route route, long energy, long[] flows) {
    for (int i = 0; i < route.links.length; i++) {
      flows[route.links[i]] += route.directions[i] * energy;
    }
  }
}
