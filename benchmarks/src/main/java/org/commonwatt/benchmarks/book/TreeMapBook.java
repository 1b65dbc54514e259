package org.commonwatt.benchmarks.book;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The book that one writes first: a TreeMap of queues for each side, and a HashMap of orders. */
final class TreeMapBook implements StreamBook {
  private final TreeMap<Long, ArrayDeque<Order>> buys = new TreeMap<>(Collections.reverseOrder());
  private final TreeMap<Long, ArrayDeque<Order>> sells = new TreeMap<>();
  private final Map<Long, Order> orders = new HashMap<>();

  private static final class Order {
    final long id;
    final long price;
    final boolean buys;
    long quantity;

    Order(long id, long price, boolean buys, long quantity) {
      this.id = id;
      this.price = price;
      this.buys = buys;
      this.quantity = quantity;
    }
  }

  @Override
  public void reset() {
    buys.clear();
    sells.clear();
    orders.clear();
  }

  @Override
  public void place(OrderStream stream, int message, boolean immediate, StreamRecord out) {
    boolean buy = stream.buys(message);
    Order order =
        new Order(stream.ids[message], stream.prices[message], buy, stream.quantities[message]);
    match(order, buy ? sells : buys, out);
    if (order.quantity > 0 && immediate) {
      out.cut(message);
    } else if (order.quantity > 0) {
      orders.put(order.id, order);
      (buy ? buys : sells).computeIfAbsent(order.price, p -> new ArrayDeque<>()).addLast(order);
    }
  }

  private void match(Order order, TreeMap<Long, ArrayDeque<Order>> others, StreamRecord out) {
    while (order.quantity > 0 && !others.isEmpty()) {
      Map.Entry<Long, ArrayDeque<Order>> best = others.firstEntry();
      long price = best.getKey();
      if (order.buys ? price > order.price : price < order.price) {
        return;
      }
      ArrayDeque<Order> queue = best.getValue();
      while (order.quantity > 0 && !queue.isEmpty()) {
        Order maker = queue.getFirst();
        long traded = Math.min(order.quantity, maker.quantity);
        out.fill(price, traded, maker.id);
        order.quantity -= traded;
        maker.quantity -= traded;
        if (maker.quantity == 0) {
          queue.removeFirst();
          orders.remove(maker.id);
        }
      }
      if (queue.isEmpty()) {
        others.remove(price);
      }
    }
  }

  @Override
  public boolean cancel(long id) {
    Order order = orders.remove(id);
    if (order == null) {
      return false;
    }
    TreeMap<Long, ArrayDeque<Order>> side = order.buys ? buys : sells;
    ArrayDeque<Order> queue = side.get(order.price);
    if (queue == null || !queue.remove(order)) {
      throw new IllegalStateException("order " + id + " is in no queue");
    }
    if (queue.isEmpty()) {
      side.remove(order.price);
    }
    return true;
  }
}
