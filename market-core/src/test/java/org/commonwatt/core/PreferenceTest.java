package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.ContinuousFixture.GATE;
import static org.commonwatt.core.TestMarket.START;
import static org.commonwatt.model.EnergySource.SOLAR;
import static org.commonwatt.model.EnergySource.WIND;
import static org.commonwatt.model.RejectionCode.MALFORMED;
import static org.commonwatt.model.RejectionCode.MARKET_NOT_READY;
import static org.commonwatt.model.RejectionCode.NOT_IN_THIS_PHASE;
import static org.commonwatt.model.RejectionCode.PRICE_OFF_TICK;
import static org.commonwatt.model.RejectionCode.PRICE_OUT_OF_RANGE;
import static org.commonwatt.model.RejectionCode.QUALIFIERS_CONFLICT;
import static org.commonwatt.model.RejectionCode.SOURCE_NOT_REGISTERED;
import static org.commonwatt.model.RejectionCode.UNKNOWN_AREA;
import static org.commonwatt.model.Side.BUY;
import static org.commonwatt.model.Side.SELL;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonwatt.model.Alternative;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Command.CancelOrder;
import org.commonwatt.model.Command.ReportCollateral;
import org.commonwatt.model.Command.ReportSource;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AlternativeChosen;
import org.commonwatt.model.Event.AmendRejected;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderCancelled;
import org.commonwatt.model.Event.OrderRejected;
import org.commonwatt.model.Event.SourceRegistered;
import org.commonwatt.model.Event.SourceRejected;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.Side;
import org.commonwatt.model.TimeInForce;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Preferences in the market: homes 1 and 2 are in east, home 3 in west. */
class PreferenceTest {
  private static final OrderTerms GTC = OrderTerms.DEFAULT;
  private static final Alternative VILLAGE_SUN = new Alternative(280_000, List.of(SOLAR), "east");
  private static final Alternative ANY = new Alternative(250_000, List.of(), null);

  private ContinuousFixture slot = market(Safeguards.NONE);

  private static ContinuousFixture market(Safeguards safeguards) {
    ContinuousFixture made = new ContinuousFixture(ContinuousFixture.PLAIN, safeguards);
    made.market().apply(new ReportSource("home-01", 0, SOLAR));
    made.market().apply(new ReportSource("home-02", 0, WIND));
    made.market().apply(new ReportSource("home-03", 0, SOLAR));
    made.tick(GATE);
    return made;
  }

  @Test
  void theFirstAlternativeThatMeetsAnOrderTakesAllOfIt() {
    sell("home-01", 270_000, 400, SOLAR);
    sell("home-02", 200_000, 400, WIND);
    List<Event> events = prefer("home-03", 500, VILLAGE_SUN, ANY);
    assertThat(events.get(1)).isEqualTo(new AlternativeChosen(3, 1, 280_000));
    ContinuousTrade trade = (ContinuousTrade) events.get(2);
    assertThat(trade.sellOrderId()).isEqualTo(1);
    assertThat(trade.energyWh()).isEqualTo(400);
    assertThat(trade.source()).isEqualTo(SOLAR);
    assertThat(events).hasSize(3);
    assertThat(slot.market().machine().order(3).orElseThrow().openWh()).isEqualTo(100);
    assertThat(trades(sell("home-02", 200_000, 50, WIND)))
        .as("what is left stays with the alternative that has traded")
        .isEmpty();
    assertThat(trades(sell("home-01", 280_000, 300, SOLAR)))
        .containsExactly("3 of 5: 100 at 280000");
  }

  @Test
  void anAlternativeThatMeetsNobodyGivesWayToTheNext() {
    sell("home-03", 240_000, 100, SOLAR); // not of this village
    sell("home-02", 245_000, 100, WIND);
    List<Event> events = prefer("home-02", 150, VILLAGE_SUN, ANY);
    assertThat(events.get(1)).isEqualTo(new AlternativeChosen(3, 2, 250_000));
    slot = market(Safeguards.NONE);
    sell("home-02", 245_000, 100, WIND);
    sell("home-02", 260_000, 100, WIND);
    assertThat(prefer("home-01", 150, VILLAGE_SUN, ANY).subList(1, 3).toString())
        .contains("alternative=2", "priceMicroPerKwh=245000");
    assertThat(slot.market().machine().order(3).orElseThrow().priceMicroPerKwh())
        .isEqualTo(250_000);
  }

  @Test
  void restingEachAlternativeWaitsForItsOwnAndOneOfThemTrades() {
    prefer("home-02", 500, VILLAGE_SUN, ANY);
    assertThat(slot.market().machine().openOrders("home-02")).hasSize(1);
    assertThat(trades(sell("home-03", 270_000, 100, SOLAR))).as("of another area").isEmpty();
    List<Event> sold = sell("home-01", 200_000, 300, SOLAR);
    assertThat(sold.get(1)).isEqualTo(new AlternativeChosen(1, 1, 280_000));
    assertThat(trades(sold)).containsExactly("1 of 3: 300 at 280000");
    assertThat(trades(sell("home-01", 240_000, 900, null)))
        .as("the other alternative is gone")
        .isEmpty();
  }

  @Test
  void anOrderThatWouldMeetBothAlternativesMeetsOne() {
    prefer("home-02", 500, VILLAGE_SUN, ANY);
    List<Event> sold = sell("home-01", 200_000, 2_000, SOLAR);
    assertThat(trades(sold)).containsExactly("1 of 2: 500 at 280000");
    assertThat(slot.market().machine().order(1).orElseThrow().state())
        .isEqualTo(OrderState.MATCHED);
  }

  @Test
  void amongTheOffersThatQualifyPriceAndTimeDecide() {
    sell("home-02", 150_000, 100, WIND);
    sell("home-01", 270_000, 100, SOLAR);
    sell("home-01", 260_000, 100, SOLAR);
    sell("home-01", 260_000, 100, SOLAR);
    assertThat(trades(prefer("home-03", 250, VILLAGE_SUN)))
        .containsExactly("5 of 3: 100 at 260000", "5 of 4: 100 at 260000", "5 of 2: 50 at 270000");
  }

  @Test
  void anImmediatePreferenceThatMeetsNobodyEnds() {
    OrderTerms terms =
        OrderTerms.of(TimeInForce.IMMEDIATE_OR_CANCEL).preferring(List.of(VILLAGE_SUN, ANY));
    assertThat(slot.place("home-02", BUY, 280_000, 10, terms).get(1))
        .isEqualTo(new OrderCancelled(1, 10, CancelReason.UNFILLED));
  }

  @Test
  void itEndsAsOneOrder() {
    prefer("home-02", 500, VILLAGE_SUN, ANY);
    assertThat(slot.market().apply(new CancelOrder("home-02", 1)))
        .containsExactly(new OrderCancelled(1, 500, CancelReason.BY_OWNER));
    assertThat(trades(sell("home-01", 200_000, 300, SOLAR))).isEmpty();
  }

  @Test
  void itIsSecuredOnceAndForItsDearestLimit() {
    slot = market(new Safeguards(new Guarantees("house", 0, 0, 0)));
    slot.market().apply(new ReportCollateral("home-02", 145_000_000, 0));
    prefer("home-02", 500, VILLAGE_SUN, ANY); // with the 10,000 of the link 290,000 a kWh
    assertThat(slot.market().machine().account("home-02").availableNano()).isZero();
    sell("home-01", 240_000, 100, null);
    long left = 400 * 260_000L + 100 * 250_000L; // goes on at 250,000; the trade took no link
    assertThat(slot.market().machine().account("home-02").availableNano().longValueExact())
        .isEqualTo(145_000_000 - left);
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    List<Alternative> two = List.of(VILLAGE_SUN, ANY);
    assertThat(refused(SELL, 280_000, GTC.preferring(two))).isEqualTo(QUALIFIERS_CONFLICT);
    assertThat(refused(BUY, 250_000, GTC.preferring(two))).isEqualTo(QUALIFIERS_CONFLICT);
    assertThat(refused(BUY, 280_000, GTC.preferring(two).wholly())).isEqualTo(QUALIFIERS_CONFLICT);
    assertThat(refused(BUY, 280_000, GTC.preferring(two).goodTill(START)))
        .isEqualTo(QUALIFIERS_CONFLICT);
    assertThat(refused(BUY, 280_000, GTC.preferring(Collections.nCopies(9, VILLAGE_SUN))))
        .isEqualTo(QUALIFIERS_CONFLICT);
    assertThat(refused(BUY, 280_000, GTC.declaring(SOLAR))).isEqualTo(QUALIFIERS_CONFLICT);
    assertThat(refused(BUY, 250_000, preferring(new Alternative(250_000, List.of(), "moon"))))
        .isEqualTo(UNKNOWN_AREA);
    assertThat(
            refused(
                BUY, 250_000, preferring(ANY, new Alternative(-2_000_000_100, List.of(), null))))
        .isEqualTo(PRICE_OUT_OF_RANGE);
    assertThat(refused(BUY, 250_000, preferring(ANY, new Alternative(50, List.of(), null))))
        .isEqualTo(PRICE_OFF_TICK);
    ContinuousFixture before = new ContinuousFixture(ContinuousFixture.PLAIN);
    OrderRejected early =
        (OrderRejected) before.place("home-02", BUY, 280_000, 1, GTC.preferring(two)).get(0);
    assertThat(early.rejection().code()).isEqualTo(NOT_IN_THIS_PHASE);
  }

  @Test
  void itIsNotAmended() {
    prefer("home-02", 500, VILLAGE_SUN, ANY);
    AmendRejected told = (AmendRejected) slot.amend("home-02", 1, 400, 280_000).get(0);
    assertThat(told.rejection().code()).isEqualTo(QUALIFIERS_CONFLICT);
  }

  @Test
  void onlyARegisteredSourceIsDeclared() {
    assertThat(refused("home-01", SELL, 100, GTC.declaring(WIND))).isEqualTo(SOURCE_NOT_REGISTERED);
    assertThat(slot.market().apply(new ReportSource("home-01", START, WIND)))
        .containsExactly(new SourceRegistered("home-01", START, WIND));
    assertThat(refused("home-01", SELL, 100, GTC.declaring(SOLAR)))
        .isEqualTo(SOURCE_NOT_REGISTERED);
    assertThat(slot.market().machine().source("home-01", START - 1)).isEqualTo(Optional.of(SOLAR));
    slot.market().apply(new ReportSource("home-01", 0, null));
    assertThat(slot.market().machine().source("home-01", START)).isEmpty();
  }

  @Test
  void whoComesLaterMayHaveASourceBeforeAndNobodyHasOneBeforeThereAreRules() {
    assertThat(slot.market().apply(new ReportSource("newcomer", 0, SOLAR)))
        .containsExactly(new SourceRegistered("newcomer", 0, SOLAR));
    assertThat(slot.market().machine().source("newcomer", START)).isEqualTo(Optional.of(SOLAR));
    assertThat(sourceRefused(slot.market(), "no id!")).isEqualTo(MALFORMED);
    assertThat(sourceRefused(new TestMarket(), "home-01")).isEqualTo(MARKET_NOT_READY);
  }

  private static RejectionCode sourceRefused(TestMarket market, String participant) {
    Event answer = market.apply(new ReportSource(participant, 0, SOLAR)).get(0);
    return ((SourceRejected) answer).rejection().code();
  }

  /** Whatever is sold to it, of a preference one limit trades, and all survives a restart. */
  @Property(tries = 200)
  void atMostOneAlternativeTradesAndARestartChangesNothing(@ForAll long seed) {
    Random random = new Random(seed);
    slot = market(Safeguards.NONE);
    TestMarket market = slot.market();
    List<Event> all = new ArrayList<>(prefer("home-02", 500, VILLAGE_SUN, ANY));
    for (int i = 0; i < 20; i++) {
      String home = random.nextBoolean() ? "home-01" : "home-03";
      long price = 240_000 + random.nextInt(5) * 10_000L;
      OrderTerms terms = random.nextBoolean() ? GTC.declaring(SOLAR) : GTC;
      market =
          random.nextInt(4) == 0
              ? new TestMarket(MarketStateMachine.restore(StateTest.Tape.of(market.machine())))
              : market;
      all.addAll(
          market.apply(
              ContinuousFixture.order(home, "s" + i, SELL, price, 1 + random.nextInt(200), terms)));
    }
    long chosen = all.stream().filter(AlternativeChosen.class::isInstance).count();
    List<ContinuousTrade> trades =
        all.stream()
            .filter(ContinuousTrade.class::isInstance)
            .map(ContinuousTrade.class::cast)
            .toList();
    assertThat(chosen).isEqualTo(trades.isEmpty() ? 0 : 1);
    assertThat(trades.stream().map(ContinuousTrade::priceMicroPerKwh).distinct().count())
        .isLessThanOrEqualTo(1);
    assertThat(trades.stream().mapToLong(ContinuousTrade::energyWh).sum()).isLessThanOrEqualTo(500);
    trades.stream()
        .filter(trade -> trade.priceMicroPerKwh() == 280_000)
        .forEach(
            trade -> {
              assertThat(trade.source()).isEqualTo(SOLAR);
              assertThat(trade.sellArea()).isEqualTo("east");
            });
  }

  private static OrderTerms preferring(Alternative... alternatives) {
    return GTC.preferring(List.of(alternatives));
  }

  private RejectionCode refused(Side side, long price, OrderTerms terms) {
    return refused("home-02", side, price, terms);
  }

  private RejectionCode refused(String home, Side side, long price, OrderTerms terms) {
    return ((OrderRejected) slot.place(home, side, price, 1, terms).get(0)).rejection().code();
  }

  private List<Event> prefer(String home, long energyWh, Alternative... alternatives) {
    long highest = 0;
    for (Alternative one : alternatives) {
      highest = Math.max(highest, one.priceMicroPerKwh());
    }
    List<Event> events = slot.place(home, BUY, highest, energyWh, preferring(alternatives));
    assertThat(events.get(0)).isInstanceOf(OrderAccepted.class);
    return events;
  }

  private List<Event> sell(String home, long price, long energyWh, @Nullable EnergySource source) {
    OrderTerms terms = source == null ? GTC : GTC.declaring(source);
    List<Event> events = slot.place(home, SELL, price, energyWh, terms);
    assertThat(events.get(0)).isInstanceOf(OrderAccepted.class);
    return events;
  }

  private static List<String> trades(List<Event> events) {
    return events.stream()
        .filter(ContinuousTrade.class::isInstance)
        .map(ContinuousTrade.class::cast)
        .map(
            trade ->
                "%d of %d: %d at %d"
                    .formatted(
                        trade.buyOrderId(),
                        trade.sellOrderId(),
                        trade.energyWh(),
                        trade.priceMicroPerKwh()))
        .toList();
  }
}
