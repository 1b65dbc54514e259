package org.commonwatt.core;

import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
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

  /**
   * Adds up open orders.
   *
   * @param shownWh what others see of an order, Wh
   */
  static OrderBook of(List<OrderEntry> open, ToLongFunction<OrderEntry> shownWh) {
    TreeMap<Long, Level> buys = new TreeMap<>(Comparator.reverseOrder());
    TreeMap<Long, Level> sells = new TreeMap<>();
    for (OrderEntry entry : open) {
      long price = entry.priceMicroPerKwh();
      (entry.accepted().side() == Side.BUY ? buys : sells)
          .merge(price, new Level(price, shownWh.applyAsLong(entry), 1), Level::plus);
    }
    return new OrderBook(List.copyOf(buys.values()), List.copyOf(sells.values()));
  }
}
