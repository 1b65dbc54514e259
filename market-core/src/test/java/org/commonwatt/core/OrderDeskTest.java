package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;
import static org.commonwatt.core.TestMarket.order;
import static org.commonwatt.model.RejectionCode.CLIENT_ORDER_ID_REUSED;
import static org.commonwatt.model.RejectionCode.ENERGY_NOT_POSITIVE;
import static org.commonwatt.model.RejectionCode.ENERGY_TOO_LARGE;
import static org.commonwatt.model.RejectionCode.MALFORMED;
import static org.commonwatt.model.RejectionCode.MARKET_NOT_READY;
import static org.commonwatt.model.RejectionCode.ORDER_NOT_OPEN;
import static org.commonwatt.model.RejectionCode.PRICE_OUT_OF_RANGE;
import static org.commonwatt.model.RejectionCode.SLOT_CLOSED;
import static org.commonwatt.model.RejectionCode.SLOT_MISALIGNED;
import static org.commonwatt.model.RejectionCode.SLOT_NOT_OPEN;
import static org.commonwatt.model.RejectionCode.SLOT_VOLUME_TOO_LARGE;
import static org.commonwatt.model.RejectionCode.UNKNOWN_AREA;
import static org.commonwatt.model.RejectionCode.UNKNOWN_ORDER;
import static org.commonwatt.model.RejectionCode.UNKNOWN_PARTICIPANT;

import java.util.List;
import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.Command.CancelOrder;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.CancelRejected;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderCancelled;
import org.commonwatt.model.Event.OrderExpired;
import org.commonwatt.model.Event.OrderRejected;
import org.commonwatt.model.Event.OrderRepeated;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Rulebook.Timing;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderDeskTest {
  private static final String ID = "c-1";

  private final TestMarket market = TestMarket.open();

  @Test
  void anOrderIsTakenUnderTheNextId() {
    assertThat(market.apply(order("home-01", ID, Side.BUY, 250_000, 2_000)))
        .containsExactly(
            new OrderAccepted(
                1, "home-01", ID, "village", SLOT, Side.BUY, 250_000, 2_000, START - 60 * MINUTE));
    market.place("home-02", Side.SELL, 1, 1);
    assertThat(market.machine().order(2).orElseThrow().participant()).isEqualTo("home-02");
    assertThat(market.machine().order("home-01", ID).orElseThrow().orderId()).isEqualTo(1);
  }

  @Test
  void theSameOrderAgainIsAnsweredWithTheFirstEvenAfterTheGate() {
    PlaceOrder order = order("home-01", ID, Side.BUY, 250_000, 2_000);
    market.apply(order);
    assertThat(market.apply(order)).containsExactly(new OrderRepeated(1, "home-01", ID));
    market.tick(START);
    assertThat(market.apply(order)).containsExactly(new OrderRepeated(1, "home-01", ID));
  }

  @Test
  void aClientOrderIdIsUsedOnceEvenAfterTheOrderIsCancelled() {
    market.apply(order("home-01", ID, Side.BUY, 250_000, 2_000));
    market.apply(new CancelOrder("home-01", 1));
    assertThat(rejection(order("home-01", ID, Side.BUY, 250_000, 2_001)))
        .isEqualTo(
            new Rejection(
                CLIENT_ORDER_ID_REUSED,
                "clientOrderId c-1 belongs to order 1, which differs: BUY 2000 Wh at 250000 µ/kWh"
                    + " in slot 2022-08-02T07:00:00Z/PT15M; use a new clientOrderId"));
    assertThat(rejection(order("home-01", ID, Side.SELL, 250_000, 2_000)).code())
        .isEqualTo(CLIENT_ORDER_ID_REUSED);
    assertThat(rejection(order("home-01", ID, Side.BUY, 250_001, 2_000)).code())
        .isEqualTo(CLIENT_ORDER_ID_REUSED);
    assertThat(rejection(at(START + QUARTER)).code()).isEqualTo(CLIENT_ORDER_ID_REUSED);
  }

  @Test
  void anotherParticipantMayUseTheSameClientOrderId() {
    market.apply(order("home-01", ID, Side.BUY, 250_000, 2_000));
    assertThat(market.apply(order("home-02", ID, Side.BUY, 250_000, 2_000)))
        .hasOnlyElementsOfType(OrderAccepted.class);
  }

  @Test
  void aRefusedOrderDoesNotUseUpItsClientOrderId() {
    market.apply(order("home-01", ID, Side.BUY, 250_000, 0));
    assertThat(market.apply(order("home-01", ID, Side.BUY, 250_000, 1)))
        .hasOnlyElementsOfType(OrderAccepted.class);
  }

  @Test
  void withoutARulebookTheMarketIsNotReady() {
    List<Event> events = new TestMarket().apply(order("home-01", ID, Side.BUY, 1, 1));
    assertThat(events)
        .containsExactly(
            new OrderRejected(
                "home-01",
                ID,
                new Rejection(
                    MARKET_NOT_READY, "the market has no rulebook yet: activate one first")));
  }

  @ParameterizedTest
  @CsvSource({
    "no id,  c-1,   village",
    "home-01, c 1,   village",
    "home-01, c-1,   a/b",
    "home-01, '',    village"
  })
  void idsAreChecked(String participant, String clientOrderId, String area) {
    Rejection rejection =
        rejection(new PlaceOrder(participant, clientOrderId, area, START, Side.BUY, 1, 1));
    assertThat(rejection.code()).isEqualTo(MALFORMED);
    assertThat(rejection.message()).contains("is not an id: use 1 to 64 of");
  }

  @Test
  void participantAndAreaMustBeKnown() {
    assertThat(rejection(order("stranger", ID, Side.BUY, 1, 1)))
        .isEqualTo(
            new Rejection(
                UNKNOWN_PARTICIPANT,
                "participant stranger is not a member of market m under rulebook 1"));
    assertThat(rejection(order("supplier", ID, Side.BUY, 1, 1)).code())
        .isEqualTo(UNKNOWN_PARTICIPANT);
    assertThat(rejection(new PlaceOrder("home-01", ID, "city", START, Side.BUY, 1, 1)))
        .isEqualTo(new Rejection(UNKNOWN_AREA, "home-01 trades in area village, not in city"));
  }

  @Test
  void amountsMustKeepTheRulebooksLimits() {
    assertThat(rejection(order("home-01", ID, Side.BUY, 1, 0)))
        .isEqualTo(new Rejection(ENERGY_NOT_POSITIVE, "energyWh is 0: order at least 1 Wh"));
    assertThat(rejection(order("home-01", ID, Side.BUY, 1, Long.MIN_VALUE)).code())
        .isEqualTo(ENERGY_NOT_POSITIVE);
    assertThat(rejection(order("home-01", ID, Side.BUY, 1, 100_001)))
        .isEqualTo(new Rejection(ENERGY_TOO_LARGE, "energyWh is 100001: order at most 100000 Wh"));
    assertThat(rejection(order("home-01", ID, Side.BUY, 1_000_001, 1)))
        .isEqualTo(
            new Rejection(
                PRICE_OUT_OF_RANGE, "priceMicroPerKwh is 1000001: use -1000000 to 1000000"));
    assertThat(rejection(order("home-01", ID, Side.BUY, Long.MIN_VALUE, 1)).code())
        .isEqualTo(PRICE_OUT_OF_RANGE);
    market.place("home-01", Side.BUY, 1_000_000, 100_000);
    market.place("home-01", Side.BUY, -1_000_000, 1);
    assertThat(market.events(OrderAccepted.class)).hasSize(2);
  }

  @Test
  void theSlotMustStartOnABorder() {
    assertThat(rejection(at(START + 1)))
        .isEqualTo(
            new Rejection(
                SLOT_MISALIGNED,
                "no slot starts at 2022-08-02T07:00:00.001Z or has another length: slots start"
                    + " every 15 minutes from the full hour (UTC)"));
  }

  @Test
  void aSlotBeforeTradingOrNotYetOpenTakesNoOrders() {
    assertThat(rejection(at(START - QUARTER)))
        .isEqualTo(
            new Rejection(
                SLOT_NOT_OPEN,
                "trading starts with the slot of 2022-08-02T07:00:00Z, not with that of"
                    + " 2022-08-02T06:45:00Z"));
    assertThat(rejection(at(START + QUARTER)))
        .isEqualTo(
            new Rejection(
                SLOT_NOT_OPEN,
                "the slot of 2022-08-02T07:15:00Z opens 60 minutes before its start; the market's"
                    + " clock is at 2022-08-02T06:00:00Z: send the order later"));
    long first = Math.floorDiv(Long.MIN_VALUE, QUARTER) * QUARTER + QUARTER;
    assertThat(rejection(at(first)).code()).isEqualTo(SLOT_NOT_OPEN);
    assertThat(rejection(at(Long.MAX_VALUE / QUARTER * QUARTER)).code()).isEqualTo(SLOT_NOT_OPEN);
  }

  @Test
  void aSlotThatANewRulebookOpensEarlierOpensWithTheNextTick() {
    market.apply(
        new ActivateRulebook(
            new Rulebooks().version(2).timing(new Timing(15, 120, 75, 15, START)).build()));
    assertThat(rejection(at(START + QUARTER)))
        .isEqualTo(
            new Rejection(
                SLOT_NOT_OPEN,
                "the slot of 2022-08-02T07:15:00Z is due and opens with one of the next ticks, or,"
                    + " while too many slots before it wait for their settlement, once those are"
                    + " settled: send the order later"));
    market.tick(START - 60 * MINUTE + 1);
    assertThat(market.apply(at(START + QUARTER))).hasOnlyElementsOfType(OrderAccepted.class);
  }

  @Test
  void aSlotTakesOrdersUntilTheTickOfItsGate() {
    market.tick(START - 15 * MINUTE - 1);
    assertThat(market.place("home-01", Side.BUY, 1, 1)).hasOnlyElementsOfType(OrderAccepted.class);
    market.tick(START - 15 * MINUTE);
    assertThat(rejection(order("home-01", ID, Side.BUY, 1, 1)))
        .isEqualTo(
            new Rejection(
                SLOT_CLOSED,
                "the gate of slot 2022-08-02T07:00:00Z/PT15M was at 2022-08-02T06:45:00Z: choose a"
                    + " later slot"));
  }

  @Test
  void ofSeveralReasonsTheFirstCodeIsReported() {
    PlaceOrder first = order("home-01", ID, Side.BUY, 1, 1);
    market.apply(first);
    long wrong = START - QUARTER + 1; // misaligned and before trading
    assertThat(code("x y", "city", wrong, 0, Long.MAX_VALUE)).isEqualTo(MALFORMED);
    assertThat(code("stranger", "city", wrong, 0, Long.MAX_VALUE)).isEqualTo(UNKNOWN_PARTICIPANT);
    assertThat(code("home-01", "city", wrong, 0, Long.MAX_VALUE)).isEqualTo(UNKNOWN_AREA);
    assertThat(code("home-01", "village", wrong, 0, Long.MAX_VALUE)).isEqualTo(SLOT_MISALIGNED);
    long closed = START - QUARTER;
    assertThat(code("home-01", "village", closed, 0, Long.MAX_VALUE))
        .isEqualTo(ENERGY_NOT_POSITIVE);
    assertThat(code("home-01", "village", closed, Long.MAX_VALUE, Long.MAX_VALUE))
        .isEqualTo(ENERGY_TOO_LARGE);
    assertThat(code("home-01", "village", closed, 1, Long.MAX_VALUE)).isEqualTo(PRICE_OUT_OF_RANGE);
    assertThat(code("home-01", "village", closed, 1, 1)).isEqualTo(CLIENT_ORDER_ID_REUSED);
    assertThat(code("home-02", "village", closed, 1, 1)).isEqualTo(SLOT_NOT_OPEN);
  }

  @Test
  void withoutARulebookAMalformedOrderIsStillMalformed() {
    OrderRejected rejected =
        (OrderRejected) new TestMarket().apply(order("x y", ID, Side.BUY, 1, 1)).get(0);
    assertThat(rejected.rejection().code()).isEqualTo(MALFORMED);
  }

  @Test
  void aSlotTakesNoMoreEnergyThanItsMoneyCanCount() {
    // P = 10¹⁰ µ/kWh: L = 922,337,203 Wh, a quarter of it for orders.
    Rulebook dear =
        new Rulebooks().prices(0, 10_000_000_000L).maxOrderWh(1_000_000_000_000L).build();
    TestMarket dearMarket = TestMarket.under(dear);
    dearMarket.tick(START - 60 * MINUTE);
    dearMarket.place("home-01", Side.BUY, 1, 230_584_300);
    List<Event> refused = dearMarket.place("home-02", Side.SELL, 1, 1);
    assertThat(((OrderRejected) refused.get(0)).rejection())
        .isEqualTo(
            new Rejection(
                SLOT_VOLUME_TOO_LARGE,
                "slot 2022-08-02T07:00:00Z/PT15M takes orders of 230584300 Wh together, of which 0"
                    + " Wh are left: order less"));
    dearMarket.apply(new CancelOrder("home-01", 1));
    assertThat(dearMarket.place("home-02", Side.SELL, 1, 1))
        .hasOnlyElementsOfType(OrderAccepted.class);
  }

  @Test
  void anOpenOrderIsCancelledByItsOwner() {
    market.apply(order("home-01", ID, Side.BUY, 250_000, 2_000));
    assertThat(market.apply(new CancelOrder("home-01", 1))).containsExactly(new OrderCancelled(1));
    assertThat(market.machine().order(1).orElseThrow().state()).isEqualTo(OrderState.CANCELLED);
    market.tick(START);
    assertThat(market.events(OrderExpired.class)).isEmpty();
    assertThat(cancellation("home-01", 1))
        .isEqualTo(
            new Rejection(
                ORDER_NOT_OPEN, "order 1 is CANCELLED: only an open order can be cancelled"));
  }

  @Test
  void anEndedOrderCannotBeCancelled() {
    market.place("home-01", Side.BUY, 250_000, 2_000);
    market.place("home-02", Side.SELL, 250_000, 2_000);
    market.place("home-02", Side.SELL, 1_000_000, 2_000);
    market.tick(START - 15 * MINUTE);
    assertThat(cancellation("home-01", 1).message()).contains("order 1 is MATCHED");
    assertThat(cancellation("home-02", 3).message()).contains("order 3 is EXPIRED");
  }

  @Test
  void onlyTheOwnerSeesAnOrderWhenCancelling() {
    market.place("home-01", Side.BUY, 250_000, 2_000);
    Rejection unknown = new Rejection(UNKNOWN_ORDER, "participant home-02 has no order 1");
    assertThat(cancellation("home-02", 1)).isEqualTo(unknown);
    assertThat(cancellation("home-01", 9).code()).isEqualTo(UNKNOWN_ORDER);
    assertThat(cancellation("stranger", 1).code()).isEqualTo(UNKNOWN_PARTICIPANT);
    assertThat(cancellation("x y", 1).code()).isEqualTo(MALFORMED);
    CancelRejected early =
        (CancelRejected) new TestMarket().apply(new CancelOrder("home-01", 1)).get(0);
    assertThat(early.rejection().code()).isEqualTo(MARKET_NOT_READY);
  }

  private RejectionCode code(
      String participant, String area, long start, long energyWh, long price) {
    return rejection(new PlaceOrder(participant, ID, area, start, Side.BUY, price, energyWh))
        .code();
  }

  private static PlaceOrder at(long slotStart) {
    return new PlaceOrder("home-01", ID, "village", slotStart, Side.BUY, 250_000, 2_000);
  }

  private Rejection rejection(PlaceOrder order) {
    List<Event> events = market.apply(order);
    assertThat(events).hasSize(1).hasOnlyElementsOfType(OrderRejected.class);
    return ((OrderRejected) events.get(0)).rejection();
  }

  private Rejection cancellation(String participant, long orderId) {
    List<Event> events = market.apply(new CancelOrder(participant, orderId));
    assertThat(events).hasSize(1).hasOnlyElementsOfType(CancelRejected.class);
    return ((CancelRejected) events.get(0)).rejection();
  }
}
