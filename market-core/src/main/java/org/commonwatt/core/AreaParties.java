package org.commonwatt.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

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
  private final Map<String, Others> owners = new LinkedHashMap<>(); // who would trade with itself

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
    List<Place> own =
        paired.keySet().stream().filter(place -> buyer(place).equals(seller(place))).toList();
    own.forEach(place -> owners.computeIfAbsent(buyer(place), Others::new));
    own.forEach(place -> changePartners(place, Objects.requireNonNull(owners.get(buyer(place)))));
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

  private void changePartners(Place own, Others others) {
    for (long left = energyWh(own); left > 0; left = energyWh(own)) {
      Place other = others.first();
      long energy = Math.min(left, energyWh(other));
      put(own, -energy);
      put(other, -energy);
      put(new Place(own.buy(), other.sell()), energy);
      put(new Place(other.buy(), own.sell()), energy);
    }
  }

  private String buyer(Place place) {
    return buys.get(place.buy()).party();
  }

  private String seller(Place place) {
    return sells.get(place.sell()).party();
  }

  private long energyWh(Place place) {
    return paired.getOrDefault(place, 0L);
  }

  /** Adds to a pair; a pair of 0 Wh is none. */
  private void put(Place place, long energyWh) {
    long sum = Math.addExact(energyWh(place), energyWh);
    if (sum == 0) {
      paired.remove(place);
    } else if (paired.put(place, sum) == null) {
      owners.values().forEach(others -> others.entered(place));
    }
  }

  /**
   * The pairs that an owner is not in, in order. Each is used up before the next is looked at, so
   * that before the one reached there are only those that entered since.
   */
  private final class Others {
    private final String owner;
    private final NavigableSet<Place> entered = new TreeSet<>(IN_ORDER);
    private @Nullable Place reached;

    Others(String owner) {
      this.owner = owner;
    }

    /** The first pair. */
    Place first() {
      while (!entered.isEmpty()) {
        if (paired.containsKey(entered.first())) {
          return entered.first();
        }
        entered.pollFirst();
      }
      Place place = reached == null ? paired.firstKey() : paired.ceilingKey(reached);
      while (place != null && isIn(place)) {
        place = paired.higherKey(place);
      }
      if (place == null) {
        throw new IllegalStateException("too little energy of others to pair " + owner + " with");
      }
      reached = place;
      return place;
    }

    void entered(Place place) {
      if (reached != null && IN_ORDER.compare(place, reached) < 0 && !isIn(place)) {
        entered.add(place);
      }
    }

    private boolean isIn(Place place) {
      return owner.equals(buyer(place)) || owner.equals(seller(place));
    }
  }
}
