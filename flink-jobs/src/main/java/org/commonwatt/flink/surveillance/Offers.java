package org.commonwatt.flink.surveillance;

import java.util.ArrayList;
import java.util.List;

/**
 * What a participant offers to sell in a slot.
 *
 * @param offers its sell orders, without what it took away again
 */
public record Offers(List<Offer> offers) {
  static final Offers NONE = new Offers(List.of());

  /**
   * A sell order.
   *
   * @param openWh what is open of it
   * @param offeredWh what it offers or has sold
   */
  public record Offer(long orderId, long priceMicroPerKwh, long openWh, long offeredWh) {}

  /** The offers after a step of a sell order. */
  Offers after(OrderFact order) {
    List<Offer> next = new ArrayList<>();
    boolean known = false;
    for (Offer offer : offers) {
      if (offer.orderId() == order.orderId()) {
        known = true;
        next.add(after(offer, order));
      } else {
        next.add(offer);
      }
    }
    if (!known) {
      next.add(
          new Offer(order.orderId(), order.priceMicroPerKwh(), order.afterWh(), order.afterWh()));
    }
    return new Offers(next);
  }

  private static Offer after(Offer offer, OrderFact order) {
    long change =
        switch (order.step()) {
          case PLACED, FILLED, ENDED -> 0;
          case PULLED, AMENDED -> order.afterWh() - order.beforeWh();
        };
    return new Offer(
        offer.orderId(),
        order.priceMicroPerKwh(),
        order.afterWh(),
        Math.max(0, offer.offeredWh() + change));
  }

  /** What is offered at a price or below, Wh. */
  long upTo(long priceMicroPerKwh) {
    return offers.stream()
        .filter(offer -> offer.priceMicroPerKwh() <= priceMicroPerKwh)
        .mapToLong(Offer::offeredWh)
        .reduce(0, Math::addExact);
  }
}
