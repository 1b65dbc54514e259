package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonwatt.model.Amounts;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Command;
import org.commonwatt.model.Command.AmendOrder;
import org.commonwatt.model.Command.BustTrade;
import org.commonwatt.model.Command.CancelOrder;
import org.commonwatt.model.Command.LimitLink;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Command.ReportCollateral;
import org.commonwatt.model.Curtailment;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.LinkLimited;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderFilled;
import org.commonwatt.model.Event.OrderRejected;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.TradeCurtailed;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.Posting;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Rulebook.TariffStep;
import org.commonwatt.model.Rulebook.Timing;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.Side;

/**
 * However often the limit of a link is lowered and the link is filled again, in both directions, at
 * the greatest prices and with all the energy that a slot may have: what is reserved is exact, the
 * turnover keeps to its limit, and the slot settles.
 */
class RefilledLinkPropertiesTest {
  private static final int TRIES = 25;
  private static final int STEPS = 90;
  private static final long DEAR = Amounts.MAX_ABS_PRICE_MICRO_PER_KWH;
  private static final List<String> HOMES = List.of("home-01", "home-02", "home-03", "home-04");

  private Random random = new Random(0);
  private TestMarket market = new TestMarket();
  private Rulebook rulebook = Rulebooks.standard();
  private AreaLink limits = link();
  private int placed;

  private static AreaLink link() {
    return new AreaLink("east", "west", -Amounts.MAX_ORDER_WH, Amounts.MAX_ORDER_WH, 0);
  }

  private static Rulebook rulebook(Curtailment.Order order) {
    Fallbacks fallbacks =
        new Fallbacks(
            "operator",
            MissedGate.LATE_AUCTION,
            3_600,
            0,
            60,
            60,
            new Curtailment(order, 1_000_000));
    return new Rulebooks()
        .members(HOMES.toArray(String[]::new))
        .areas(new Areas(List.of("east", "west"), List.of(link()), "grid"))
        .areaOf(RefilledLinkPropertiesTest::areaOf)
        .timing(new Timing(15, 120, 60, 30, START))
        .prices(-DEAR, DEAR)
        .maxOrderWh(Amounts.MAX_ORDER_WH)
        .tariff(new TariffStep(0, DEAR, -DEAR))
        .continuous(ContinuousFixture.section(0, ContinuousFixture.fees(FeeMode.ON_TOP)))
        .safeguards(new Safeguards(new Guarantees("house", DEAR, 100_000, 1), fallbacks))
        .build();
  }

  private static String areaOf(String home) {
    return HOMES.indexOf(home) < 2 ? "east" : "west";
  }

  @Property(tries = TRIES)
  void reservationsAreExactAndTheSlotSettles(@ForAll long seed) {
    run(seed);
    settle();
  }

  /** The streams must reach what the property is about. */
  @Example
  void theStreamsRefillCurtailTwiceAndExhaustTheSlot() {
    long refilled = 0;
    long again = 0;
    long full = 0;
    long largest = 0;
    for (long seed = 0; seed < TRIES; seed++) {
      run(seed);
      settle();
      refilled += refilled();
      again += market.events(TradeCurtailed.class).size() - curtailedTrades();
      full +=
          market.events(OrderRejected.class).stream()
              .filter(r -> r.rejection().code() == RejectionCode.SLOT_VOLUME_TOO_LARGE)
              .count();
      for (Posting posting : market.events(SlotSettled.class).get(0).batch().postings()) {
        largest = Math.max(largest, Math.abs(posting.amountNano()));
      }
    }
    assertThat(refilled).as("trades over the link after a curtailment").isGreaterThan(50);
    assertThat(again).as("curtailments of trades that were curtailed before").isGreaterThan(20);
    assertThat(full).as("orders beyond the energy of a slot").isGreaterThan(20);
    assertThat(largest).as("nano; a long ends at 9.2e18").isGreaterThan(Long.MAX_VALUE / 10);
  }

  private long refilled() {
    List<Event> events = market.events();
    boolean curtailed = false;
    long count = 0;
    for (Event event : events) {
      curtailed |= event instanceof TradeCurtailed;
      count += curtailed && event instanceof ContinuousTrade t && !t.path().isEmpty() ? 1 : 0;
    }
    return count;
  }

  private long curtailedTrades() {
    return market.events(TradeCurtailed.class).stream()
        .map(TradeCurtailed::tradeId)
        .distinct()
        .count();
  }

  private void run(long seed) {
    random = new Random(seed);
    rulebook = rulebook(Curtailment.Order.values()[random.nextInt(2)]);
    market = TestMarket.under(rulebook);
    limits = link();
    placed = 0;
    market.tick(START - 60 * MINUTE);
    for (int home = 0; home < HOMES.size(); home++) {
      market.apply(new ReportCollateral(HOMES.get(home), Long.MAX_VALUE, 0));
    }
    for (int step = 0; step < STEPS; step++) {
      if (step == 12) {
        market.tick(ContinuousFixture.GATE);
      }
      List<Event> events = market.apply(next());
      assertThat(events).isNotEmpty();
      for (Event event : events) {
        if (event instanceof LinkLimited told) {
          limits = new AreaLink("east", "west", told.minFlowWh(), told.maxFlowWh(), 0);
        }
      }
      assertThat(flowWh()).isBetween(limits.minFlowWh(), limits.maxFlowWh());
      assertReservedIsRecounted(market.machine());
      assertTurnoverIsBounded();
    }
    assertReservedIsRecounted(MarketStateMachine.restore(StateTest.Tape.of(market.machine())));
  }

  private Command next() {
    int dice = random.nextInt(20);
    if (dice < 13) {
      return order();
    } else if (dice < 17) {
      return lower();
    }
    long last = Math.max(1, market.events(OrderAccepted.class).size() - random.nextInt(4));
    String owner = market.machine().order(last).map(Order::participant).orElse(HOMES.get(0));
    return switch (dice) {
      case 17 -> new AmendOrder(owner, last, energy(), price());
      case 18 -> new CancelOrder(owner, last);
      default ->
          new BustTrade(
              "operator",
              market.events(TradeMade.class).size()
                  + market.events(ContinuousTrade.class).size()
                  - random.nextInt(4),
              "wrong");
    };
  }

  private Command order() {
    String home = HOMES.get(random.nextInt(HOMES.size()));
    Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
    return new PlaceOrder(home, "c-" + ++placed, areaOf(home), START, side, price(), energy());
  }

  private long price() {
    return (random.nextInt(5) - 2) * (DEAR / 2);
  }

  private long energy() {
    return 1 + random.nextLong(new Rules(rulebook).maxSlotOrderWh() / 20);
  }

  /** A little below what flows, so that it can be done often. */
  private Command lower() {
    long flow = flowWh();
    long less = flow - flow / (2 + random.nextInt(8)) - Long.signum(flow);
    return new LimitLink(
        "operator",
        START,
        "east",
        "west",
        flow < 0 ? less : limits.minFlowWh(),
        flow > 0 ? less : limits.maxFlowWh(),
        "a cable is damaged");
  }

  private long flowWh() {
    MarketStateMachine machine = market.machine();
    return machine.auction(START).map(auction -> auction.links().get(0).flowWh()).orElse(0L)
        + machine.continuousTrades(START).stream()
            .flatMap(trade -> trade.path().stream())
            .mapToLong(Event.LinkFlow::flowWh)
            .sum();
  }

  private void assertReservedIsRecounted(MarketStateMachine machine) {
    Map<String, BigInteger> orders = new HashMap<>();
    Map<Long, Long> filled = new HashMap<>();
    for (OrderAccepted accepted : market.events(OrderAccepted.class)) {
      Order order = machine.order(accepted.orderId()).orElseThrow();
      assertThat(order.filledWh()).isBetween(0L, order.energyWh());
      filled.put(order.orderId(), order.filledWh());
      long worst = Exposure.worst(order.side(), order.priceMicroPerKwh(), order.terms(), rulebook);
      add(orders, order.participant(), owedNano(order.side(), worst, order.openWh()));
    }
    Map<String, BigInteger> trades = new HashMap<>();
    Map<Long, Long> standing = new HashMap<>();
    for (TradeMade t : machine.trades(START)) {
      standing.merge(t.buyOrderId(), t.energyWh(), Long::sum);
      standing.merge(t.sellOrderId(), t.energyWh(), Long::sum);
      long price = t.priceMicroPerKwh();
      add(trades, t.buyer(), owedNano(Side.BUY, price, t.energyWh()));
      add(trades, t.seller(), owedNano(Side.SELL, price, t.energyWh()));
    }
    for (ContinuousTrade t : machine.continuousTrades(START)) {
      standing.merge(t.buyOrderId(), t.energyWh(), Long::sum);
      standing.merge(t.sellOrderId(), t.energyWh(), Long::sum);
      long price = t.priceMicroPerKwh();
      add(trades, t.buyer(), owedNano(Side.BUY, price + t.feeMicroPerKwh(), t.energyWh()));
      add(trades, t.seller(), owedNano(Side.SELL, price, t.energyWh()));
    }
    filled.forEach((id, energy) -> assertThat(energy).isEqualTo(standing.getOrDefault(id, 0L)));
    for (String home : HOMES) {
      MemberAccount.Reserved reserved = machine.account(home).reserved();
      assertThat(reserved.ordersNano()).isEqualTo(orders.getOrDefault(home, BigInteger.ZERO));
      assertThat(reserved.tradesNano()).isEqualTo(trades.getOrDefault(home, BigInteger.ZERO));
    }
  }

  private static long owedNano(Side side, long price, long energyWh) {
    return Math.multiplyExact(energyWh, Math.max(side == Side.BUY ? price : -price, 0));
  }

  private static void add(Map<String, BigInteger> sums, String party, long nano) {
    sums.merge(party, BigInteger.valueOf(nano), BigInteger::add);
  }

  /** All that ever traded, and what is open, fits the energy of a slot. */
  private void assertTurnoverIsBounded() {
    long turnover = 0;
    for (Event event : market.events()) {
      if (event instanceof OrderFilled filled) {
        turnover += filled.energyWh();
      } else if (event instanceof ContinuousTrade trade) {
        turnover += 2 * trade.energyWh();
      }
    }
    for (String home : HOMES) {
      turnover += market.machine().openOrders(home).stream().mapToLong(Order::openWh).sum();
    }
    assertThat(turnover).isLessThanOrEqualTo(new Rules(rulebook).maxSlotOrderWh());
  }

  private void settle() {
    market.tick(START + QUARTER);
    long most = new Rules(rulebook).maxMeteredWh();
    HOMES.forEach(home -> market.report(home, SLOT, random.nextLong(most), random.nextLong(most)));
    SlotSettled settled = market.events(SlotSettled.class).get(0);
    assertThat(
            settled.batch().postings().stream()
                .map(posting -> BigInteger.valueOf(posting.amountNano()))
                .reduce(BigInteger.ZERO, BigInteger::add))
        .isEqualTo(BigInteger.ZERO);
    for (String home : HOMES) {
      MemberAccount.Reserved reserved = market.machine().account(home).reserved();
      assertThat(reserved.ordersNano()).isEqualTo(BigInteger.ZERO);
      assertThat(reserved.tradesNano()).isEqualTo(BigInteger.ZERO);
    }
  }
}
