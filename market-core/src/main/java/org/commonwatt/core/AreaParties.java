package org.commonwatt.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Side;

/**
 * Who trades with whom in one area: those who take energy (buys by order id, then links that take
 * it away) are matched one against the other with those who give it (sells by order id, then links
 * that bring it) until both are used up. Energy that would pair an owner with itself changes
 * partners with the first pairs that the owner is not in; the auction leaves enough of them.
 */
final class AreaParties {
  private static final Comparator<Place> IN_ORDER =
      Comparator.comparingInt(Place::buy).thenComparingInt(Place::sell);

  private final List<Share> buys = new ArrayList<>();
  private final List<Share> sells = new ArrayList<>();
  private final TreeMap<Place, Long> paired = new TreeMap<>(IN_ORDER);

  /**
   * What a party takes or gives.
   *
   * @param orderId its order, 0 for a link
   */
  record Share(long orderId, String party, long energyWh) {}

  /** A trade between two parties. */
  record Pair(Share buy, Share sell, long energyWh) {}

  /** Indexes of the two sides of a pair. */
  private record Place(int buy, int sell) {}

  /** The parties of an area that must be there. */
  static AreaParties at(Map<String, AreaParties> all, String area) {
    AreaParties found = all.get(area);
    if (found == null) {
      throw new IllegalStateException("no area " + area);
    }
    return found;
  }

  /** Adds what an order got. */
  void add(OrderAccepted order, long filledWh) {
    if (filledWh > 0) {
      (order.side() == Side.BUY ? buys : sells)
          .add(new Share(order.orderId(), order.participant(), filledWh));
    }
  }

  /** Adds a link that takes energy away, or brings it when negative. */
  void exports(String party, long flowWh) {
    if (flowWh != 0) {
      (flowWh > 0 ? buys : sells).add(new Share(0, party, Math.abs(flowWh)));
    }
  }

  /** The trades, in order of their buyer's, then their seller's place. */
  List<Pair> pairs() {
    matchInOrder();
    for (Place place : List.copyOf(paired.keySet())) {
      String owner = buys.get(place.buy()).party();
      if (owner.equals(sells.get(place.sell()).party())) {
        changePartners(place, owner);
      }
    }
    return paired.entrySet().stream()
        .map(e -> new Pair(buys.get(e.getKey().buy()), sells.get(e.getKey().sell()), e.getValue()))
        .toList();
  }

  private void matchInOrder() {
    int sell = 0;
    long sellLeft = sells.isEmpty() ? 0 : sells.get(0).energyWh();
    for (int buy = 0; buy < buys.size(); buy++) {
      long buyLeft = buys.get(buy).energyWh();
      while (buyLeft > 0) {
        if (sellLeft == 0) {
          sellLeft = sells.get(++sell).energyWh();
        }
        long energy = Math.min(buyLeft, sellLeft);
        put(new Place(buy, sell), energy);
        buyLeft -= energy;
        sellLeft -= energy;
      }
    }
  }

  private void changePartners(Place own, String owner) {
    for (Place other : List.copyOf(paired.keySet())) {
      boolean involved =
          owner.equals(buys.get(other.buy()).party())
              || owner.equals(sells.get(other.sell()).party());
      long energy = Math.min(paired.getOrDefault(own, 0L), paired.getOrDefault(other, 0L));
      if (!involved && energy > 0) {
        put(own, -energy);
        put(other, -energy);
        put(new Place(own.buy(), other.sell()), energy);
        put(new Place(other.buy(), own.sell()), energy);
      }
    }
    if (paired.containsKey(own)) {
      throw new IllegalStateException("too little energy of others to pair " + owner + " with");
    }
  }

  /** Adds to a pair; a pair of 0 Wh is none. */
  private void put(Place place, long energyWh) {
    long sum = Math.addExact(paired.getOrDefault(place, 0L), energyWh);
    if (sum == 0) {
      paired.remove(place);
    } else {
      paired.put(place, sum);
    }
  }
}
