package org.commonwatt.core;

import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Side;

/**
 * The open orders of an area in a slot, added up by price and without names.
 *
 * @param buys highest price first
 * @param sells lowest price first
 */
public record OrderBook(List<Level> buys, List<Level> sells) {

  /**
   * The open orders of one side at one price.
   *
   * @param priceMicroPerKwh limit price, µ/kWh
   * @param energyWh their energy together, Wh
   * @param orders how many they are
   */
  public record Level(long priceMicroPerKwh, long energyWh, int orders) {
    private Level plus(Level other) {
      return new Level(
          priceMicroPerKwh, Math.addExact(energyWh, other.energyWh), orders + other.orders);
    }
  }

  /** Copies the levels. */
  public OrderBook {
    buys = List.copyOf(buys);
    sells = List.copyOf(sells);
  }

  /** Adds up open orders. */
  static OrderBook of(List<OrderEntry> open) {
    TreeMap<Long, Level> buys = new TreeMap<>(Comparator.reverseOrder());
    TreeMap<Long, Level> sells = new TreeMap<>();
    for (OrderEntry entry : open) {
      OrderAccepted order = entry.accepted();
      (order.side() == Side.BUY ? buys : sells)
          .merge(
              order.priceMicroPerKwh(),
              new Level(order.priceMicroPerKwh(), order.energyWh(), 1),
              Level::plus);
    }
    return new OrderBook(List.copyOf(buys.values()), List.copyOf(sells.values()));
  }
}
