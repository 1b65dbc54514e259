package org.commonwatt.core;

import org.jspecify.annotations.Nullable;

/**
 * The places that the orders and trades of all kept slots take, and those that auctions to come may
 * take: as many as there are orders for them, because an auction makes at most one trade for each
 * of its orders, and a few for its links.
 */
final class MarketPlaces {
  private final Places taken = new Places();
  private final Places reserved = new Places();

  /** How many are taken. */
  int taken() {
    return taken.used();
  }

  /** How many are taken or reserved. */
  int used() {
    return taken.used() + reserved.used();
  }

  /** How many a participant has taken, or are reserved for the trades of its orders. */
  int of(String participant) {
    return taken.of(participant) + reserved.of(participant);
  }

  /**
   * Takes a place.
   *
   * @param owner whose it is, null when nobody's
   * @param beforeAuction whether it is that of an order which may trade in an auction
   */
  void take(@Nullable String owner, boolean beforeAuction) {
    taken.take(owner);
    if (beforeAuction) {
      reserved.take(owner);
    }
  }

  /**
   * Adds the places of a slot.
   *
   * @param beforeAuction whether its auction is to come
   */
  void add(Places slot, boolean beforeAuction) {
    taken.add(slot);
    if (beforeAuction) {
      reserved.add(slot);
    }
  }

  /** The auction of a slot begins: its trades take places, and none are reserved for them. */
  void release(Places slot) {
    reserved.remove(slot);
  }

  /** A slot is dropped: its places are free. */
  void remove(Places slot) {
    taken.remove(slot);
  }
}
