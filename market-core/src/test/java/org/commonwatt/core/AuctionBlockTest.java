package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.START;
import static org.commonwatt.model.Side.BUY;
import static org.commonwatt.model.Side.SELL;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.commonwatt.model.AuctionTerms;
import org.commonwatt.model.BasketLeg;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Command.AmendOrder;
import org.commonwatt.model.Command.CancelAll;
import org.commonwatt.model.Command.CancelAuction;
import org.commonwatt.model.Command.CancelOrder;
import org.commonwatt.model.Command.PlaceBasket;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Command.ReportCollateral;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AmendRejected;
import org.commonwatt.model.Event.AuctionCancelRejected;
import org.commonwatt.model.Event.AuctionCancelled;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.BasketRejected;
import org.commonwatt.model.Event.BasketRepeated;
import org.commonwatt.model.Event.BlockAccepted;
import org.commonwatt.model.Event.MassCancelled;
import org.commonwatt.model.Event.OrderCancelled;
import org.commonwatt.model.Event.OrderFilled;
import org.commonwatt.model.Event.SlotPhaseChanged;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Event.WindowCleared;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;
import org.commonwatt.model.SlotPhase;
import org.junit.jupiter.api.Test;

/** Blocks at the gate of a market whose slots have their gate together, four by four. */
class AuctionBlockTest {
  private static final long GATE = START - 15 * MINUTE;
  private TestMarket market = open(Safeguards.NONE);

  private static TestMarket open(Safeguards safeguards) {
    TestMarket made =
        TestMarket.under(new Rulebooks().safeguards(safeguards.withAuctionWindow(4)).build());
    made.tick(START - 60 * MINUTE);
    return made;
  }

  @Test
  void theSlotsOfAWindowOpenTogetherAndHaveTheirGateTogether() {
    assertThat(market.events(SlotPhaseChanged.class)).hasSize(4);
    assertThat(market.machine().slots()).hasSize(4);
    market.tick(GATE);
    assertThat(market.events(AuctionCleared.class)).hasSize(4);
    assertThat(market.events(WindowCleared.class)).as("no block joins them").isEmpty();
    market.tick(START);
    assertThat(market.machine().phase(START + QUARTER)).contains(SlotPhase.CLEARED);
    assertThat(market.machine().phase(START + 4 * QUARTER)).contains(SlotPhase.OPEN);
  }

  @Test
  void aBlockIsAcceptedByTheAverageOfItsSlotsPrices() {
    sell(0, 200_000, 400);
    sell(1, 390_000, 400);
    List<Event> taken = market.apply(block("dish", BUY, 300_000, 0, 250, 250));
    assertThat(taken.get(0)).isEqualTo(new BlockAccepted("home-01", "dish", 3, 2));
    assertThat(taken).hasSize(3);
    market.tick(GATE);
    assertThat(fills())
        .containsExactlyEntriesOf(
            new TreeMap<>(java.util.Map.of(1L, 250L, 2L, 250L, 3L, 250L, 4L, 250L)));
    WindowCleared window = market.events(WindowCleared.class).get(0);
    assertThat(window.first().startMillis()).isEqualTo(START);
    assertThat(window.slots()).isEqualTo(4);
    assertThat(window.optimal()).isTrue();
    assertThat(window.welfareNano().longValueExact())
        .isEqualTo(2 * 250 * 300_000L - 250 * 200_000L - 250 * 390_000L);
    assertThat(
            market.events(AuctionCleared.class).stream()
                .mapToLong(cleared -> cleared.welfareNano().longValueExact())
                .sum())
        .as("the slots' parts")
        .isEqualTo(window.welfareNano().longValueExact());
    List<TradeMade> trades = market.events(TradeMade.class);
    assertThat(trades).hasSize(2);
    assertThat(trades.get(0).priceMicroPerKwh()).isEqualTo(200_000);
    assertThat(trades.get(1).priceMicroPerKwh()).isEqualTo(390_000);
    assertThat(trades.get(1).buyOrderId()).isEqualTo(4);
  }

  @Test
  void aBlockThatWouldLoseIsNotAcceptedAndEnds() {
    sell(0, 200_000, 400);
    sell(1, 410_000, 400);
    market.apply(block("dish", BUY, 300_000, 0, 250, 250));
    market.tick(GATE);
    assertThat(fills()).isEmpty();
    assertThat(market.machine().order(3).orElseThrow().cancelReason())
        .isEqualTo(CancelReason.EXPIRED);
  }

  @Test
  void aBlockInTheMoneyThatIsTooLargeIsNamed() {
    sell(0, 100_000, 100);
    market.apply(order("home-03", 0, BUY, 300_000, 100));
    sell(1, 100_000, 200);
    market.apply(block("large", BUY, 310_000, 0, 150, 150));
    market.tick(GATE);
    WindowCleared window = market.events(WindowCleared.class).get(0);
    assertThat(window.paradoxicallyRejected()).containsExactly(4L);
  }

  @Test
  void aChildIsAcceptedWithItsParentOnly() {
    sell(0, 200_000, 1_000);
    sell(1, 200_000, 1_000);
    market.apply(block("parent", BUY, 150_000, 0, 100));
    market.apply(linked("child", "parent", BUY, 290_000, 1, 100));
    market.apply(linked("poor", "parent", BUY, 100_000, 1, 100));
    market.tick(GATE);
    assertThat(fills().keySet())
        .as("the child pays for the parent")
        .containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void aChildWhoseParentWasCancelledIsNotAccepted() {
    sell(1, 200_000, 1_000);
    market.apply(block("parent", BUY, 250_000, 0, 100));
    market.apply(linked("child", "parent", BUY, 290_000, 1, 100));
    market.apply(new CancelOrder("home-01", 2));
    market.tick(GATE);
    assertThat(fills()).isEmpty();
    assertThat(market.events(WindowCleared.class)).isEmpty();
  }

  @Test
  void ofAnExclusiveGroupOneIsAccepted() {
    sell(0, 200_000, 1_000);
    sell(2, 150_000, 1_000);
    AuctionTerms either = new AuctionTerms(1_000_000, null, "run");
    market.apply(block("early", BUY, 300_000, either, 0, 100));
    market.apply(block("late", BUY, 300_000, either, 2, 100));
    market.tick(GATE);
    assertThat(fills().keySet()).as("the cheaper one").containsExactly(2L, 4L);
  }

  @Test
  void aLeastRatioIsKept() {
    sell(0, 200_000, 60);
    market.apply(block("half", BUY, 300_000, new AuctionTerms(500_000, null, null), 0, 100));
    market.tick(GATE);
    assertThat(fills()).containsEntry(2L, 60L);
    market = open(Safeguards.NONE);
    sell(0, 200_000, 40);
    market.apply(block("half", BUY, 300_000, new AuctionTerms(500_000, null, null), 0, 100));
    market.tick(GATE);
    assertThat(fills()).isEmpty();
  }

  @Test
  void aBlockIsCancelledAsAWhole() {
    market.apply(block("dish", BUY, 300_000, 0, 250, 250));
    List<Event> events = market.apply(new CancelOrder("home-01", 2));
    assertThat(events).hasSize(2).allMatch(OrderCancelled.class::isInstance);
    assertThat(market.machine().openOrders("home-01")).isEmpty();
    market.apply(block("dish-2", BUY, 300_000, 0, 250, 250));
    List<Event> mass = market.apply(new CancelAll("home-01", START + QUARTER, null, null));
    assertThat(((MassCancelled) mass.get(2)).orders()).as("both legs").isEqualTo(2);
  }

  @Test
  void aBlockIsNotAmendedAndIsTakenOnce() {
    PlaceBasket dish = block("dish", BUY, 300_000, 0, 250, 250);
    market.apply(dish);
    assertThat(market.apply(dish)).containsExactly(new BasketRepeated("home-01", "dish", 1, 2));
    AmendRejected refused =
        (AmendRejected) market.apply(new AmendOrder("home-01", 1, 200, 300_000)).get(0);
    assertThat(refused.rejection().message()).contains("cancel it and place another");
    assertThat(codes(market.apply(block("dish", BUY, 310_000, 0, 250, 250))))
        .containsExactly("1 CLIENT_ORDER_ID_REUSED", "2 CLIENT_ORDER_ID_REUSED");
  }

  @Test
  void whatIsWrongWithABlockIsToldAndNothingHappens() {
    assertThat(codes(market.apply(block("b", BUY, 300_000, 3, 100, 100))))
        .as("over the end of the window")
        .containsExactly("2 SLOT_NOT_OPEN");
    assertThat(codes(market.apply(linked("b", "none", BUY, 300_000, 0, 100))))
        .containsExactly("0 UNKNOWN_ORDER");
    assertThat(codes(market.apply(linked("b", "no id!", BUY, 300_000, 0, 100))))
        .containsExactly("0 MALFORMED");
    AuctionTerms both = new AuctionTerms(0, "a", "g");
    assertThat(codes(market.apply(block("b", BUY, 300_000, both, 0, 100))))
        .containsExactly("0 QUALIFIERS_CONFLICT");
    assertThat(
            codes(
                market.apply(
                    block("b", BUY, 300_000, new AuctionTerms(1_000_001, null, null), 0, 100))))
        .containsExactly("0 VALUE_OUT_OF_RANGE");
    market.apply(block("seller", SELL, 100_000, 0, 100));
    assertThat(codes(market.apply(linked("b", "seller", BUY, 300_000, 0, 100))))
        .containsExactly("0 QUALIFIERS_CONFLICT");
    PlaceBasket noLimit =
        new PlaceBasket(
            "home-01",
            "b",
            SelfTradeMode.CANCEL_NEWEST,
            null,
            AuctionTerms.ALL_OR_NOTHING,
            List.of(new BasketLeg("village", START, BUY, 100_000, 100, null)));
    assertThat(codes(market.apply(noLimit))).containsExactly("0 QUALIFIERS_CONFLICT");
    TestMarket single = TestMarket.open();
    assertThat(codes(single.apply(block("b", BUY, 300_000, 0, 100))))
        .containsExactly("0 NOT_IN_RULES");
  }

  @Test
  void slotsOfTwoWindowsAreNotJoined() {
    market.tick(START); // the next window is open
    market.apply(block("late", BUY, 300_000, 4, 100));
    assertThat(codes(market.apply(block("b", BUY, 300_000, 7, 100, 100))))
        .containsExactly("2 SLOT_NOT_OPEN");
    TestMarket long1 =
        TestMarket.under(
            new Rulebooks()
                .timing(new org.commonwatt.model.Rulebook.Timing(15, 120, 180, 15, START))
                .safeguards(Safeguards.NONE.withAuctionWindow(4))
                .build());
    long1.tick(START - 60 * MINUTE);
    assertThat(codes(long1.apply(block("b", BUY, 300_000, 3, 100, 100))))
        .containsExactly("0 QUALIFIERS_CONFLICT");
  }

  @Test
  void collateralCoversWhatABlockMayCostInItsDearestSlots() {
    market = open(new Safeguards(new Guarantees("house", 0, 0, 0)));
    PlaceBasket dish = block("dish", BUY, 300_000, 0, 250, 250);
    long lowest = Math.min(0, Rulebooks.standard().minPriceMicroPerKwh());
    long needed = 500 * (300_000 - lowest);
    market.apply(new ReportCollateral("home-01", needed - 1, 0));
    assertThat(codes(market.apply(dish))).containsExactly("0 COLLATERAL_TOO_LOW");
    market.apply(new ReportCollateral("home-01", needed, 0));
    assertThat(market.apply(dish).get(0)).isInstanceOf(BlockAccepted.class);
    assertThat(market.machine().account("home-01").availableNano().signum()).isZero();
    market.apply(new CancelOrder("home-01", 1));
    assertThat(market.machine().account("home-01").availableNano().longValueExact())
        .isEqualTo(needed);
  }

  @Test
  void anAuctionThatBlocksJoinIsCancelledAsAWhole() {
    market =
        open(
            new Safeguards(
                null, new Fallbacks("operator", MissedGate.LATE_AUCTION, 60, 0, 20, 30)));
    sell(0, 200_000, 400);
    sell(1, 390_000, 400);
    market.apply(block("dish", BUY, 300_000, 0, 250, 250));
    market.tick(GATE);
    List<Event> events =
        market.apply(new CancelAuction("operator", START + QUARTER, "a wrong link limit"));
    assertThat(events.stream().filter(AuctionCancelled.class::isInstance)).hasSize(4);
    assertThat(market.machine().trades(START)).isEmpty();
    assertThat(market.machine().order(3).orElseThrow().filledWh()).isZero();
  }

  @Test
  void onceItsFirstSlotIsDeliveredAnAuctionThatBlocksJoinStands() {
    market =
        open(
            new Safeguards(
                null, new Fallbacks("operator", MissedGate.LATE_AUCTION, 60, 0, 60, 30)));
    sell(0, 200_000, 400);
    sell(1, 390_000, 400);
    market.apply(block("dish", BUY, 300_000, 0, 250, 250));
    market.tick(GATE);
    market.tick(START);
    assertThat(market.apply(new CancelAuction("operator", START + QUARTER, "too late")).get(0))
        .isInstanceOf(AuctionCancelRejected.class);
  }

  @Test
  void aSearchThatEndsAtItsBudgetIsToldAsAGap() {
    Random random = new Random(1);
    for (int i = 0; i < 18; i++) {
      sell(i % 2, 100_000, 100_000);
    }
    for (int i = 0; i < 40; i++) {
      long energy = 50_001 + random.nextInt(49_999);
      market.apply(block("b" + i, BUY, 150_000 + random.nextInt(10), 0, energy, energy - 7));
    }
    market.tick(GATE);
    WindowCleared window = market.events(WindowCleared.class).get(0);
    assertThat(window.optimal()).isFalse();
    assertThat(window.welfareBoundNano()).isGreaterThan(window.welfareNano());
    assertThat(market.events(AuctionCleared.class)).allMatch(slot -> !slot.optimal());
    assertThat(fills()).as("what was found by then").isNotEmpty();
  }

  @Test
  void aBlockWithASlotThatHoldsNoAuctionEnds() {
    market =
        open(
            new Safeguards(
                null, new Fallbacks("operator", MissedGate.LATE_AUCTION, 60, 0, 20, 30)));
    sell(0, 200_000, 400);
    sell(1, 200_000, 400);
    sell(2, 200_000, 400);
    market.apply(block("both", BUY, 300_000, 0, 100, 100));
    market.apply(block("late", BUY, 300_000, 1, 100, 100));
    market.tick(START); // the first slot has begun: there is no trade in it
    assertThat(fills().keySet()).containsExactly(2L, 3L, 6L, 7L);
    assertThat(market.events(WindowCleared.class).get(0).first().startMillis())
        .isEqualTo(START + QUARTER);
  }

  private void sell(int slot, long price, long energyWh) {
    market.apply(order("home-02", slot, SELL, price, energyWh));
  }

  private PlaceOrder order(String home, int slot, Side side, long price, long energyWh) {
    return new PlaceOrder(
        home,
        "o-" + market.events().size(),
        "village",
        START + slot * QUARTER,
        side,
        price,
        energyWh);
  }

  private static PlaceBasket linked(
      String id, String parent, Side side, long average, int slot, long... profile) {
    return block(id, side, average, new AuctionTerms(1_000_000, parent, null), slot, profile);
  }

  private static PlaceBasket block(String id, Side side, long average, int slot, long... profile) {
    return block(id, side, average, AuctionTerms.ALL_OR_NOTHING, slot, profile);
  }

  static PlaceBasket block(
      String id, Side side, long average, AuctionTerms terms, int slot, long... profile) {
    List<BasketLeg> legs = new ArrayList<>();
    for (long energy : profile) {
      legs.add(
          new BasketLeg("village", START + (slot + legs.size()) * QUARTER, side, 0, energy, null));
    }
    return new PlaceBasket("home-01", id, SelfTradeMode.CANCEL_NEWEST, average, terms, legs);
  }

  private TreeMap<Long, Long> fills() {
    TreeMap<Long, Long> fills = new TreeMap<>();
    market.events(OrderFilled.class).forEach(fill -> fills.put(fill.orderId(), fill.energyWh()));
    return fills;
  }

  private static List<String> codes(List<Event> events) {
    return ((BasketRejected) events.get(0))
        .refusals().stream()
            .map(refusal -> refusal.leg() + " " + refusal.rejection().code())
            .toList();
  }
}
