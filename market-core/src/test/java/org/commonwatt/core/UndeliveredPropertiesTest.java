package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.commonwatt.model.BasketLeg;
import org.commonwatt.model.Command.AmendOrder;
import org.commonwatt.model.Command.CancelOrder;
import org.commonwatt.model.Command.ImportImbalancePrice;
import org.commonwatt.model.Command.PlaceBasket;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Command.ReportCollateral;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.AccountDefaulted;
import org.commonwatt.model.Event.BasketFilled;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.ImbalanceRules.DeadBand;
import org.commonwatt.model.ImbalanceRules.Fallback;
import org.commonwatt.model.ImbalanceRules.Pool;
import org.commonwatt.model.ImbalanceRules.Prices;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Rulebook.TariffStep;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * Whatever anybody orders, and however little of it is delivered or taken: what the market has
 * reserved covers what it costs.
 */
class UndeliveredPropertiesTest {
  private static final Guarantees OPEN = new Guarantees("house", 0, 0, 0);
  private static final List<String> HOMES = List.of("home-01", "home-02", "home-03");

  /** Of a few orders and trades every outcome is tried. */
  @Property(tries = 500)
  void noOutcomeCostsMoreThanIsReserved(@ForAll long seed) {
    Random random = new Random(seed);
    long retail = random.nextInt(46) - 5;
    long feedIn = random.nextInt(46) - 5;
    Rulebook rules = rules(retail, feedIn);
    List<Lot> trades = lots(random);
    List<Lot> orders = lots(random);
    long reserved = reserved(rules, trades, orders);
    long worst = 0;
    for (int traded = 0; traded < 1 << orders.size(); traded++) {
      List<Lot> all = new ArrayList<>(trades);
      for (int i = 0; i < orders.size(); i++) {
        if ((traded >> i & 1) == 1) {
          all.add(orders.get(i));
        }
      }
      worst = Math.max(worst, costliest(all, retail, feedIn));
    }
    assertThat(reserved).isGreaterThanOrEqualTo(worst);
    boolean onlySells =
        trades.stream().allMatch(lot -> lot.side() == Side.SELL)
            && orders.stream().allMatch(lot -> lot.side() == Side.SELL);
    if (onlySells && trades.isEmpty() && retail >= Math.max(feedIn, 0)) {
      assertThat(reserved).as("not more than needed").isEqualTo(worst);
    }
  }

  /** Nobody without load of its own ever owes beyond its means. */
  @Property(tries = 100)
  void nobodyDefaultsByTrading(@ForAll long seed) {
    TestMarket market = run(seed, true);
    assertThat(market.events(AccountDefaulted.class)).isEmpty();
    for (MemberAccount account : market.machine().accounts()) {
      assertThat(account.balanceNano().add(account.collateralNano()).signum())
          .as(account.account())
          .isGreaterThanOrEqualTo(HOMES.contains(account.account()) ? 0 : -1);
      assertThat(account.reserved().ordersNano().add(account.reserved().tradesNano())).isZero();
    }
  }

  /** Without the rule the same streams do; with it they still trade in each of the ways. */
  @Example
  void theStreamsTradeAndDefaultWhereNothingIsSecured() {
    int unsecured = 0;
    int auction = 0;
    int continuous = 0;
    int baskets = 0;
    for (long seed = 0; seed < 60; seed++) {
      unsecured += run(seed, false).events(AccountDefaulted.class).size();
      TestMarket market = run(seed, true);
      auction += market.events(TradeMade.class).size();
      continuous += market.events(ContinuousTrade.class).size();
      baskets += market.events(BasketFilled.class).size();
      assertThat(market.events(SlotSettled.class)).hasSize(2);
    }
    assertThat(unsecured).isGreaterThan(15);
    assertThat(auction).isGreaterThan(30);
    assertThat(continuous).isGreaterThan(60);
    assertThat(baskets).isGreaterThan(3);
  }

  /** A responsible member's worst price is that of every reference, at either end of its range. */
  @Property(tries = 300)
  void noReferenceWithinTheRangeIsDearerThanWhatIsReserved(
      @ForAll @IntRange(min = -1_000, max = 1_000) int one,
      @ForAll @IntRange(min = -1_000, max = 1_000) int other,
      @ForAll @IntRange(max = DeadBand.MAX_K_PPM) int kPpm) {
    long low = Math.min(one, other);
    long high = Math.max(one, other);
    DeadBand band = new DeadBand(0, kPpm);
    Prices prices = new Prices("desk", true, low, high, new Fallback(false, low, high));
    ImbalanceRules imbalance =
        new ImbalanceRules(List.of("home-01"), "balancer", 1, null, band, prices);
    Rulebook rules =
        new Rulebooks()
            .tariff(new TariffStep(0, 0, 0))
            .safeguards(new Safeguards(OPEN.withUndelivered()).withImbalance(imbalance))
            .build();
    UncoveredPrices worst = UncoveredPrices.of("home-01", SLOT, rules);
    long dearest = 0;
    long cheapest = 0;
    for (long reference = low; reference <= high; reference++) {
      dearest = Math.max(dearest, reference + band.premium(reference));
      cheapest = Math.min(cheapest, reference - band.premium(reference));
    }
    assertThat(worst).isEqualTo(new UncoveredPrices(dearest, -cheapest));
    assertThat(UncoveredPrices.of("home-02", SLOT, rules)).isEqualTo(UncoveredPrices.NONE);
  }

  /** Energy that is ordered or traded at a price. */
  private record Lot(Side side, long price, long energyWh) {}

  private static List<Lot> lots(Random random) {
    List<Lot> lots = new ArrayList<>();
    for (int left = random.nextInt(5); left > 0; left--) {
      Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
      lots.add(new Lot(side, random.nextInt(51) - 10, 1 + random.nextInt(20)));
    }
    return lots;
  }

  private static long reserved(Rulebook rules, List<Lot> trades, List<Lot> orders) {
    Reservations.Sum sum = new Reservations.Sum();
    Exposure exposure = new Exposure(sum, UncoveredPrices.of("home-01", SLOT, rules));
    trades.forEach(lot -> exposure.trade(lot.side(), lot.energyWh(), lot.price()));
    Need wanted = Need.NONE;
    for (Lot lot : orders) {
      wanted = wanted.plus(exposure.need(lot.side(), lot.energyWh(), lot.price()));
    }
    return sum.tradesNano().add(exposure.moreNano(wanted)).longValueExact();
  }

  /** The most that lots cost that all trade, over all that may be delivered or taken of them. */
  private static long costliest(List<Lot> lots, long retail, long feedIn) {
    long paid = 0;
    long net = 0;
    for (Lot lot : lots) {
      paid += lot.energyWh() * (lot.side() == Side.BUY ? lot.price() : -lot.price());
      net += lot.side() == Side.BUY ? -lot.energyWh() : lot.energyWh();
    }
    long worst = Long.MIN_VALUE;
    for (long metered = Math.min(net, 0); metered <= Math.max(net, 0); metered++) {
      long left = metered - net;
      worst = Math.max(worst, paid - left * (left < 0 ? retail : feedIn));
    }
    return worst;
  }

  private static Rulebook rules(long retail, long feedIn) {
    return new Rulebooks()
        .tariff(new TariffStep(0, retail, feedIn))
        .guarantees(OPEN.withUndelivered())
        .build();
  }

  /** Two slots of one market, from first orders to settlement. */
  private static TestMarket run(long seed, boolean secured) {
    Random random = new Random(seed);
    Guarantees guarantees = secured ? OPEN.withUndelivered() : OPEN;
    Safeguards safeguards = new Safeguards(guarantees).withImbalance(imbalance(random));
    FeeMode mode = random.nextBoolean() ? FeeMode.ON_TOP : FeeMode.FROM_BID;
    GridFees fees = random.nextBoolean() ? GridFees.DEFAULT : ContinuousFixture.fees(mode);
    Continuous continuous = ContinuousFixture.section(0, fees);
    long feedIn = random.nextInt(400_000) - 100_000;
    Rulebook rules =
        ContinuousFixture.rules()
            .tariff(new TariffStep(0, random.nextInt(500_000), feedIn))
            .continuous(continuous)
            .safeguards(safeguards)
            .build();
    TestMarket market = TestMarket.under(rules);
    market.tick(START - 60 * MINUTE);
    market.tick(START - 45 * MINUTE); // two slots are open
    for (String home : HOMES) {
      market.apply(new ReportCollateral(home, random.nextInt(4) * 150_000_000L, 0));
    }
    trade(market, random, 25);
    market.tick(START - 30 * MINUTE);
    trade(market, random, 15);
    market.tick(START - 15 * MINUTE);
    trade(market, random, 25);
    market.tick(START + 2 * QUARTER);
    price(market, random);
    for (DeliverySlot slot : List.of(SLOT, SLOT.plus(1))) {
      for (String home : HOMES) {
        meter(market, random, home, slot);
      }
    }
    return market;
  }

  private static @Nullable ImbalanceRules imbalance(Random random) {
    if (random.nextInt(3) == 0) {
      return null;
    }
    boolean pool = random.nextBoolean();
    return new ImbalanceRules(
        List.of("home-01", "home-03"),
        "balancer",
        1,
        pool ? new Pool(random.nextInt(3) * 20_000) : null,
        pool ? null : new DeadBand(random.nextInt(100_000), random.nextInt(2_000_000)),
        new Prices(
            "desk", true, -200_000, 500_000, new Fallback(random.nextBoolean(), 400_000, -50_000)));
  }

  private static void price(TestMarket market, Random random) {
    if (random.nextBoolean()) {
      long shortPrice = random.nextInt(700_001) - 200_000;
      long longPrice = random.nextInt(700_001) - 200_000;
      market.apply(new ImportImbalancePrice("desk", "east", START, 1, shortPrice, longPrice));
    }
  }

  private static void trade(TestMarket market, Random random, int commands) {
    for (int i = 0; i < commands; i++) {
      String home = HOMES.get(random.nextInt(HOMES.size()));
      long start = START + random.nextInt(2) * QUARTER;
      List<OrderAccepted> placed = market.events(OrderAccepted.class);
      int what = random.nextInt(10);
      if (what == 0) {
        market.apply(
            new PlaceBasket(
                home,
                "b" + market.events().size(),
                SelfTradeMode.CANCEL_NEWEST,
                null,
                null,
                legs(random, home, start)));
      } else if (what == 1 && !placed.isEmpty()) {
        OrderAccepted order = placed.get(random.nextInt(placed.size()));
        market.apply(
            new AmendOrder(order.participant(), order.orderId(), energy(random), price(random)));
      } else if (what == 2 && !placed.isEmpty()) {
        OrderAccepted order = placed.get(random.nextInt(placed.size()));
        market.apply(new CancelOrder(order.participant(), order.orderId()));
      } else {
        BasketLeg leg = leg(random, home, start);
        String id = "c-" + market.events().size();
        market.apply(
            new PlaceOrder(
                home, id, leg.area(), start, leg.side(), leg.priceMicroPerKwh(), leg.energyWh()));
      }
    }
  }

  private static List<BasketLeg> legs(Random random, String home, long start) {
    BasketLeg one = leg(random, home, start);
    return random.nextBoolean() ? List.of(one) : List.of(one, leg(random, home, start));
  }

  private static BasketLeg leg(Random random, String home, long start) {
    Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
    String area = home.equals("home-03") ? "west" : "east";
    long price = (side == Side.BUY ? 100_000L : 0) + price(random);
    return new BasketLeg(area, start, side, price, energy(random), null);
  }

  private static long price(Random random) {
    return (random.nextInt(5) - 1) * 100_000L;
  }

  private static long energy(Random random) {
    return 1 + random.nextInt(400);
  }

  /** Delivers, or takes, any part of what was traded; often nothing. */
  private static void meter(TestMarket market, Random random, String home, DeliverySlot slot) {
    long net = market.machine().exposure(home, slot.startMillis()).worstNetSellWh();
    long part = random.nextInt(3) == 0 ? Math.abs(net) : 0;
    part = random.nextInt(3) == 0 ? random.nextInt(1_001) * Math.abs(net) / 1_000 : part;
    market.report(home, slot, net < 0 ? part : 0, net > 0 ? part : 0);
  }
}
