package org.commonwatt.core;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.START;
import static org.commonwatt.model.EnergySource.SOLAR;
import static org.commonwatt.model.EnergySource.WIND;
import static org.commonwatt.model.Side.BUY;
import static org.commonwatt.model.Side.SELL;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonwatt.model.Alternative;
import org.commonwatt.model.BasketLeg;
import org.commonwatt.model.Command;
import org.commonwatt.model.Command.CancelOrder;
import org.commonwatt.model.Command.PlaceBasket;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Command.ReportSource;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AlternativeChosen;
import org.commonwatt.model.Event.BasketFilled;
import org.commonwatt.model.Event.BasketRejected;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderCancelled;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;

/**
 * Random orders, preferences, baskets and blocks in three slots that trade: what is whole stays
 * whole, and what is left of a preference belongs to its owner and to what it chose.
 */
class WishesPropertiesTest {
  private static final int COMMANDS = 60;

  private Random random = new Random(0);
  private TestMarket market = open();
  private final Map<Long, OrderAccepted> preferences = new HashMap<>();
  private final Map<Long, Alternative> chosen = new HashMap<>();
  private final Map<Long, Long> boughtWh = new HashMap<>();
  private int filled;
  private int refused;
  private int partly;

  private static TestMarket open() {
    TestMarket made =
        BasketTest.open(MarketBounds.USUAL, BasketTest.rules(GridFees.DEFAULT).build());
    made.apply(new ReportSource("home-01", 0, SOLAR));
    made.apply(new ReportSource("home-02", 0, WIND));
    made.apply(new ReportSource("home-03", 0, SOLAR));
    return made;
  }

  @Property(tries = 100)
  void whatIsWholeStaysWholeAndWhatIsLeftStaysWithWhatWasChosen(@ForAll long seed) {
    run(seed);
  }

  @Example
  void allOfItIsMet() {
    for (int seed = 0; seed < 40; seed++) {
      run(seed);
    }
    assertThat(filled).as("baskets and blocks that traded").isGreaterThan(50);
    assertThat(refused).as("and that did not").isGreaterThan(50);
    assertThat(partly).as("preferences with a part left").isGreaterThan(50);
  }

  private void run(long seed) {
    random = new Random(seed);
    market = open();
    preferences.clear();
    chosen.clear();
    boughtWh.clear();
    for (int i = 0; i < COMMANDS; i++) {
      if (random.nextInt(15) == 0) {
        market = new TestMarket(MarketStateMachine.restore(StateTest.Tape.of(market.machine())));
      }
      Command command = command(i);
      boolean joint = command instanceof PlaceBasket;
      List<Object> before = joint ? StateTest.Tape.of(market.machine()).list() : List.of();
      List<Event> events = market.apply(command);
      note(events);
      if (command instanceof PlaceBasket basket) {
        wholeOrNothing(basket, events, before);
      }
      preferences.forEach(this::restIsOwned);
    }
  }

  private void wholeOrNothing(PlaceBasket basket, List<Event> events, List<Object> before) {
    if (events.get(0) instanceof BasketRejected) {
      refused++;
      assertThat(events).hasSize(1);
      assertThat(StateTest.Tape.of(market.machine()).list()).isEqualTo(before);
      return;
    }
    filled++;
    long first = ((BasketFilled) events.get(0)).firstOrderId();
    long worth = 0;
    long energy = 0;
    for (int leg = 0; leg < basket.legs().size(); leg++) {
      BasketLeg wanted = basket.legs().get(leg);
      long legWh = 0;
      for (Event event : events) {
        if (event instanceof ContinuousTrade trade && trade.takerOrderId() == first + leg) {
          legWh += trade.energyWh();
          worth += trade.energyWh() * trade.priceMicroPerKwh();
          boolean within =
              wanted.side() == BUY
                  ? trade.priceMicroPerKwh() <= wanted.priceMicroPerKwh()
                  : trade.priceMicroPerKwh() >= wanted.priceMicroPerKwh();
          assertThat(basket.averageMicroPerKwh() != null || within).isTrue();
        }
      }
      assertThat(legWh).as("leg %d of %s", leg, basket).isEqualTo(wanted.energyWh());
      energy += legWh;
    }
    Long average = basket.averageMicroPerKwh();
    if (average != null) {
      long better = energy * average - worth;
      assertThat(basket.leg(1).side() == BUY ? better : -better).isNotNegative();
    }
  }

  private void note(List<Event> events) {
    for (Event event : events) {
      if (event instanceof OrderAccepted order && !order.terms().alternatives().isEmpty()) {
        preferences.put(order.orderId(), order);
        if (order.terms().alternatives().size() == 1) {
          chosen.put(order.orderId(), order.terms().alternatives().get(0)); // nothing to choose
        }
      } else if (event instanceof AlternativeChosen choice) {
        OrderAccepted order = requireNonNull(preferences.get(choice.orderId()));
        Alternative one = order.terms().alternatives().get(choice.alternative() - 1);
        assertThat(chosen.put(choice.orderId(), one)).as("chosen once").isNull();
      } else if (event instanceof ContinuousTrade trade) {
        note(trade);
      } else if (event instanceof OrderCancelled cancelled) {
        preferences.computeIfPresent(cancelled.orderId(), (id, order) -> null);
      }
    }
  }

  private void note(ContinuousTrade trade) {
    OrderAccepted order = preferences.get(trade.buyOrderId());
    if (order == null) {
      return;
    }
    Alternative one =
        requireNonNull(chosen.get(order.orderId()), "a trade of a preference is of an alternative");
    assertThat(trade.buyer()).isEqualTo(order.participant());
    assertThat(trade.priceMicroPerKwh()).isLessThanOrEqualTo(one.priceMicroPerKwh());
    if (!one.sources().isEmpty()) {
      assertThat(one.sources()).contains(trade.source());
    }
    if (one.area() != null) {
      assertThat(trade.sellArea()).isEqualTo(one.area());
    }
    boughtWh.merge(order.orderId(), trade.energyWh(), Long::sum);
  }

  /** All that is left is open for the owner, at the limit of what was chosen. */
  private void restIsOwned(long orderId, OrderAccepted accepted) {
    Order order = market.machine().order(orderId).orElseThrow();
    long bought = boughtWh.getOrDefault(orderId, 0L);
    assertThat(order.filledWh()).isEqualTo(bought);
    assertThat(order.openWh()).isEqualTo(accepted.energyWh() - bought);
    Alternative one = chosen.get(orderId);
    if (one != null && order.openWh() > 0) {
      partly++;
      assertThat(order.priceMicroPerKwh()).isEqualTo(one.priceMicroPerKwh());
      assertThat(market.machine().openOrders(accepted.participant()))
          .anyMatch(open -> open.orderId() == orderId);
    }
  }

  private Command command(int i) {
    String home = "home-0" + (1 + random.nextInt(3));
    return switch (random.nextInt(8)) {
      case 0, 1 -> basket(home, "b" + i);
      case 2 -> block(home, "b" + i);
      case 3 -> preference(home, "p" + i);
      case 4 -> new CancelOrder(home, 1 + random.nextInt(i + 1));
      default -> plain(home, "o" + i);
    };
  }

  private PlaceOrder plain(String home, String id) {
    Side side = random.nextBoolean() ? BUY : SELL;
    EnergySource source = side == SELL && random.nextBoolean() ? sourceOf(home) : null;
    OrderTerms terms = source == null ? OrderTerms.DEFAULT : OrderTerms.DEFAULT.declaring(source);
    return new PlaceOrder(
        home, id, area(home), slot(), side, price(side), 50L * (1 + random.nextInt(6)), terms);
  }

  private PlaceOrder preference(String home, String id) {
    List<Alternative> wanted = new ArrayList<>();
    long highest = 0;
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      long price = price(BUY);
      highest = Math.max(highest, price);
      List<EnergySource> sources = random.nextBoolean() ? List.of(SOLAR) : List.of();
      wanted.add(new Alternative(price, sources, random.nextInt(3) == 0 ? "east" : null));
    }
    OrderTerms terms = OrderTerms.DEFAULT.preferring(wanted);
    long energy = 100L * (1 + random.nextInt(5));
    return new PlaceOrder(home, id, area(home), slot(), BUY, highest, energy, terms);
  }

  private PlaceBasket basket(String home, String id) {
    List<BasketLeg> legs = new ArrayList<>();
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      Side side = random.nextBoolean() ? BUY : SELL;
      long price = price(side) + (side == BUY ? 30_000 : -30_000);
      legs.add(leg(home, slot(), side, price));
    }
    return new PlaceBasket(home, id, SelfTradeMode.CANCEL_NEWEST, null, null, legs);
  }

  private PlaceBasket block(String home, String id) {
    Side side = random.nextBoolean() ? BUY : SELL;
    List<BasketLeg> legs = new ArrayList<>();
    for (int n = 1 + random.nextInt(2); n > 0; n--) {
      legs.add(leg(home, START + (1 + legs.size()) * QUARTER, side, 0));
    }
    long average = price(side) + (side == BUY ? 30_000 : -30_000);
    return new PlaceBasket(home, id, SelfTradeMode.CANCEL_NEWEST, average, null, legs);
  }

  private BasketLeg leg(String home, long slot, Side side, long price) {
    return new BasketLeg(area(home), slot, side, price, 50L * (1 + random.nextInt(4)), null);
  }

  private long slot() {
    return START + random.nextInt(3) * QUARTER;
  }

  private long price(Side side) {
    return 200_000 + (random.nextInt(5) + (side == BUY ? -2 : 0)) * 10_000L;
  }

  private static EnergySource sourceOf(String home) {
    return home.equals("home-02") ? WIND : SOLAR;
  }

  private static String area(String home) {
    return home.equals("home-03") ? "west" : "east";
  }
}
