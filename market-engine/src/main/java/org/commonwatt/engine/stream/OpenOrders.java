package org.commonwatt.engine.stream;

import org.commonwatt.core.Order;

/** Hears of open orders that a channel begins with. */
@FunctionalInterface
public interface OpenOrders {
  /** An order that is open. */
  void known(Order order);
}
