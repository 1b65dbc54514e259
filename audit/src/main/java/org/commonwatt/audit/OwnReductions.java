package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedList;
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
  /** By time, then id. */
  static final Comparator<Order> ARRIVAL =
      Comparator.comparingLong((Order o) -> o.owner().time()).thenComparing(Order::id);

  private final List<String> complaints = new ArrayList<>();
  private final Map<Integer, Long> through =
      new HashMap<>(); // by area, sold in it or flown into it

  private static final class Earlier {
    private final Order order;
    private long unusedWh;

    private Earlier(Order order, long unusedWh) {
      this.order = order;
      this.unusedWh = unusedWh;
    }
  }

  private OwnReductions(StatedAuction auction) {
    for (Order order : auction.orders()) {
      if (!order.isBuy()) {
        through.merge(order.area(), order.fillWh(), Long::sum);
      }
    }
    for (Link link : auction.links()) {
      int into = link.flowWh() > 0 ? link.to() : link.from();
      through.merge(into, Math.abs(link.flowWh()), Long::sum);
    }
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

  /**
   * With how much each of an owner's orders in one area can take part at most, by id, Wh.
   *
   * @param orders in order of arrival
   */
  static Map<String, Long> most(List<Order> orders) {
    Map<String, Long> most = new HashMap<>();
    List<Earlier> buys = new LinkedList<>();
    List<Earlier> sells = new LinkedList<>();
    for (Order order : orders) {
      long left = leftOf(order, order.isBuy() ? sells : buys);
      most.put(order.id(), left);
      if (left > 0) {
        (order.isBuy() ? buys : sells).add(new Earlier(order, left));
      }
    }
    return most;
  }

  private void verify(List<Order> orders) {
    orders.sort(ARRIVAL);
    List<Earlier> buys = new LinkedList<>(); // that have energy unused
    List<Earlier> sells = new LinkedList<>();
    long dearestBuy = Long.MIN_VALUE;
    long cheapestSell = Long.MAX_VALUE;
    for (Order order : orders) {
      long price = order.priceMicroPerKwh();
      long left = leftOf(order, order.isBuy() ? sells : buys);
      verify(order, left, order.isBuy() ? price >= cheapestSell : price <= dearestBuy);
      if (order.isBuy()) {
        dearestBuy = Math.max(dearestBuy, price);
      } else {
        cheapestSell = Math.min(cheapestSell, price);
      }
      if (left > 0) {
        (order.isBuy() ? buys : sells).add(new Earlier(order, left));
      }
    }
    verifyPartners(orders);
  }

  /** What the earlier orders of the other side leave of an order, each of their Wh used once. */
  private static long leftOf(Order order, List<Earlier> others) {
    long left = order.energyWh();
    Iterator<Earlier> next = others.iterator();
    while (left > 0 && next.hasNext()) {
      Earlier earlier = next.next();
      if (cross(earlier.order, order)) {
        long taken = Math.min(left, earlier.unusedWh);
        earlier.unusedWh -= taken;
        left -= taken;
        left = left < order.minEnergyWh() ? 0 : left;
      }
      if (earlier.unusedWh == 0) {
        next.remove();
      }
    }
    return left;
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
        buys == 0 || sells == 0 || buys + sells <= through.getOrDefault(area, 0L),
        "the owner of " + orders.get(0).id() + " trades with itself");
  }

  private static long filled(Collection<Order> orders, boolean buys) {
    return orders.stream().filter(o -> o.isBuy() == buys).mapToLong(Order::fillWh).sum();
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
