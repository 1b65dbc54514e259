package org.commonwatt.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.commonwatt.model.Alternative;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * Trades for one home, over the market's public API like anybody else: one order for the auction,
 * and afterwards, as its forecast changes, orders for the difference.
 */
final class HomeAgent {
  private static final Duration DAY = Duration.ofDays(1);

  /** So much less per kWh a home offers for energy that is not the sun of its area, µ. */
  private static final long LESS_FOR_OTHERS_MICRO = 20_000;

  private final Rulebook.Member home;
  private final Rulebook rulebook;
  private final Outlook outlook;
  private final MarketClient market;
  private final Habit habit;
  private final Dishwasher dishwasher;
  private final TreeMap<Long, List<String>> orders = new TreeMap<>(); // client order ids, by slot
  private @Nullable DeliverySlot asked; // the first slot of a run that waits for its gate

  /**
   * What a home knows and wants.
   *
   * @param strategy at which prices it trades
   * @param forecast what it expects after the auction
   * @param source what its sells declare; null: nothing
   */
  record Outlook(BidStrategy strategy, Forecast forecast, @Nullable EnergySource source) {}

  HomeAgent(Rulebook.Member home, Rulebook rulebook, Outlook outlook, MarketClient market) {
    this.home = home;
    this.rulebook = rulebook;
    this.outlook = outlook;
    this.market = market;
    this.habit = Habit.of(home.participant());
    this.dishwasher = new Dishwasher(rulebook);
  }

  /**
   * Bids for a slot: forecasts yesterday's net energy of the same slot and places one order for it,
   * none for a forecast of 0 or for what it means to buy otherwise.
   *
   * @return whether it placed an order
   */
  boolean bid(DeliverySlot slot) throws InterruptedException {
    long forecastNetWh = market.meteredNetWh(home.participant(), start(slot).minus(DAY));
    orders.headMap(slot.startMillis() - DAY.toMillis()).clear();
    long energyWh = Math.abs(forecastNetWh);
    if (forecastNetWh < 0) {
      energyWh =
          switch (habit) {
            case PLAIN -> energyWh;
            case DISHWASHER, LATE_DISHWASHER -> dishwasher.bidWh(slot, energyWh);
            case PREFERENCE -> 0;
          };
    }
    if (energyWh == 0) {
      return false;
    }
    Side side = outlook.strategy().side(forecastNetWh);
    place(slot, side, energyWh, terms(side));
    return true;
  }

  /**
   * Buys the run of the dishwasher, if the home has one that waits and the next two slots both
   * trade and have the need for it.
   *
   * @param trading slots that trade continuously, by start
   */
  void runDishwasher(List<DeliverySlot> trading) throws InterruptedException {
    learnWhatTheGateGave();
    if (!habit.hasDishwasher() || trading.size() < 2) {
      return;
    }
    List<DeliverySlot> slots = trading.subList(0, 2);
    List<Long> needs = new ArrayList<>();
    for (DeliverySlot slot : slots) {
      if (!dishwasher.waitsFor(slot)) {
        return;
      }
      Standings now = look(slot);
      long boughtWh = -now.soldWh() + now.openBuyWh();
      needs.add(-outlook.forecast().netWh(home.participant(), slot, 0) - boughtWh);
    }
    List<Long> profile = Dishwasher.profileWh(needs);
    if (!profile.isEmpty() && buyBlock(slots, profile)) {
      dishwasher.runs(slots.get(0));
    }
  }

  /**
   * Has the run of the dishwasher wait for the gate that slots have together, if it may run in the
   * first two of them and the home needs so much there, as it bid for them.
   *
   * @param slots slots that have their gate next, by start
   */
  void bidForDishwasher(List<DeliverySlot> slots) throws InterruptedException {
    if (habit != Habit.DISHWASHER || slots.size() < 2) {
      return;
    }
    List<DeliverySlot> run = slots.subList(0, 2);
    List<Long> needs = new ArrayList<>();
    for (DeliverySlot slot : run) {
      if (!dishwasher.waitsFor(slot)) {
        return;
      }
      needs.add(-market.meteredNetWh(home.participant(), start(slot).minus(DAY)));
    }
    List<Long> profile = Dishwasher.profileWh(needs);
    if (!profile.isEmpty()) {
      MarketClient.Block block = block("gate", run, profile);
      market.bidBlock(block);
      keep(block, run);
      asked = run.get(0);
    }
  }

  /** The dishwasher runs if the auction gave what was asked for. */
  private void learnWhatTheGateGave() throws InterruptedException {
    DeliverySlot first = asked;
    if (first != null) {
      asked = null;
      if (market.order(home.participant(), blockId("gate", first) + ".1").filledWh() > 0) {
        dishwasher.runs(first);
      }
    }
  }

  private boolean buyBlock(List<DeliverySlot> slots, List<Long> profile)
      throws InterruptedException {
    MarketClient.Block block = block("now", slots, profile);
    boolean filled = market.buyBlock(block);
    if (filled) {
      keep(block, slots);
    }
    return filled;
  }

  private MarketClient.Block block(String when, List<DeliverySlot> slots, List<Long> profile) {
    long limit = Long.MAX_VALUE;
    for (DeliverySlot slot : slots) {
      limit = Math.min(limit, price(slot, Side.BUY));
    }
    DeliverySlot first = slots.get(0);
    return new MarketClient.Block(
        home.participant(), blockId(when, first), home.area(), start(first), limit, profile);
  }

  private static String blockId(String when, DeliverySlot first) {
    return "dishwasher-" + when + "-" + start(first).getEpochSecond();
  }

  /** A block's legs are orders of the home like others. */
  private void keep(MarketClient.Block block, List<DeliverySlot> slots) {
    for (int leg = 1; leg <= slots.size(); leg++) {
      of(slots.get(leg - 1)).add(block.clientBasketId() + "." + leg);
    }
  }

  /**
   * Trades on after the slot's auction: looks at what it has sold and bought, forecasts anew and
   * brings its open orders in line with the difference.
   *
   * @param round how often it has looked before
   */
  void rebalance(DeliverySlot slot, int round) throws InterruptedException {
    Standings now = look(slot);
    long needWh = outlook.forecast().netWh(home.participant(), slot, round) - now.soldWh();
    for (Rebalancing.Step step : Rebalancing.steps(needWh, now.open())) {
      take(slot, step);
    }
  }

  /**
   * How a home stands in a slot.
   *
   * @param soldWh what it sold, less what it bought
   * @param open its open orders, oldest first
   */
  private record Standings(long soldWh, List<Rebalancing.Standing> open) {
    long openBuyWh() {
      return open.stream()
          .filter(order -> order.side() == Side.BUY)
          .mapToLong(Rebalancing.Standing::openWh)
          .sum();
    }
  }

  private Standings look(DeliverySlot slot) throws InterruptedException {
    long soldWh = 0;
    List<Rebalancing.Standing> open = new ArrayList<>();
    for (String clientOrderId : of(slot)) {
      MarketClient.OrderView order = market.order(home.participant(), clientOrderId);
      soldWh += order.side() == Side.SELL ? order.filledWh() : -order.filledWh();
      if (order.openWh() > 0) {
        open.add(
            new Rebalancing.Standing(
                order.orderId(), order.side(), order.openWh(), order.priceMicroPerKwh()));
      }
    }
    return new Standings(soldWh, open);
  }

  private void take(DeliverySlot slot, Rebalancing.Step step) throws InterruptedException {
    if (step instanceof Rebalancing.Cancel cancel) {
      market.cancel(home.participant(), cancel.orderId());
    } else if (step instanceof Rebalancing.Shrink shrink) {
      shrink(slot, shrink);
    } else if (step instanceof Rebalancing.Place more) {
      placeAfterAuction(slot, more.side(), more.energyWh());
    }
  }

  /** A preference is not amended: another takes its place. */
  private void shrink(DeliverySlot slot, Rebalancing.Shrink shrink) throws InterruptedException {
    if (habit == Habit.PREFERENCE && shrink.side() == Side.BUY) {
      market.cancel(home.participant(), shrink.orderId());
      placeAfterAuction(slot, Side.BUY, shrink.openWh());
    } else {
      market.amend(
          home.participant(), shrink.orderId(), shrink.priceMicroPerKwh(), shrink.openWh());
    }
  }

  private void placeAfterAuction(DeliverySlot slot, Side side, long energyWh)
      throws InterruptedException {
    boolean prefers = habit == Habit.PREFERENCE && side == Side.BUY;
    place(slot, side, energyWh, prefers ? preference(slot) : terms(side));
  }

  /** The sun of the home's area up to its price, else anything for a little less. */
  private OrderTerms preference(DeliverySlot slot) {
    long price = price(slot, Side.BUY);
    return OrderTerms.DEFAULT.preferring(
        List.of(
            new Alternative(price, List.of(EnergySource.SOLAR), home.area()),
            new Alternative(price - LESS_FOR_OTHERS_MICRO, List.of(), null)));
  }

  private OrderTerms terms(Side side) {
    EnergySource source = outlook.source();
    return side == Side.SELL && source != null
        ? OrderTerms.DEFAULT.declaring(source)
        : OrderTerms.DEFAULT;
  }

  private void place(DeliverySlot slot, Side side, long energyWh, OrderTerms terms)
      throws InterruptedException {
    List<String> placed = of(slot);
    String base = "agent-" + start(slot).getEpochSecond();
    String clientOrderId = placed.isEmpty() ? base : base + "-" + placed.size();
    market.place(
        new MarketClient.Order(
            home.participant(),
            clientOrderId,
            home.area(),
            start(slot),
            side,
            price(slot, side),
            energyWh,
            terms));
    placed.add(clientOrderId);
  }

  private long price(DeliverySlot slot, Side side) {
    return outlook.strategy().priceMicroPerKwh(home, slot, side, rulebook);
  }

  private List<String> of(DeliverySlot slot) {
    return orders.computeIfAbsent(slot.startMillis(), first -> new ArrayList<>());
  }

  private static Instant start(DeliverySlot slot) {
    return Instant.ofEpochMilli(slot.startMillis());
  }
}
