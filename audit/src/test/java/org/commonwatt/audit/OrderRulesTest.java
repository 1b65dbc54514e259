package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.commonwatt.model.Command;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.CancelRejected;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderRejected;
import org.commonwatt.model.Event.OrderRepeated;
import org.commonwatt.model.Leg;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Side;
import org.commonwatt.model.TimeInForce;
import org.junit.jupiter.api.Test;

/** Each reason to refuse, and that the earlier reason wins. */
class OrderRulesTest {
  private static final long START = WorkedExample.START;
  private static final long QUARTER = WorkedExample.QUARTER;
  private static final PlaceOrder GOOD = order("ann", "o1", "village", START, 1, 1);

  private final MarketReplay replay = new MarketReplay();

  @Test
  void aMarketWithoutRulebookTakesNothing() {
    assertThat(code(GOOD)).isEqualTo(RejectionCode.MARKET_NOT_READY);
    assertThat(code(order("", "o1", "village", START, 1, 1))).isEqualTo(RejectionCode.MALFORMED);
  }

  @Test
  void everyReasonIsGivenInItsPlace() {
    open();
    assertThat(code(order("an n", "o", "x", 1, 0, -1))).isEqualTo(RejectionCode.MALFORMED);
    assertThat(code(order("ann", "-o", "x", 1, 0, -1))).isEqualTo(RejectionCode.MALFORMED);
    assertThat(code(order("eve", "o", "x", 1, 0, -1))).isEqualTo(RejectionCode.UNKNOWN_PARTICIPANT);
    assertThat(code(order("grid", "o", "x", 1, 0, -1)))
        .isEqualTo(RejectionCode.UNKNOWN_PARTICIPANT);
    assertThat(code(order("ann", "o", "x", 1, 0, -1))).isEqualTo(RejectionCode.UNKNOWN_AREA);
    assertThat(code(order("ann", "o", "village", 1, 0, -1)))
        .isEqualTo(RejectionCode.SLOT_MISALIGNED);
    assertThat(code(order("ann", "o", "village", 0, 0, -1)))
        .isEqualTo(RejectionCode.ENERGY_NOT_POSITIVE);
    assertThat(code(order("ann", "o", "village", 0, 10_001, -1)))
        .isEqualTo(RejectionCode.ENERGY_TOO_LARGE);
    assertThat(code(order("ann", "o", "village", 0, 10_000, -1)))
        .isEqualTo(RejectionCode.PRICE_OUT_OF_RANGE);
    assertThat(code(order("ann", "o", "village", 0, 10_000, 1_000_001)))
        .isEqualTo(RejectionCode.PRICE_OUT_OF_RANGE);
    assertThat(code(order("ann", "o", "village", 0, 10_000, 1_000_000)))
        .isEqualTo(RejectionCode.SLOT_NOT_OPEN);
    assertThat(code(order("ann", "o", "village", START + QUARTER, 1, 1)))
        .isEqualTo(RejectionCode.SLOT_NOT_OPEN);
  }

  @Test
  void aLegThatComesAloneIsRefusedBeforeAnythingElse() {
    OrderTerms terms = OrderTerms.of(TimeInForce.FILL_OR_KILL).as(new Leg(1, 1, null, null));
    PlaceOrder leg = new PlaceOrder("eve", "o", "x", 1, Side.BUY, -1, 0, terms);
    assertThat(code(leg)).as("without a rulebook").isEqualTo(RejectionCode.MALFORMED);
    open();
    assertThat(code(leg)).isEqualTo(RejectionCode.MALFORMED);
  }

  @Test
  void anOrderAtTheGateIsTooLateAndOneBeforeItIsNot() {
    open();
    tick(START - QUARTER - 1);
    assertThat(apply(GOOD)).isInstanceOf(OrderAccepted.class);
    tick(START - QUARTER);
    assertThat(code(order("ann", "o2", "village", START, 1, 1)))
        .isEqualTo(RejectionCode.SLOT_CLOSED);
  }

  @Test
  void aClientOrderIdStandsForOneOrderEvenAfterTheGate() {
    open();
    apply(GOOD);
    assertThat(apply(GOOD)).isEqualTo(new OrderRepeated(1, "ann", "o1"));
    PlaceOrder other = order("ann", "o1", "village", START, 2, 1);
    assertThat(code(other)).isEqualTo(RejectionCode.CLIENT_ORDER_ID_REUSED);
    tick(START);
    assertThat(apply(GOOD)).isEqualTo(new OrderRepeated(1, "ann", "o1"));
    assertThat(code(other)).isEqualTo(RejectionCode.CLIENT_ORDER_ID_REUSED);
  }

  @Test
  void aRefusedOrderLeavesItsClientOrderIdFree() {
    open();
    assertThat(code(order("ann", "o1", "village", START, 0, 1)))
        .isEqualTo(RejectionCode.ENERGY_NOT_POSITIVE);
    assertThat(apply(GOOD)).isInstanceOf(OrderAccepted.class);
    assertThat(apply(order("bob", "o1", "village", START, 1, 1))).isInstanceOf(OrderAccepted.class);
  }

  @Test
  void cancellationsAreRefusedInTheirPlace() {
    assertThat(cancelCode("ann", 1)).isEqualTo(RejectionCode.MARKET_NOT_READY);
    open();
    apply(GOOD);
    assertThat(cancelCode("eve", 1)).isEqualTo(RejectionCode.UNKNOWN_PARTICIPANT);
    assertThat(cancelCode("bob", 1)).isEqualTo(RejectionCode.UNKNOWN_ORDER);
    assertThat(cancelCode("ann", 2)).isEqualTo(RejectionCode.UNKNOWN_ORDER);
    assertThat(apply(new Command.CancelOrder("ann", 1))).isEqualTo(new Event.OrderCancelled(1));
    assertThat(cancelCode("ann", 1)).isEqualTo(RejectionCode.ORDER_NOT_OPEN);
  }

  @Test
  void aForeignOrderDoesNotShowWhoItsRulebookNames() {
    open();
    apply(GOOD);
    apply(new Command.ActivateRulebook(WorkedExample.rulebook(2, "ann", "cat")));
    assertThat(cancelCode("bob", 1)).isEqualTo(cancelCode("bob", 2));
    assertThat(cancelCode("bob", 1)).isEqualTo(RejectionCode.UNKNOWN_PARTICIPANT);
  }

  @Test
  void anExpiredOrderCannotBeCancelled() {
    open();
    apply(GOOD);
    tick(START);
    assertThat(cancelCode("ann", 1)).isEqualTo(RejectionCode.ORDER_NOT_OPEN);
  }

  private void open() {
    apply(new Command.ActivateRulebook(WorkedExample.rulebook()));
    tick(START - 2 * QUARTER);
  }

  private void tick(long timeMillis) {
    apply(new Command.Tick(timeMillis));
  }

  private Event apply(Command command) {
    List<Event> events = replay.apply(new CommandFrame.Entry(CommandOrigin.NONE, command));
    return events.get(0);
  }

  private RejectionCode code(PlaceOrder order) {
    Event event = apply(order);
    assertThat(event).isInstanceOf(OrderRejected.class);
    return ((OrderRejected) event).rejection().code();
  }

  private RejectionCode cancelCode(String participant, long orderId) {
    Event event = apply(new Command.CancelOrder(participant, orderId));
    assertThat(event).isInstanceOf(CancelRejected.class);
    return ((CancelRejected) event).rejection().code();
  }

  private static PlaceOrder order(
      String who, String id, String area, long slot, long energy, long price) {
    return new PlaceOrder(who, id, area, slot, Side.BUY, price, energy);
  }
}
