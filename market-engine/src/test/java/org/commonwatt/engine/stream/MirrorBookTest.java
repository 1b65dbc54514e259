package org.commonwatt.engine.stream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.core.OrderBook;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;
import org.commonwatt.model.TimeInForce;
import org.junit.jupiter.api.Test;

/** Books that follow events alone, beside those of the market that gave the events. */
class MirrorBookTest {
  private static final int COMMANDS = 400;
  private static final int SLOTS = 3;
  private static final long COLLATERAL = 1_000_000_000_000_000L;

  private final MarketStateMachine market = new MarketStateMachine();
  private final Map<String, MirrorBook> mirrors = new HashMap<>();
  private final Map<String, Map<String, OrderBook.Level>> told = new HashMap<>();
  private final Set<CancelReason> reasons = EnumSet.noneOf(CancelReason.class);
  private final Set<Class<?>> kinds = new java.util.HashSet<>();
  private final List<Long> orders = new ArrayList<>();
  private Random random = new Random(0);
  private long time = Fixtures.START - 80 * Fixtures.MINUTE;
  private int clientIds;

  @Property(tries = 60)
  void aMirrorShowsWhatTheMarketShowsAfterEveryCommand(@ForAll long seed) {
    MirrorBookTest run = new MirrorBookTest();
    run.trade(seed);
  }

  @Test
  void theRandomCommandsReachEveryWayInWhichAnOrderChanges() {
    Set<Class<?>> reached = new java.util.HashSet<>();
    Set<CancelReason> ended = EnumSet.noneOf(CancelReason.class);
    for (long seed = 0; seed < 60; seed++) {
      MirrorBookTest run = new MirrorBookTest();
      run.trade(seed);
      reached.addAll(run.kinds);
      ended.addAll(run.reasons);
    }
    assertThat(reached)
        .contains(
            Event.OrderAccepted.class,
            Event.OrderAmended.class,
            Event.OrderReduced.class,
            Event.OrderFilled.class,
            Event.OrderCancelled.class,
            Event.ContinuousTrade.class);
    assertThat(ended)
        .contains(
            CancelReason.BY_OWNER,
            CancelReason.MASS_CANCEL,
            CancelReason.SELF_TRADE,
            CancelReason.EXPIRED,
            CancelReason.UNFILLED,
            CancelReason.GATE_CLOSED);
  }

  private void trade(long seed) {
    random = new Random(seed);
    apply(new Command.ActivateRulebook(Fixtures.continuousRulebook()));
    Fixtures.HOMES.forEach(home -> apply(new Command.ReportCollateral(home, COLLATERAL, 0)));
    apply(new Command.Tick(time));
    for (int i = 0; i < COMMANDS; i++) {
      apply(command());
      compare();
    }
  }

  private Command command() {
    int kind = random.nextInt(100);
    if (kind < 60 || orders.isEmpty()) {
      return place();
    }
    String home = home();
    if (kind < 75) {
      long order = orders.get(random.nextInt(orders.size()));
      return new Command.AmendOrder(owner(order), order, energy(), price());
    }
    if (kind < 88) {
      long order = orders.get(random.nextInt(orders.size()));
      return new Command.CancelOrder(owner(order), order);
    }
    if (kind < 90) {
      return new Command.CancelAll(home, Fixtures.slot(slot()).startMillis(), null, null);
    }
    time += random.nextInt(kind < 98 ? 20_000 : 1_200_000);
    return new Command.Tick(time);
  }

  private Command place() {
    String home = home();
    long peak = random.nextInt(3) == 0 ? 10 + random.nextInt(30) : 0;
    long expiry = time + 1_000L * (1 + random.nextInt(600));
    TimeInForce force = TimeInForce.values()[random.nextInt(TimeInForce.values().length)];
    boolean dated = force == TimeInForce.GOOD_TILL_DATE;
    boolean whole = peak == 0 && random.nextInt(8) == 0;
    OrderTerms terms =
        new OrderTerms(
            force,
            dated ? expiry : 0,
            false,
            whole,
            !whole && peak == 0 && random.nextInt(8) == 0 ? 20 : 0,
            force == TimeInForce.GOOD_TILL_CANCEL || dated ? peak : 0,
            false,
            SelfTradeMode.values()[random.nextInt(SelfTradeMode.values().length)]);
    return new Command.PlaceOrder(
        home,
        "c" + ++clientIds,
        Fixtures.areaOf(home),
        Fixtures.slot(slot()).startMillis(),
        random.nextBoolean() ? Side.BUY : Side.SELL,
        price(),
        energy(),
        terms);
  }

  private void apply(Command command) {
    market.apply(
        new CommandFrame.Entry(CommandOrigin.NONE, command),
        event -> {
          kinds.add(event.getClass());
          if (event instanceof Event.OrderAccepted accepted) {
            orders.add(accepted.orderId());
          }
          if (event instanceof Event.OrderCancelled cancelled) {
            reasons.add(cancelled.reason());
          }
          mirrors.values().forEach(mirror -> mirror.apply(event));
        });
  }

  /** Every book as the market has it, as its mirror has it, and as its changes add up to. */
  private void compare() {
    for (int i = 0; i < SLOTS; i++) {
      DeliverySlot slot = Fixtures.slot(i);
      for (String area : List.of(Fixtures.AREA, Fixtures.HILL)) {
        String product = area + i;
        if (!mirrors.containsKey(product) || random.nextInt(100) == 0) {
          begin(product, area, slot);
        }
        MirrorBook mirror = requireNonNull(mirrors.get(product));
        OrderBook expected = market.book(area, slot.startMillis());
        assertThat(mirror.buys()).containsExactlyElementsOf(expected.buys());
        assertThat(mirror.sells()).containsExactlyElementsOf(expected.sells());
        Map<String, OrderBook.Level> levels = requireNonNull(told.get(product));
        OrderBook changes = mirror.takeChanges();
        take(levels, "buy", changes.buys());
        take(levels, "sell", changes.sells());
        assertThat(levels).isEqualTo(levels(expected));
      }
    }
  }

  private void begin(String product, String area, DeliverySlot slot) {
    mirrors.put(product, new MirrorBook(area, slot, market.openOrders(area, slot.startMillis())));
    told.put(product, levels(market.book(area, slot.startMillis())));
  }

  private static Map<String, OrderBook.Level> levels(OrderBook book) {
    Map<String, OrderBook.Level> levels = new HashMap<>();
    take(levels, "buy", book.buys());
    take(levels, "sell", book.sells());
    return levels;
  }

  private static void take(
      Map<String, OrderBook.Level> levels, String side, List<OrderBook.Level> changes) {
    for (OrderBook.Level level : changes) {
      if (level.orders() == 0) {
        assertThat(levels.remove(side + level.priceMicroPerKwh())).isNotNull();
      } else {
        levels.put(side + level.priceMicroPerKwh(), level);
      }
    }
  }

  private String owner(long order) {
    return market.order(order).orElseThrow().participant();
  }

  private String home() {
    return Fixtures.HOMES.get(random.nextInt(Fixtures.HOMES.size()));
  }

  private int slot() {
    return random.nextInt(SLOTS);
  }

  private long price() {
    return 200_000 + 1_000L * random.nextInt(12);
  }

  private long energy() {
    return 1 + random.nextInt(120);
  }
}
