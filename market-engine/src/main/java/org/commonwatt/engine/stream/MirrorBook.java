package org.commonwatt.engine.stream;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.core.Order;
import org.commonwatt.core.OrderBook;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * The book of an area in a slot, followed by events alone: what it shows is what {@code
 * MarketStateMachine.book} shows, though the engine is never asked again.
 *
 * <p>An iceberg shows at most its peak. A trade with an order that rests takes from what it shows,
 * and when that is used up it is refilled; whatever else takes energy takes what is hidden first.
 */
public final class MirrorBook {
  private final String area;
  private final DeliverySlot slot;
  private final Map<Long, Resting> orders = new HashMap<>();
  private final TreeMap<Long, OrderBook.Level> buys = new TreeMap<>(Comparator.reverseOrder());
  private final TreeMap<Long, OrderBook.Level> sells = new TreeMap<>();
  private final Map<Long, OrderBook.Level> buysBefore = new TreeMap<>(Comparator.reverseOrder());
  private final Map<Long, OrderBook.Level> sellsBefore = new TreeMap<>();

  /**
   * The book of a product.
   *
   * @param open the orders that are open in it
   */
  public MirrorBook(String area, DeliverySlot slot, Collection<Order> open) {
    this.area = area;
    this.slot = slot;
    for (Order order : open) {
      Resting resting = new Resting(order.side(), order.terms().peakWh(), order.priceMicroPerKwh());
      resting.open = order.openWh();
      resting.shown = order.shownWh();
      orders.put(order.orderId(), resting);
      show(resting);
    }
    buysBefore.clear();
    sellsBefore.clear();
  }

  /** An open order as far as the book shows it. */
  private static final class Resting {
    private final Side side;
    private final long peak;
    private long price;
    private long open;
    private long shown;

    Resting(Side side, long peak, long price) {
      this.side = side;
      this.peak = peak;
      this.price = price;
    }

    /** What it shows when it enters. */
    void enter() {
      shown = peak > 0 ? Math.min(peak, open) : open;
    }
  }

  /** What has changed since it was last asked: levels as they are now, of 0 orders if gone. */
  public OrderBook takeChanges() {
    OrderBook changes = new OrderBook(changes(buysBefore, buys), changes(sellsBefore, sells));
    buysBefore.clear();
    sellsBefore.clear();
    return changes;
  }

  /** The levels of the buys, highest price first. */
  public Collection<OrderBook.Level> buys() {
    return buys.values();
  }

  /** The levels of the sells, lowest price first. */
  public Collection<OrderBook.Level> sells() {
    return sells.values();
  }

  /** Takes an event; those of other products change nothing. */
  public void apply(Event event) {
    if (event instanceof Event.OrderAccepted accepted) {
      accept(accepted);
    } else if (event instanceof Event.ContinuousTrade trade) {
      if (trade.isBilateral()) {
        return; // no order of the book
      }
      take(trade.takerOrderId(), trade.energyWh());
      make(trade.makerOrderId(), trade.energyWh());
    } else if (event instanceof Event.OrderFilled filled) {
      take(filled.orderId(), filled.energyWh());
    } else if (event instanceof Event.OrderReduced reduced) {
      reduce(reduced.orderId(), reduced.byWh());
    } else if (event instanceof Event.OrderAmended amended) {
      amend(amended);
    } else if (event instanceof Event.AlternativeChosen chosen) {
      limit(chosen);
    } else if (event instanceof Event.OrderCancelled cancelled) {
      end(cancelled.orderId());
    } else if (event instanceof Event.OrderExpired expired) {
      end(expired.orderId());
    }
  }

  private void accept(Event.OrderAccepted accepted) {
    if (!accepted.area().equals(area) || !accepted.slot().equals(slot)) {
      return;
    }
    OrderTerms terms = accepted.terms();
    Resting order = new Resting(accepted.side(), terms.peakWh(), accepted.priceMicroPerKwh());
    order.open = accepted.energyWh();
    order.enter();
    orders.put(accepted.orderId(), order);
    show(order);
  }

  /** An arriving order, or one in an auction, got energy: it enters with what is left. */
  private void take(long orderId, long energyWh) {
    Resting order = hidden(orderId);
    if (order != null) {
      order.open -= energyWh;
      order.enter();
      showUnlessGone(orderId, order);
    }
  }

  private void make(long orderId, long energyWh) {
    Resting order = hidden(orderId);
    if (order != null) {
      order.open -= energyWh;
      order.shown -= energyWh;
      if (order.shown == 0) {
        order.enter();
      }
      showUnlessGone(orderId, order);
    }
  }

  private void reduce(long orderId, long byWh) {
    Resting order = hidden(orderId);
    if (order != null) {
      order.open -= byWh;
      order.shown = Math.min(order.shown, order.open);
      showUnlessGone(orderId, order);
    }
  }

  private void amend(Event.OrderAmended amended) {
    Resting order = hidden(amended.orderId());
    if (order != null) {
      order.open = amended.energyWh();
      order.price = amended.priceMicroPerKwh();
      if (amended.keptPriority()) {
        order.shown = Math.min(order.shown, order.open);
      } else {
        order.enter();
      }
      showUnlessGone(amended.orderId(), order);
    }
  }

  /** A preference shows at its highest limit until it goes on with one of them. */
  private void limit(Event.AlternativeChosen chosen) {
    Resting order = hidden(chosen.orderId());
    if (order != null) {
      order.price = chosen.priceMicroPerKwh();
      show(order);
    }
  }

  private void end(long orderId) {
    if (hidden(orderId) != null) {
      orders.remove(orderId);
    }
  }

  /** Takes an order out of its level; null when it is not of this book. */
  private @Nullable Resting hidden(long orderId) {
    Resting order = orders.get(orderId);
    if (order != null) {
      change(order, -order.shown, -1);
    }
    return order;
  }

  private void showUnlessGone(long orderId, Resting order) {
    if (order.open > 0) {
      show(order);
    } else {
      orders.remove(orderId);
    }
  }

  private void show(Resting order) {
    change(order, order.shown, 1);
  }

  private void change(Resting order, long byWh, int byOrders) {
    boolean buy = order.side == Side.BUY;
    TreeMap<Long, OrderBook.Level> side = buy ? buys : sells;
    OrderBook.Level now = side.get(order.price);
    OrderBook.Level before = now == null ? new OrderBook.Level(order.price, 0, 0) : now;
    (buy ? buysBefore : sellsBefore).putIfAbsent(order.price, before);
    int count = before.orders() + byOrders;
    if (count == 0) {
      side.remove(order.price);
    } else {
      long energy = Math.addExact(before.energyWh(), byWh);
      side.put(order.price, new OrderBook.Level(order.price, energy, count));
    }
  }

  private static List<OrderBook.Level> changes(
      Map<Long, OrderBook.Level> before, Map<Long, OrderBook.Level> now) {
    List<OrderBook.Level> changed = new ArrayList<>();
    for (Map.Entry<Long, OrderBook.Level> one : before.entrySet()) {
      OrderBook.Level level =
          now.getOrDefault(one.getKey(), new OrderBook.Level(one.getKey(), 0, 0));
      if (!level.equals(one.getValue())) {
        changed.add(level);
      }
    }
    return changed;
  }
}
