package org.commonwatt.core.book;

import org.jspecify.annotations.Nullable;

/**
 * The best offer found so far: best price after fees, then (among bids) the higher limit, then the
 * earlier order, then the smaller fee, then the way that comes first.
 */
final class Candidate {
  private boolean found;
  private @Nullable Route route;
  private int area;
  private int maker;
  private long rank;
  private long limitRank;
  private long sequence;
  private long fee;
  private long price;
  private long available;
  private boolean conditional;

  void clear() {
    found = false;
  }

  boolean isFound() {
    return found;
  }

  int area() {
    return area;
  }

  int maker() {
    return maker;
  }

  Route route() {
    if (route == null) {
      throw new IllegalStateException("no candidate was found");
    }
    return route;
  }

  /** What the arriving order pays (sign +) or gets (sign −) per kWh after fees. */
  long rank() {
    return rank;
  }

  /** The maker's place in time. */
  long sequence() {
    return sequence;
  }

  /** The trade's price before fees, µ/kWh. */
  long price() {
    return price;
  }

  /** The most that the maker can trade on the way, Wh. */
  long available() {
    return available;
  }

  /** Whether the maker stands in the list of orders with a minimum. */
  boolean isConditional() {
    return conditional;
  }

  /** Takes an offer over a way if it is better than what was found. */
  void offer(Offer offer, Route way, long capacity) {
    if (found && !isBetter(offer)) {
      return;
    }
    found = true;
    route = way;
    area = offer.area;
    maker = offer.maker;
    rank = offer.rank;
    limitRank = offer.limitRank;
    sequence = offer.sequence;
    fee = offer.fee;
    price = offer.price;
    available = Math.min(offer.energy, capacity);
    conditional = offer.conditional;
  }

  private boolean isBetter(Offer offer) {
    if (offer.rank != rank) {
      return offer.rank < rank;
    }
    if (offer.limitRank != limitRank) {
      return offer.limitRank < limitRank;
    }
    return offer.sequence != sequence ? offer.sequence < sequence : offer.fee < fee;
  }
}
