package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.ContinuousFixture.CLOSURE;
import static org.commonwatt.core.ContinuousFixture.GATE;
import static org.commonwatt.core.ContinuousFixture.PLAIN;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.START;
import static org.commonwatt.model.RejectionCode.CLIENT_ORDER_ID_REUSED;
import static org.commonwatt.model.RejectionCode.ENERGY_NOT_POSITIVE;
import static org.commonwatt.model.RejectionCode.ENERGY_TOO_LARGE;
import static org.commonwatt.model.RejectionCode.EXPIRY_PAST;
import static org.commonwatt.model.RejectionCode.MALFORMED;
import static org.commonwatt.model.RejectionCode.MARKET_NOT_READY;
import static org.commonwatt.model.RejectionCode.NOT_IN_THIS_PHASE;
import static org.commonwatt.model.RejectionCode.ORDER_NOT_OPEN;
import static org.commonwatt.model.RejectionCode.POST_ONLY_WOULD_TRADE;
import static org.commonwatt.model.RejectionCode.PRICE_OFF_TICK;
import static org.commonwatt.model.RejectionCode.PRICE_OUT_OF_RANGE;
import static org.commonwatt.model.RejectionCode.PRODUCT_HALTED;
import static org.commonwatt.model.RejectionCode.QUALIFIERS_CONFLICT;
import static org.commonwatt.model.RejectionCode.SLOT_CLOSED;
import static org.commonwatt.model.RejectionCode.SLOT_MISALIGNED;
import static org.commonwatt.model.RejectionCode.SLOT_VOLUME_TOO_LARGE;
import static org.commonwatt.model.RejectionCode.UNKNOWN_ORDER;
import static org.commonwatt.model.RejectionCode.UNKNOWN_PARTICIPANT;

import java.util.List;
import java.util.stream.Stream;
import org.commonwatt.model.Command;
import org.commonwatt.model.Command.AmendOrder;
import org.commonwatt.model.Command.CancelAll;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AmendRejected;
import org.commonwatt.model.Event.CancelRejected;
import org.commonwatt.model.Event.MassCancelled;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderRejected;
import org.commonwatt.model.Event.OrderRepeated;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;
import org.commonwatt.model.TimeInForce;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused of orders with terms, amendments and mass cancels, and in which order. */
class ContinuousRefusalsTest {
  private static final OrderTerms GTC = OrderTerms.DEFAULT;
  private static final OrderTerms IOC = OrderTerms.of(TimeInForce.IMMEDIATE_OR_CANCEL);
  private static final OrderTerms GTA = OrderTerms.of(TimeInForce.GOOD_TILL_AUCTION);

  private final ContinuousFixture slot = new ContinuousFixture(PLAIN);

  static Stream<OrderTerms> conflicts() {
    return Stream.of(
        GTC.atMarket(),
        IOC.posted(),
        GTA.posted(),
        GTC.wholly().atLeast(1),
        GTC.atLeast(-1),
        GTC.atLeast(5_001),
        IOC.showing(10),
        GTA.showing(10),
        GTC.wholly().showing(10),
        GTC.atLeast(1).showing(10),
        GTC.showing(-1),
        GTC.showing(5_000),
        GTC.showing(4),
        new OrderTerms(
            TimeInForce.GOOD_TILL_CANCEL,
            1,
            false,
            false,
            0,
            0,
            false,
            SelfTradeMode.CANCEL_NEWEST));
  }

  @ParameterizedTest
  @MethodSource("conflicts")
  void termsThatExcludeEachOtherAreRefused(OrderTerms terms) {
    assertThat(code(slot.place("home-01", Side.SELL, 0, 5_000, terms)))
        .isEqualTo(QUALIFIERS_CONFLICT);
  }

  @Test
  void aMarketOrderHasNoPrice() {
    slot.tick(GATE);
    assertThat(code(slot.place("home-01", Side.SELL, 100, 5, IOC.atMarket())))
        .isEqualTo(QUALIFIERS_CONFLICT);
    assertThat(slot.place("home-01", Side.SELL, 0, 5, IOC.atMarket()).get(0))
        .isInstanceOf(OrderAccepted.class);
  }

  @Test
  void aPhaseTakesOnlyOrdersThatCanTradeInIt() {
    assertThat(code(slot.place("home-01", Side.SELL, 100, 5, IOC))).isEqualTo(NOT_IN_THIS_PHASE);
    assertThat(code(slot.place("home-01", Side.SELL, 0, 5, IOC.atMarket())))
        .isEqualTo(NOT_IN_THIS_PHASE);
    assertThat(code(slot.place("home-01", Side.SELL, 100, 5, GTC.posted())))
        .isEqualTo(NOT_IN_THIS_PHASE);
    slot.tick(GATE);
    assertThat(code(slot.place("home-01", Side.SELL, 100, 5, GTA))).isEqualTo(NOT_IN_THIS_PHASE);
    slot.tick(CLOSURE);
    assertThat(code(slot.place("home-01", Side.SELL, 100, 5, GTA))).isEqualTo(SLOT_CLOSED);
  }

  @Test
  void ofSeveralReasonsAgainstAnOrderTheFirstIsReported() {
    slot.tick(GATE);
    long past = GATE;
    OrderTerms bad = GTC.goodTill(past).atLeast(-1);
    OrderTerms late = GTC.goodTill(past);
    assertThat(code(slot.place("home-01", Side.SELL, 2_000_050, 9, bad)))
        .isEqualTo(PRICE_OUT_OF_RANGE);
    assertThat(code(slot.place("home-01", Side.SELL, 50, 9, bad))).isEqualTo(QUALIFIERS_CONFLICT);
    assertThat(code(slot.place("home-01", Side.SELL, 50, 9, late))).isEqualTo(PRICE_OFF_TICK);
    assertThat(code(slot.place("home-01", Side.SELL, 100, 9, late))).isEqualTo(EXPIRY_PAST);
    Command taken = ContinuousFixture.order("home-01", "x", Side.SELL, 100, 9, GTC);
    slot.market().apply(taken);
    assertThat(slot.market().apply(taken)).containsExactly(new OrderRepeated(1, "home-01", "x"));
    assertThat(
            code(
                slot.market()
                    .apply(ContinuousFixture.order("home-01", "x", Side.SELL, 100, 9, late))))
        .isEqualTo(CLIENT_ORDER_ID_REUSED);
  }

  @Test
  void whatTheBookRefusesComesLastAndLeavesNoTrace() {
    ContinuousFixture banded =
        new ContinuousFixture(ContinuousFixture.section(1_000, GridFees.DEFAULT));
    banded.sell("home-01", 50_000, 5);
    banded.buy("home-02", 50_000, 5);
    banded.tick(GATE);
    banded.sell("home-01", 60_000, 5);
    assertThat(code(banded.place("home-02", Side.BUY, 60_000, 1, GTC.posted())))
        .isEqualTo(POST_ONLY_WOULD_TRADE);
    banded.buy("home-02", 60_000, 5); // halts
    assertThat(code(banded.place("home-02", Side.BUY, 60_000, 1, GTC.posted())))
        .isEqualTo(PRODUCT_HALTED);
    assertThat(code(banded.place("home-02", Side.BUY, 50_000, 1, GTC.goodTill(GATE))))
        .isEqualTo(EXPIRY_PAST);
    assertThat(code(banded.amend("home-01", 3, 6, 60_000))).isEqualTo(PRODUCT_HALTED);
    assertThat(banded.amend("home-01", 3, 4, 60_000)).hasSize(1);
    banded.tick(GATE + 2 * MINUTE);
    List<Event> next = banded.buy("home-02", 100, 1);
    assertThat(((OrderAccepted) next.get(0)).orderId())
        .as("a refused order uses no id")
        .isEqualTo(5);
  }

  @Test
  void ofSeveralReasonsAgainstAnAmendmentTheFirstIsReported() {
    slot.sell("home-01", 100_000, 10);
    assertThat(amendment("x y", 1, 0, 1)).isEqualTo(MALFORMED);
    assertThat(amendment("stranger", 1, 0, 1)).isEqualTo(UNKNOWN_PARTICIPANT);
    assertThat(amendment("home-02", 1, 0, 1)).isEqualTo(ENERGY_NOT_POSITIVE);
    assertThat(amendment("home-02", 1, 200_000, 1)).isEqualTo(UNKNOWN_ORDER);
    assertThat(amendment("home-01", 1, 0, 1)).isEqualTo(ENERGY_NOT_POSITIVE);
    assertThat(amendment("home-01", 1, 200_000, 2_000_001)).isEqualTo(ENERGY_TOO_LARGE);
    assertThat(amendment("home-01", 1, 20, 2_000_001)).isEqualTo(PRICE_OUT_OF_RANGE);
    assertThat(amendment("home-01", 1, 20, 1)).isEqualTo(PRICE_OFF_TICK);
    slot.place("home-01", Side.SELL, 100_000, 100, GTC.showing(10));
    assertThat(amendment("home-01", 2, 20_000, 1)).isEqualTo(QUALIFIERS_CONFLICT);
    slot.tick(START);
    assertThat(amendment("home-01", 1, 20, 1)).isEqualTo(PRICE_OFF_TICK);
    assertThat(amendment("home-01", 1, 20, 100)).isEqualTo(ORDER_NOT_OPEN);
    AmendRejected early =
        (AmendRejected) new TestMarket().apply(new AmendOrder("home-01", 1, 1, 1)).get(0);
    assertThat(early.rejection().code()).isEqualTo(MARKET_NOT_READY);
  }

  @Test
  void aPostOnlyOrderIsNotAmendedIntoATrade() {
    slot.tick(GATE);
    slot.sell("home-01", 100_000, 10);
    slot.place("home-02", Side.BUY, 90_000, 10, GTC.posted());
    assertThat(code(slot.amend("home-02", 2, 10, 100_000))).isEqualTo(POST_ONLY_WOULD_TRADE);
    assertThat(slot.market().machine().order(2).orElseThrow().priceMicroPerKwh()).isEqualTo(90_000);
  }

  @Test
  void aMassCancelNamesAMemberAndASlot() {
    assertThat(massCancel("x y", null)).isEqualTo(MALFORMED);
    assertThat(massCancel("stranger", START + 1)).isEqualTo(UNKNOWN_PARTICIPANT);
    assertThat(massCancel("home-01", START + 1)).isEqualTo(SLOT_MISALIGNED);
    slot.sell("home-01", 100_000, 1);
    slot.market()
        .apply(
            new Command.ActivateRulebook(
                ContinuousFixture.rules().version(2).members("home-02").build()));
    assertThat(massCancel("home-03", null)).isEqualTo(UNKNOWN_PARTICIPANT);
    assertThat(massCancel("home-01", START + 1)).isEqualTo(SLOT_MISALIGNED);
    assertThat(slot.market().apply(new CancelAll("home-01", START + 15 * MINUTE)))
        .as("a former member with an open order, in another slot")
        .containsExactly(new MassCancelled("home-01", START + 15 * MINUTE, 0));
    assertThat(slot.market().apply(new CancelAll("home-01", null))).hasSize(2);
    assertThat(massCancel("home-01", null)).isEqualTo(UNKNOWN_PARTICIPANT);
    CancelRejected early =
        (CancelRejected) new TestMarket().apply(new CancelAll("home-01", null)).get(0);
    assertThat(early.rejection().code()).isEqualTo(MARKET_NOT_READY);
  }

  @Test
  void theTurnoverOfASlotIsLimitedNotOnlyWhatIsOpen() {
    // P = 10¹⁰ and 10,000 for the link: a quarter of what 64 bits hold at their sum.
    long limit = Long.MAX_VALUE / 10_000_010_000L / 4;
    TestMarket dear =
        TestMarket.under(
            ContinuousFixture.rules()
                .prices(-10_000_000_000L, 10_000_000_000L)
                .maxOrderWh(1_000_000_000_000L)
                .continuous(PLAIN)
                .build());
    dear.tick(GATE);
    dear.apply(ContinuousFixture.order("home-01", "a", Side.SELL, 100, limit / 2, GTC));
    dear.apply(ContinuousFixture.order("home-02", "b", Side.BUY, 100, limit / 2 - 2, GTC));
    assertThat(dear.machine().order(2).orElseThrow().state()).isEqualTo(OrderState.MATCHED);
    Command more = ContinuousFixture.order("home-02", "c", Side.BUY, 0, 4, GTC);
    assertThat(code(dear.apply(more))).isEqualTo(SLOT_VOLUME_TOO_LARGE);
    assertThat(code(dear.apply(new AmendOrder("home-01", 1, 6, 100))))
        .isEqualTo(SLOT_VOLUME_TOO_LARGE);
    dear.apply(new CancelAll("home-01", null)); // the 2 Wh that are open
    assertThat(dear.apply(more)).hasOnlyElementsOfType(OrderAccepted.class);
  }

  private RejectionCode amendment(String who, long orderId, long energyWh, long price) {
    return code(slot.amend(who, orderId, energyWh, price));
  }

  private RejectionCode massCancel(String who, @Nullable Long start) {
    return code(slot.market().apply(new CancelAll(who, start)));
  }

  private static RejectionCode code(List<Event> events) {
    assertThat(events).hasSize(1);
    Event event = events.get(0);
    if (event instanceof AmendRejected rejected) {
      return rejected.rejection().code();
    }
    return event instanceof CancelRejected rejected
        ? rejected.rejection().code()
        : ((OrderRejected) event).rejection().code();
  }
}
