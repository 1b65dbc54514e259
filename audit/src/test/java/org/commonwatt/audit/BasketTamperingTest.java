package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.commonwatt.model.BasketLeg;
import org.commonwatt.model.Command.PlaceBasket;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.BasketFilled;
import org.commonwatt.model.Event.BasketRejected;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.Leg;
import org.commonwatt.model.LegRefusal;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

/** What is falsified of a basket is found: Bob buys 60 of Ann's 100 Wh in two legs. */
class BasketTamperingTest {
  private static final int BASKET = 4; // its frame

  private final Day day = settled();

  private static Day settled() {
    ContinuousDay day = ContinuousDay.trading(FeeMode.ON_TOP);
    day.sell("ann", 100_000, 100);
    day.add(
        new PlaceBasket(
            "bob",
            "b",
            SelfTradeMode.CANCEL_NEWEST,
            null,
            null,
            List.of(leg(40, 110_000), leg(20, 110_000))));
    day.add(
        new PlaceBasket(
            "bob",
            "c",
            SelfTradeMode.CANCEL_NEWEST,
            null,
            null,
            List.of(leg(40, 100_000), leg(20, 90_000))));
    return day.settle().log();
  }

  private static BasketLeg leg(long energyWh, long price) {
    return new BasketLeg("east", ContinuousDay.START, Side.BUY, price, energyWh, null);
  }

  private List<Event> basket() {
    List<Event> events = day.events(BASKET, 0);
    assertThat(events.get(0)).isInstanceOf(BasketFilled.class);
    return events;
  }

  @Test
  void theHonestDayPasses() {
    assertThat(basket()).hasSize(5);
    assertThat(codes()).isEmpty();
  }

  @Test
  void aBasketThatIsHalfDoneIsFound() {
    List<Event> events = basket();
    events.subList(3, 5).clear();
    assertThat(codes()).contains(FindingCode.EVENT_MISSING, FindingCode.TRADE_SETTLED_TWICE);
  }

  @Test
  void oneThatIsRefusedThoughItTradesIsFound() {
    List<Event> events = basket();
    events.clear();
    events.add(refused("b", 1));
    assertThat(codes()).contains(FindingCode.EVENT_MISSING);
    assertThat(codes()).contains(FindingCode.ANSWER_DIFFERS);
  }

  @Test
  void oneThatIsTakenThoughALegDoesNotTradeIsFound() {
    day.change(BasketRejected.class, r -> null);
    assertThat(codes()).isNotEmpty();
    day.events(BASKET + 1, 0).add(new BasketFilled("bob", "c", 4, 2));
    assertThat(codes()).contains(FindingCode.ANSWER_DIFFERS);
  }

  @Test
  void anotherLegThatIsToBlameIsFound() {
    day.change(BasketRejected.class, r -> refused("c", 1));
    assertThat(codes()).containsExactly(FindingCode.ANSWER_DIFFERS);
  }

  @Test
  void anotherEnergyOfALegIsFound() {
    day.change(ContinuousTrade.class, trade -> trade.energyWh() == 20 ? with(trade, 21) : trade);
    assertThat(codes()).contains(FindingCode.CONTINUOUS_TRADE_DIFFERS);
  }

  @Test
  void aLegOfAnotherBasketIsFound() {
    day.change(
        OrderAccepted.class,
        order -> order.terms().leg() == null ? order : with(order, new Leg(1, 1, null, null)));
    assertThat(codes()).contains(FindingCode.ORDER_DIFFERS);
  }

  @Test
  void legsInAnotherOrderAreFound() {
    List<Event> events = basket();
    events.addAll(1, List.copyOf(events.subList(3, 5)));
    events.subList(5, 7).clear();
    assertThat(codes()).contains(FindingCode.EVENT_OUT_OF_ORDER);
  }

  private static BasketRejected refused(String id, int leg) {
    Rejection rejection = new Rejection(RejectionCode.NOT_FILLED_AT_ONCE, "as the engine says");
    return new BasketRejected("bob", id, List.of(new LegRefusal(leg, rejection)));
  }

  private static OrderAccepted with(OrderAccepted order, Leg leg) {
    return new OrderAccepted(
        order.orderId(),
        order.participant(),
        order.clientOrderId(),
        order.area(),
        order.slot(),
        order.side(),
        order.priceMicroPerKwh(),
        order.energyWh(),
        order.timeMillis(),
        order.terms().as(leg));
  }

  private static ContinuousTrade with(ContinuousTrade trade, long energyWh) {
    return new ContinuousTrade(
        trade.tradeId(),
        trade.slot(),
        trade.takerOrderId(),
        trade.makerOrderId(),
        trade.takerSide(),
        trade.buyer(),
        trade.seller(),
        trade.buyArea(),
        trade.sellArea(),
        energyWh,
        trade.priceMicroPerKwh(),
        trade.feeMicroPerKwh(),
        trade.path(),
        trade.source());
  }

  private List<FindingCode> codes() {
    return Audit.verify(AuditInput.of(day.commands(), day.events(), new FakeLedger()))
        .findings()
        .stream()
        .map(Finding::code)
        .toList();
  }
}
