package org.commonwatt.audit;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.commonwatt.audit.SetRecount.NetworkOrders;
import org.commonwatt.audit.StatedAuctions.Stated;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.LinkFlow;
import org.jspecify.annotations.Nullable;

/**
 * The call auction of one slot, all areas together, by other means than the market's: cheapest ways
 * for fills and flows, all ways between areas for prices, all sets of orders with a minimum. {@code
 * docs/market-rules.md}, "The call auction".
 */
final class AuctionRecount {
  /** Up to so many orders with a minimum every set of them is tried. */
  static final int MAX_MINIMA = 10;

  private final NetworkOrders network;
  private final Stated stated;
  private SetRecount best;
  private boolean isProven = true;

  /**
   * Clears orders, given in any order.
   *
   * @param cleanFirst whether of equal sells those that declare their source come first
   * @param stated what the market says; looked at only where it did not prove its set of orders
   *     with a minimum the best, or where these are too many to try all sets
   */
  AuctionRecount(Areas areas, List<AuditedOrder> orders, boolean cleanFirst, Stated stated) {
    List<AuditedOrder> arrived =
        orders.stream().sorted(Comparator.comparingLong(AuditedOrder::arrival)).toList();
    this.network =
        new NetworkOrders(
            areas.ids().stream().sorted().toList(),
            areas.links().stream()
                .sorted(Comparator.comparing(AreaLink::from).thenComparing(AreaLink::to))
                .toList(),
            arrived,
            new OwnOrders(arrived),
            cleanFirst);
    this.stated = stated;
    do {
      best = search();
    } while (network.own().reduce(best.fills(), best.throughWh()));
  }

  /** Clears orders by the rules alone, without clean sells first. */
  AuctionRecount(Areas areas, List<AuditedOrder> orders) {
    this(areas, orders, false, new Stated(true, Set.of()));
  }

  /** What an order got, Wh. */
  long fill(AuditedOrder order) {
    return best.fill(order);
  }

  /** Whether the audit knows that no other set of orders with a minimum is better. */
  boolean isProven() {
    return isProven;
  }

  /** The result as the market must state it. */
  AuctionCleared cleared(DeliverySlot slot) {
    OptimalityProof proof = best.proof();
    if (!proof.complaints().isEmpty()) {
      throw new IllegalStateException("the audit's own auction is wrong: " + proof.complaints());
    }
    PriceBounds prices = proof.prices();
    int areas = network.areas().size();
    List<@Nullable Long> lowest = new ArrayList<>();
    List<@Nullable Long> highest = new ArrayList<>();
    for (int a = 0; a < areas; a++) {
      lowest.add(prices.lowest(a));
      highest.add(prices.highest(a));
    }
    @Nullable Long[] midpoints = new MidpointPrices(prices, best.outcome().areas()).prices();
    List<AreaCleared> results = new ArrayList<>();
    for (int a = 0; a < areas; a++) {
      String area = network.areas().get(a);
      results.add(
          new AreaCleared(
              area,
              midpoints[a],
              lowest.get(a),
              highest.get(a),
              best.filledWh(area, true),
              best.filledWh(area, false)));
    }
    return new AuctionCleared(slot, results, linkFlows(), best.welfareNano(), stated.optimal());
  }

  private List<LinkFlow> linkFlows() {
    List<LinkFlow> flows = new ArrayList<>();
    for (int l = 0; l < network.links().size(); l++) {
      AreaLink link = network.links().get(l);
      flows.add(new LinkFlow(link.from(), link.to(), best.flow(l)));
    }
    return flows;
  }

  /** The best set of orders with a minimum; the empty one is always there. */
  private SetRecount search() {
    List<Long> minima =
        network.orders().stream()
            .filter(order -> order.minimumWh() > 0 && network.own().energyWh(order) > 0)
            .map(AuditedOrder::id)
            .toList();
    SetRecount found = new SetRecount(network, Set.of());
    isProven = stated.optimal() && minima.size() <= MAX_MINIMA;
    if (!isProven) {
      return better(found, minima.stream().filter(stated.filled()::contains).collect(toSet()));
    }
    for (int bits = 1; bits < 1 << minima.size(); bits++) {
      Set<Long> set = new HashSet<>();
      for (int i = 0; i < minima.size(); i++) {
        if ((bits >> i & 1) == 1) {
          set.add(minima.get(i));
        }
      }
      found = better(found, set);
    }
    return found;
  }

  private SetRecount better(SetRecount known, Set<Long> set) {
    SetRecount other = new SetRecount(network, set);
    return other.isAdmissible() && isBetter(other, known) ? other : known;
  }

  /** By welfare, then volume, then the earliest order that is not in both. */
  private boolean isBetter(SetRecount one, SetRecount other) {
    int order = one.welfareNano().compareTo(other.welfareNano());
    if (order == 0) {
      order = one.volumeWh().compareTo(other.volumeWh());
    }
    if (order != 0) {
      return order > 0;
    }
    for (AuditedOrder candidate : network.orders()) {
      boolean here = one.accepted().contains(candidate.id());
      if (here != other.accepted().contains(candidate.id())) {
        return here;
      }
    }
    return false;
  }
}
