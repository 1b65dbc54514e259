package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AmendRejected;
import org.commonwatt.model.Event.CancelRejected;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.LinkFlow;
import org.commonwatt.model.Event.MassCancelled;
import org.commonwatt.model.Event.OrderAmended;
import org.commonwatt.model.Event.OrderCancelled;
import org.commonwatt.model.Event.OrderRejected;
import org.commonwatt.model.Event.ProductHalted;
import org.commonwatt.model.Event.ProductResumed;
import org.commonwatt.model.Event.SlotPhaseChanged;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;
import org.commonwatt.model.SlotPhase;
import org.commonwatt.model.TimeInForce;
import org.junit.jupiter.api.Test;

/** The section "Continuous trading in the market" of the rules. */
class ContinuousReplayTest {
  private static final OrderTerms IOC = OrderTerms.of(TimeInForce.IMMEDIATE_OR_CANCEL);

  @Test
  void tradingIsContinuousFromTheGateToGateClosure() {
    ContinuousDay day = ContinuousDay.open(FeeMode.ON_TOP);
    assertThat(phases(day.tick(-15))).contains(SlotPhase.CLEARED, SlotPhase.CONTINUOUS);
    assertThat(phases(day.tick(-6))).isEmpty();
    assertThat(phases(day.tick(-5))).containsExactly(SlotPhase.CLOSED);
    assertThat(code(day.sell("ann", 100_000, 10))).isEqualTo(RejectionCode.SLOT_CLOSED);
  }

  @Test
  void aTradeNamesBothOrdersTheFeeAndItsWay() {
    ContinuousDay day = ContinuousDay.trading(FeeMode.ON_TOP);
    day.sell("ann", 101_000, 300);
    List<Event> events = day.buy("cat", 110_000, 500);
    assertThat(events.get(1))
        .isEqualTo(
            new ContinuousTrade(
                1,
                ContinuousDay.SLOT,
                2,
                1,
                Side.BUY,
                "cat",
                "ann",
                "west",
                "east",
                300,
                101_000,
                20_000 + 505 + 1_000, // the level of link and areas once
                List.of(new LinkFlow("east", "west", 300)),
                null));
    assertThat(events).hasSize(2);
  }

  @Test
  void fromBidABidMustCoverTheFee() {
    ContinuousDay day = ContinuousDay.trading(FeeMode.FROM_BID);
    day.sell("ann", 101_000, 300);
    assertThat(day.buy("cat", 122_000, 500)).hasSize(1);
    assertThat(day.buy("cat", 123_000, 500)).hasSize(2);
  }

  @Test
  void noTradeIsBelowTheCollar() {
    ContinuousDay day = ContinuousDay.trading(FeeMode.FROM_BID);
    long floor = ContinuousDay.rulebook(FeeMode.FROM_BID).minPriceMicroPerKwh();
    day.buy("bob", floor, 10); // leaves 1,000 less, the fee of the level
    long[] tenWhAtMarket = {0, 10};
    assertThat(day.place("ann", Side.SELL, tenWhAtMarket, IOC.atMarket()))
        .contains(new OrderCancelled(2, 10, CancelReason.UNFILLED));
    day.buy("bob", floor + 1_000, 10);
    assertThat(trades(day.place("ann", Side.SELL, tenWhAtMarket, IOC.atMarket())))
        .singleElement()
        .satisfies(trade -> assertThat(trade.priceMicroPerKwh()).isEqualTo(floor));
  }

  @Test
  void whatTheAuctionLeavesOfAnOrderGoesOnAndMayTrade() {
    ContinuousDay day = ContinuousDay.open(FeeMode.ON_TOP);
    day.place("ann", Side.SELL, new long[] {9_000, 10}, OrderTerms.DEFAULT.wholly());
    day.buy("bob", 10_000, 4);
    assertThat(day.tick(-15)).noneMatch(ContinuousTrade.class::isInstance);
    List<Event> events = day.buy("bob", 9_000, 10);
    assertThat(events.get(1)).isInstanceOf(ContinuousTrade.class);
    assertThat(((ContinuousTrade) events.get(1)).makerOrderId()).isEqualTo(1);
  }

  @Test
  void aFullBookTakesOnlyOrdersThatDoNotRest() {
    MarketReplay small = new MarketReplay(new MarketState.Bounds(2, 100, 100, 100, 1_000, 1_000));
    ContinuousDay day = ContinuousDay.open(FeeMode.ON_TOP, small);
    day.sell("ann", 100_000, 10);
    day.sell("ann", 101_000, 10);
    day.sell("ann", 102_000, 10);
    assertThat(day.tick(-15))
        .as("the rest of the third finds the book full")
        .contains(new OrderCancelled(3, 10, CancelReason.UNFILLED))
        .noneMatch(event -> event.equals(new OrderCancelled(2, 10, CancelReason.UNFILLED)));
    assertThat(code(day.sell("ann", 103_000, 10))).isEqualTo(RejectionCode.BOOK_FULL);
    assertThat(code(day.buy("bob", 101_000, 20)))
        .as("even one that would trade all it has")
        .isEqualTo(RejectionCode.BOOK_FULL);
    List<Event> immediate = day.place("bob", Side.BUY, new long[] {100_000, 10}, IOC);
    assertThat(immediate.get(1)).isInstanceOf(ContinuousTrade.class);
    assertThat(day.sell("ann", 103_000, 10)).hasSize(1).noneMatch(OrderRejected.class::isInstance);
    assertThat(code(day.sell("ann", 103_000, 10))).isEqualTo(RejectionCode.BOOK_FULL);
  }

  @Test
  void anOrderEndsWhenItCouldTradeOnceMoreThanItMay() {
    MarketReplay small = new MarketReplay(new MarketState.Bounds(100, 2, 100, 100, 1_000, 1_000));
    ContinuousDay day = ContinuousDay.open(FeeMode.ON_TOP, small);
    day.tick(-15);
    day.sell("ann", 100_000, 10);
    day.sell("ann", 101_000, 10);
    day.sell("ann", 102_000, 10);
    List<Event> sweep = day.buy("bob", 102_000, 30);
    assertThat(trades(sweep)).hasSize(2);
    assertThat(sweep).last().isEqualTo(new OrderCancelled(4, 10, CancelReason.TRADE_LIMIT));
    assertThat(trades(day.buy("bob", 102_000, 10))).hasSize(1);
    day.sell("ann", 100_000, 10);
    day.sell("ann", 101_000, 10);
    day.sell("ann", 102_000, 10);
    OrderTerms kill = OrderTerms.of(TimeInForce.FILL_OR_KILL);
    assertThat(day.place("bob", Side.BUY, new long[] {102_000, 30}, kill))
        .last()
        .isEqualTo(new OrderCancelled(9, 30, CancelReason.TRADE_LIMIT));
  }

  @Test
  void aParticipantASlotAndAMarketHaveSoManyPlaces() {
    ContinuousDay day = withPlaces(8, 1_000);
    day.tick(-15);
    day.sell("ann", 100_000, 10);
    day.buy("bob", 100_000, 5); // an order and a trade
    day.sell("ann", 100_000, 10);
    assertThat(code(day.sell("ann", 100_000, 10))).isEqualTo(RejectionCode.OWN_ORDERS_FULL);
    assertThat(code(day.buy("bob", 90_000, 5))).isEqualTo(RejectionCode.OWN_ORDERS_FULL);
    assertThat(day.buy("cat", 90_000, 5)).hasSize(1).noneMatch(OrderRejected.class::isInstance);
    assertThat(((AmendRejected) day.add(amend(1, 5, 110_000)).get(0)).rejection().code())
        .as("it might trade")
        .isEqualTo(RejectionCode.OWN_ORDERS_FULL);
    assertThat(day.add(amend(1, 4, 100_000))).hasOnlyElementsOfType(OrderAmended.class);
  }

  @Test
  void aFullSlotAndAFullMarketTakeNothing() {
    for (int[] places : new int[][] {{4, 1_000}, {1_000, 4}}) {
      ContinuousDay day = withPlaces(places[0], places[1]);
      day.sell("ann", 100_000, 10);
      day.buy("bob", 100_000, 10);
      assertThat(code(day.buy("cat", 10_000, 10)))
          .as("two may trade in the auction")
          .isEqualTo(places[0] == 4 ? RejectionCode.SLOT_FULL : RejectionCode.MARKET_FULL);
      day.tick(-15); // one trade
      day.buy("cat", 10_000, 10);
      assertThat(code(day.sell("ann", 100_000, 10)))
          .isEqualTo(places[0] == 4 ? RejectionCode.SLOT_FULL : RejectionCode.MARKET_FULL);
    }
  }

  private static ContinuousDay withPlaces(int ofSlot, int ofMarket) {
    return ContinuousDay.open(
        FeeMode.ON_TOP,
        new MarketReplay(new MarketState.Bounds(100, 100, 100, ofSlot, ofMarket, 1_000)));
  }

  private static Command amend(long orderId, long energyWh, long price) {
    return new Command.AmendOrder("ann", orderId, energyWh, price);
  }

  @Test
  void anAuctionTakesNoMoreOfALinkThanItLeavesForContinuousTrading() {
    ContinuousDay day = ContinuousDay.open(FeeMode.ON_TOP);
    day.sell("ann", 100_000, 900);
    day.buy("cat", 300_000, 350); // of 400
    day.tick(-15);
    assertThat(trades(day.buy("cat", 300_000, 350)))
        .singleElement()
        .satisfies(trade -> assertThat(trade.energyWh()).isEqualTo(50));
  }

  @Test
  void goodTillAuctionExpiresThereAndIsRefusedAfterwards() {
    OrderTerms terms = OrderTerms.of(TimeInForce.GOOD_TILL_AUCTION);
    ContinuousDay day = ContinuousDay.open(FeeMode.ON_TOP);
    day.place("ann", Side.SELL, new long[] {9_000, 10}, terms);
    assertThat(day.tick(-15)).contains(new Event.OrderExpired(1, 10));
    assertThat(code(day.place("ann", Side.SELL, new long[] {9_000, 10}, terms)))
        .isEqualTo(RejectionCode.NOT_IN_THIS_PHASE);
  }

  @Test
  void termsThatMustTradeAtOnceAreRefusedBeforeTheGate() {
    ContinuousDay day = ContinuousDay.open(FeeMode.ON_TOP);
    for (OrderTerms terms : List.of(IOC, OrderTerms.DEFAULT.posted(), IOC.atLeast(3))) {
      assertThat(code(day.place("ann", Side.SELL, new long[] {9_000, 10}, terms)))
          .isEqualTo(RejectionCode.NOT_IN_THIS_PHASE);
    }
    assertThat(code(day.place("ann", Side.SELL, new long[] {0, 10}, IOC.atMarket())))
        .isEqualTo(RejectionCode.NOT_IN_THIS_PHASE);
  }

  @Test
  void termsThatExcludeEachOtherAreAConflict() {
    ContinuousDay day = ContinuousDay.trading(FeeMode.ON_TOP);
    OrderTerms gtc = OrderTerms.DEFAULT;
    List<OrderTerms> conflicts =
        List.of(
            gtc.atMarket(),
            IOC.atMarket(), // with a price
            IOC.posted(),
            OrderTerms.of(TimeInForce.GOOD_TILL_AUCTION).posted(),
            gtc.wholly().atLeast(1),
            gtc.atLeast(-1),
            gtc.atLeast(2_003),
            gtc.showing(-1),
            gtc.showing(2_002),
            gtc.showing(1), // 2,001 refills
            IOC.showing(1_000),
            gtc.wholly().showing(1_000),
            gtc.atLeast(5).showing(1_000),
            new OrderTerms(
                TimeInForce.GOOD_TILL_CANCEL, 5, false, false, 0, 0, false, gtc.selfTradeMode()));
    for (OrderTerms terms : conflicts) {
      assertThat(code(day.place("ann", Side.SELL, new long[] {9_000, 2_002}, terms)))
          .as(terms.toString())
          .isEqualTo(RejectionCode.QUALIFIERS_CONFLICT);
    }
    assertThat(day.place("ann", Side.SELL, new long[] {9_000, 2_002}, gtc.showing(2)).get(0))
        .isInstanceOf(Event.OrderAccepted.class); // exactly 1,000 refills
  }

  @Test
  void aDatedOrderEndsAtItsInstantNotLater() {
    ContinuousDay day = ContinuousDay.trading(FeeMode.ON_TOP);
    long end = ContinuousDay.START - 10 * ContinuousDay.MINUTE;
    OrderTerms terms = OrderTerms.DEFAULT.goodTill(end);
    day.place("ann", Side.SELL, new long[] {9_000, 10}, terms);
    assertThat(day.tick(-11)).hasSize(1);
    assertThat(day.tick(-10)).contains(new OrderCancelled(1, 10, CancelReason.EXPIRED));
    assertThat(code(day.place("ann", Side.SELL, new long[] {9_000, 10}, terms)))
        .isEqualTo(RejectionCode.EXPIRY_PAST);
  }

  @Test
  void aHaltRefusesOrdersAndMovesOfTheirPlaceUntilItEnds() {
    ContinuousDay day = ContinuousDay.trading(FeeMode.ON_TOP);
    day.sell("ann", 100_000, 10);
    day.buy("bob", 100_000, 5);
    day.sell("ann", 400_000, 10);
    List<Event> events = day.buy("bob", 500_000, 10);
    long until = ContinuousDay.START - 14 * ContinuousDay.MINUTE;
    assertThat(events.subList(2, 4))
        .containsExactly(
            new ProductHalted(ContinuousDay.SLOT, "east", 400_000, until),
            new OrderCancelled(4, 5, CancelReason.HALTED));
    assertThat(code(day.buy("bob", 100_000, 5))).isEqualTo(RejectionCode.PRODUCT_HALTED);
    assertThat(day.add(new Command.AmendOrder("ann", 3, 10, 390_000)).get(0))
        .isEqualTo(new AmendRejected("ann", 3, Expected.refusal(RejectionCode.PRODUCT_HALTED)));
    assertThat(day.add(new Command.AmendOrder("ann", 3, 8, 400_000)))
        .containsExactly(new OrderAmended(3, 400_000, 8, true));
    assertThat(day.tick(-14)).contains(new ProductResumed(ContinuousDay.SLOT, "east"));
    assertThat(trades(day.buy("bob", 500_000, 10))).hasSize(1);
  }

  @Test
  void anAmendmentThatLosesItsPlaceArrivesAgain() {
    ContinuousDay day = ContinuousDay.trading(FeeMode.ON_TOP);
    day.sell("ann", 100_000, 10);
    day.buy("bob", 90_000, 5);
    List<Event> events = day.add(new Command.AmendOrder("ann", 1, 12, 90_000));
    assertThat(events.get(0)).isEqualTo(new OrderAmended(1, 90_000, 12, false));
    assertThat(trades(events)).hasSize(1);
    assertThat(day.add(new Command.CancelOrder("ann", 1)))
        .containsExactly(new OrderCancelled(1, 7, CancelReason.BY_OWNER));
  }

  @Test
  void aMassCancelGoesByOrderIdAndCounts() {
    ContinuousDay day = ContinuousDay.trading(FeeMode.ON_TOP);
    day.sell("ann", 120_000, 10);
    day.buy("ann", 90_000, 5);
    day.sell("bob", 120_000, 10);
    assertThat(day.add(new Command.CancelAll("ann", null)))
        .containsExactly(
            new OrderCancelled(1, 10, CancelReason.MASS_CANCEL),
            new OrderCancelled(2, 5, CancelReason.MASS_CANCEL),
            new MassCancelled("ann", null, 2));
    assertThat(day.add(new Command.CancelAll("ann", null)))
        .containsExactly(new MassCancelled("ann", null, 0));
    assertThat(day.add(new Command.CancelAll("ann", ContinuousDay.START + 1)))
        .containsExactly(
            new CancelRejected("ann", 0, Expected.refusal(RejectionCode.SLOT_MISALIGNED)));
    assertThat(day.tick(-5)).contains(new OrderCancelled(3, 10, CancelReason.GATE_CLOSED));
  }

  @Test
  void aSwitchThatIsNotRenewedEndsWhatItsOwnerHasBeforeAnythingLater() {
    ContinuousDay day = ContinuousDay.trading(FeeMode.ON_TOP);
    long now = ContinuousDay.START - 15 * ContinuousDay.MINUTE;
    day.sell("ann", 120_000, 10);
    day.sell("bob", 120_000, 10);
    assertThat(day.add(new Command.CancelAfter("ann", 601)))
        .containsExactly(
            new CancelRejected("ann", 0, Expected.refusal(RejectionCode.VALUE_OUT_OF_RANGE)));
    assertThat(day.add(new Command.CancelAfter("ann", 600)))
        .containsExactly(new Event.CancelAfterSet("ann", now + 600_000));
    assertThat(day.add(new Command.CancelAfter("ann", 60)))
        .containsExactly(new Event.CancelAfterSet("ann", now + 60_000));
    assertThat(day.add(new Command.CancelAfter("bob", 0)))
        .containsExactly(new Event.CancelAfterSet("bob", 0));
    assertThat(day.tick(-5).subList(1, 4))
        .containsExactly(
            new OrderCancelled(1, 10, CancelReason.NOT_RENEWED),
            new Event.CancelAfterPassed("ann", now + 60_000, 1),
            new OrderCancelled(2, 10, CancelReason.GATE_CLOSED));
  }

  @Test
  void aMassCancelOfASideOrAreaTakesNoOthers() {
    ContinuousDay day = ContinuousDay.trading(FeeMode.ON_TOP);
    day.sell("ann", 120_000, 10);
    day.buy("ann", 90_000, 5);
    assertThat(day.add(new Command.CancelAll("ann", null, "west", null)))
        .containsExactly(new MassCancelled("ann", null, "west", null, 0));
    assertThat(day.add(new Command.CancelAll("ann", null, "nowhere", null)))
        .containsExactly(
            new CancelRejected("ann", 0, Expected.refusal(RejectionCode.UNKNOWN_AREA)));
    assertThat(day.add(new Command.CancelAll("ann", null, "east", Side.BUY)))
        .containsExactly(
            new OrderCancelled(2, 5, CancelReason.MASS_CANCEL),
            new MassCancelled("ann", null, "east", Side.BUY, 1));
  }

  @Test
  void whoIsNoMemberAnyMoreMayCancelInAnySlotWhileItHasAnOpenOrder() {
    ContinuousDay day = ContinuousDay.trading(FeeMode.ON_TOP);
    day.sell("ann", 120_000, 10);
    day.add(new Command.ActivateRulebook(ContinuousDay.withoutAnn()));
    Long other = ContinuousDay.SLOT.plus(1).startMillis();
    assertThat(day.add(new Command.CancelAll("ann", other)))
        .containsExactly(new MassCancelled("ann", other, 0));
    assertThat(day.add(new Command.CancelAll("ann", ContinuousDay.START))).hasSize(2);
    assertThat(day.add(new Command.CancelAll("ann", null)))
        .containsExactly(
            new CancelRejected("ann", 0, Expected.refusal(RejectionCode.UNKNOWN_PARTICIPANT)));
  }

  @Test
  void decrementSaysWhoLostWhat() {
    ContinuousDay day = ContinuousDay.trading(FeeMode.ON_TOP);
    day.sell("ann", 100_000, 10);
    OrderTerms terms = OrderTerms.DEFAULT.against(SelfTradeMode.DECREMENT_AND_CANCEL);
    List<Event> events = day.place("ann", Side.BUY, new long[] {100_000, 4}, terms);
    assertThat(events.subList(1, 3))
        .containsExactly(
            new Event.OrderReduced(1, 4), new OrderCancelled(2, 4, CancelReason.SELF_TRADE));
  }

  @Test
  void theLimitOfASlotLeavesRoomForEveryGridFee() {
    assertThat(EnergyLimits.ordersWh(ContinuousDay.rulebook(FeeMode.ON_TOP)))
        .isEqualTo(Long.MAX_VALUE / (1_000_000 + 1_000 + 20_000 + 5_000) / 4);
  }

  private static List<ContinuousTrade> trades(List<Event> events) {
    return events.stream()
        .filter(ContinuousTrade.class::isInstance)
        .map(ContinuousTrade.class::cast)
        .toList();
  }

  private static List<SlotPhase> phases(List<Event> events) {
    return events.stream()
        .filter(SlotPhaseChanged.class::isInstance)
        .map(SlotPhaseChanged.class::cast)
        .filter(change -> change.slot().equals(ContinuousDay.SLOT))
        .map(SlotPhaseChanged::phase)
        .toList();
  }

  private static RejectionCode code(List<Event> events) {
    assertThat(events).singleElement().isInstanceOf(OrderRejected.class);
    return ((OrderRejected) events.get(0)).rejection().code();
  }
}
