package org.commonwatt.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Side;

/**
 * Trades for one home, over the market's public API like anybody else: one order for the auction,
 * and afterwards, as its forecast changes, orders for the difference.
 */
final class HomeAgent {
  private static final Duration DAY = Duration.ofDays(1);

  private final Rulebook.Member home;
  private final Rulebook rulebook;
  private final Outlook outlook;
  private final MarketClient market;
  private final List<String> orders = new ArrayList<>(); // of the slot, by client order id
  private long slotStartMillis;

  /**
   * What a home knows and wants.
   *
   * @param strategy at which prices it trades
   * @param forecast what it expects after the auction
   */
  record Outlook(BidStrategy strategy, Forecast forecast) {}

  HomeAgent(Rulebook.Member home, Rulebook rulebook, Outlook outlook, MarketClient market) {
    this.home = home;
    this.rulebook = rulebook;
    this.outlook = outlook;
    this.market = market;
  }

  /**
   * Bids for a slot: forecasts yesterday's net energy of the same slot and places one order for it,
   * none for a forecast of 0.
   *
   * @return whether it placed an order
   */
  boolean bid(DeliverySlot slot) throws InterruptedException {
    long forecastNetWh = market.meteredNetWh(home.participant(), start(slot).minus(DAY));
    begin(slot);
    if (forecastNetWh == 0) {
      return false;
    }
    place(slot, outlook.strategy().side(forecastNetWh), Math.abs(forecastNetWh));
    return true;
  }

  /**
   * Trades on after the slot's auction: looks at what it has sold and bought, forecasts anew and
   * brings its open orders in line with the difference.
   *
   * @param round how often it has looked since the auction, from 0
   */
  void rebalance(DeliverySlot slot, int round) throws InterruptedException {
    if (slotStartMillis != slot.startMillis()) {
      begin(slot);
    }
    long soldWh = 0;
    List<Rebalancing.Standing> open = new ArrayList<>();
    for (String clientOrderId : orders) {
      MarketClient.OrderView order = market.order(home.participant(), clientOrderId);
      soldWh += order.side() == Side.SELL ? order.filledWh() : -order.filledWh();
      if (order.openWh() > 0) {
        open.add(
            new Rebalancing.Standing(
                order.orderId(), order.side(), order.openWh(), order.priceMicroPerKwh()));
      }
    }
    long needWh = outlook.forecast().netWh(home.participant(), slot, round) - soldWh;
    for (Rebalancing.Step step : Rebalancing.steps(needWh, open)) {
      take(slot, step);
    }
  }

  private void take(DeliverySlot slot, Rebalancing.Step step) throws InterruptedException {
    if (step instanceof Rebalancing.Cancel cancel) {
      market.cancel(home.participant(), cancel.orderId());
    } else if (step instanceof Rebalancing.Shrink shrink) {
      market.amend(
          home.participant(), shrink.orderId(), shrink.priceMicroPerKwh(), shrink.openWh());
    } else if (step instanceof Rebalancing.Place more) {
      place(slot, more.side(), more.energyWh());
    }
  }

  private void begin(DeliverySlot slot) {
    slotStartMillis = slot.startMillis();
    orders.clear();
  }

  private void place(DeliverySlot slot, Side side, long energyWh) throws InterruptedException {
    Instant start = start(slot);
    String base = "agent-" + start.getEpochSecond();
    String clientOrderId = orders.isEmpty() ? base : base + "-" + orders.size();
    market.place(
        new MarketClient.Order(
            home.participant(),
            clientOrderId,
            home.area(),
            start,
            side,
            outlook.strategy().priceMicroPerKwh(home, slot, side, rulebook),
            energyWh));
    orders.add(clientOrderId);
  }

  private static Instant start(DeliverySlot slot) {
    return Instant.ofEpochMilli(slot.startMillis());
  }
}
