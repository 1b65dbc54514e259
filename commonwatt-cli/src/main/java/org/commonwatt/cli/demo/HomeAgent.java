package org.commonwatt.cli.demo;

import java.time.Duration;
import java.time.Instant;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Side;

/** Bids for one home, over the market's public API like anybody else. */
final class HomeAgent {
  private static final Duration DAY = Duration.ofDays(1);

  private final Rulebook.Member home;
  private final Rulebook rulebook;
  private final BidStrategy strategy;
  private final MarketClient market;

  HomeAgent(Rulebook.Member home, Rulebook rulebook, BidStrategy strategy, MarketClient market) {
    this.home = home;
    this.rulebook = rulebook;
    this.strategy = strategy;
    this.market = market;
  }

  /**
   * Bids for a slot: forecasts yesterday's net energy of the same slot and places one order for it,
   * none for a forecast of 0.
   *
   * @return whether it placed an order
   */
  boolean bid(DeliverySlot slot) throws InterruptedException {
    Instant start = Instant.ofEpochMilli(slot.startMillis());
    long forecastNetWh = market.meteredNetWh(home.participant(), start.minus(DAY));
    if (forecastNetWh == 0) {
      return false;
    }
    Side side = strategy.side(forecastNetWh);
    long price =
        strategy.priceMicroPerKwh(
            home.participant(), slot.startMillis(), side, rulebook.tariffAt(slot));
    market.place(
        new MarketClient.Order(
            home.participant(),
            "agent-" + start.getEpochSecond(),
            home.area(),
            start,
            side,
            price,
            Math.abs(forecastNetWh)));
    return true;
  }
}
