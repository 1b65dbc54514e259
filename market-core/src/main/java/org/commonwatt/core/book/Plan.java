package org.commonwatt.core.book;

import java.util.Arrays;
import org.commonwatt.model.CancelReason;
import org.jspecify.annotations.Nullable;

/** What an arriving order would do, step by step. Used again for the next one. */
final class Plan {
  /** A trade with a resting order. */
  static final int TRADE = 0;

  /** A resting order of the same owner is cancelled. */
  static final int CANCEL_MAKER = 1;

  /** A resting order of the same owner loses energy. */
  static final int REDUCE_MAKER = 2;

  /** The arriving order loses energy without a trade. */
  static final int REDUCE_TAKER = 3;

  private int size;
  private int[] kinds = new int[16];
  private int[] makers = new int[16];
  private int[] routes = new int[16];
  private long[] energies = new long[16];
  private long[] prices = new long[16];
  private long filled;
  private int trades;
  private @Nullable CancelReason stop;
  private @Nullable Product halted;
  private long haltPrice;

  void clear() {
    size = 0;
    filled = 0;
    trades = 0;
    stop = null;
    halted = null;
  }

  /** Whether the order would meet nobody. */
  boolean isEmpty() {
    return size == 0 && stop == null;
  }

  int size() {
    return size;
  }

  int kind(int step) {
    return kinds[step];
  }

  int maker(int step) {
    return makers[step];
  }

  /** The way of a trade. */
  int route(int step) {
    return routes[step];
  }

  /** The energy that is traded or lost, Wh. */
  long energy(int step) {
    return energies[step];
  }

  /** The price of a trade, µ/kWh. */
  long price(int step) {
    return prices[step];
  }

  /** The energy of all trades, Wh. */
  long filled() {
    return filled;
  }

  /** How many trades it has. */
  int trades() {
    return trades;
  }

  /** Why what is left is cancelled after the last step, null when nothing stops it. */
  @Nullable CancelReason stop() {
    return stop;
  }

  /** The product that is halted after the last step, null when none is. */
  @Nullable Product halted() {
    return halted;
  }

  long haltPrice() {
    return haltPrice;
  }

  void trade(Candidate with, long energy) {
    int step = add(TRADE, with.maker(), energy);
    prices[step] = with.price();
    routes[step] = with.route().number;
    filled += energy;
    trades++;
  }

  void selfTrade(int kind, int maker, long energy) {
    add(kind, maker, energy);
  }

  void stopAtOwnOrder() {
    stop = CancelReason.SELF_TRADE;
  }

  void stopAtTradeLimit() {
    stop = CancelReason.TRADE_LIMIT;
  }

  void stopAtBand(Product product, long price) {
    stop = CancelReason.HALTED;
    halted = product;
    haltPrice = price;
  }

  private int add(int kind, int maker, long energy) {
    if (size == kinds.length) {
      kinds = Arrays.copyOf(kinds, size * 2);
      makers = Arrays.copyOf(makers, size * 2);
      routes = Arrays.copyOf(routes, size * 2);
      energies = Arrays.copyOf(energies, size * 2);
      prices = Arrays.copyOf(prices, size * 2);
    }
    kinds[size] = kind;
    makers[size] = maker;
    energies[size] = energy;
    return size++;
  }
}
