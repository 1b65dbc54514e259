package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.StatedAuction;
import org.commonwatt.model.StatedAuction.Link;
import org.commonwatt.model.StatedAuction.Order;

/**
 * Whether stated reductions are such as keep an owner from trading with itself: only an order that
 * crosses an earlier one of its owner in its area is reduced, by no less than the earlier ones'
 * energy, and what the owner's orders got can all be paired with others. How much further an order
 * is reduced than that depends on auctions held before, and is not judged.
 */
final class OwnReductions {
  private final StatedAuction auction;
  private final List<String> complaints = new ArrayList<>();

  private OwnReductions(StatedAuction auction) {
    this.auction = auction;
  }

  /** What is wrong with the reductions of a result; empty when nothing is. */
  static List<String> complaints(StatedAuction auction) {
    OwnReductions check = new OwnReductions(auction);
    Map<List<Object>, List<Order>> groups = new HashMap<>(); // by owner and area
    for (Order order : auction.orders()) {
      String participant = order.owner().participant();
      List<Object> key = // an owner of this order alone has none
          participant == null ? List.of(order.id()) : List.of(participant, order.area());
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(order);
    }
    for (List<Order> orders : groups.values()) {
      if (orders.size() > 1) {
        check.verify(orders);
      } else {
        check.expect(
            !orders.get(0).isReduced(),
            orders.get(0).id() + " is reduced, but its owner has no other order");
      }
    }
    return check.complaints;
  }

  private void verify(List<Order> orders) {
    orders.sort(Comparator.comparingLong((Order o) -> o.owner().time()).thenComparing(Order::id));
    long[] unused = new long[orders.size()]; // each Wh of an earlier order counts once
    for (int later = 0; later < orders.size(); later++) {
      Order order = orders.get(later);
      long left = order.energyWh();
      boolean crosses = false;
      for (int earlier = 0; earlier < later; earlier++) {
        if (cross(orders.get(earlier), order)) {
          crosses = true;
          long taken = Math.min(left, unused[earlier]);
          unused[earlier] -= taken;
          left -= taken;
          left = left < order.minEnergyWh() ? 0 : left;
        }
      }
      unused[later] = left;
      verify(order, left, crosses);
    }
    verifyPartners(orders);
  }

  private void verify(Order order, long most, boolean crosses) {
    long stated = order.participatingWh();
    expect(
        stated <= most,
        order.id() + " takes part with more than crosses no earlier order: " + most);
    if (order.isReduced()) {
      expect(
          0 <= stated && stated < order.energyWh(), order.id() + " is reduced to what is no less");
      expect(crosses, order.id() + " is reduced, but crosses no earlier order of its owner");
    }
  }

  /** Buys and sells together can be paired with others if the area passes on so much energy. */
  private void verifyPartners(List<Order> orders) {
    long buys = filled(orders, true);
    long sells = filled(orders, false);
    int area = orders.get(0).area();
    expect(
        buys == 0 || sells == 0 || buys + sells <= through(area),
        "the owner of " + orders.get(0).id() + " trades with itself");
  }

  private static long filled(Collection<Order> orders, boolean buys) {
    return orders.stream().filter(o -> o.isBuy() == buys).mapToLong(Order::fillWh).sum();
  }

  /** What is sold in an area and flows into it, Wh. */
  private long through(int area) {
    long sum = filled(auction.orders().stream().filter(o -> o.area() == area).toList(), false);
    for (Link link : auction.links()) {
      int into = link.flowWh() > 0 ? link.to() : link.from();
      sum += into == area ? Math.abs(link.flowWh()) : 0;
    }
    return sum;
  }

  private void expect(boolean holds, String complaint) {
    if (!holds) {
      complaints.add(complaint);
    }
  }

  private static boolean cross(Order one, Order other) {
    if (one.isBuy() == other.isBuy()) {
      return false;
    }
    long difference = one.priceMicroPerKwh() - other.priceMicroPerKwh();
    return one.isBuy() ? difference >= 0 : difference <= 0;
  }
}
