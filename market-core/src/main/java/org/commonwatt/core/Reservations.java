package org.commonwatt.core;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/**
 * What open orders and trades reserve of each account, over all slots that have guarantees and are
 * not settled. Kept up with every change, because a check of an order must not walk all slots; it
 * is no state of its own: it follows from the orders and trades of the slots.
 */
final class Reservations {
  private static final Sum NOTHING = new Sum(); // nobody adds to it

  private final Map<String, Sum> byAccount = new HashMap<>();

  /** The sums of one account. */
  static final class Sum {
    private BigInteger ordersNano = BigInteger.ZERO;
    private BigInteger tradesNano = BigInteger.ZERO;

    void addOrders(long nano) {
      ordersNano = ordersNano.add(BigInteger.valueOf(nano));
    }

    void addTrades(long nano) {
      tradesNano = tradesNano.add(BigInteger.valueOf(nano));
    }

    BigInteger ordersNano() {
      return ordersNano;
    }

    BigInteger tradesNano() {
      return tradesNano;
    }
  }

  /** The sums of an account as they are; 0 when nothing was ever reserved. */
  Sum of(String account) {
    return byAccount.getOrDefault(account, NOTHING);
  }

  /** The sums of an account, to add to. */
  Sum at(String account) {
    return byAccount.computeIfAbsent(account, first -> new Sum());
  }
}
