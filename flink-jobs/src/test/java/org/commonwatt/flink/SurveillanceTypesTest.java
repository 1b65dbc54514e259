package org.commonwatt.flink;

import java.math.BigInteger;
import java.util.List;
import org.commonwatt.flink.netting.AccountDays;
import org.commonwatt.flink.netting.AccountFact;
import org.commonwatt.flink.netting.AccountSlot;
import org.commonwatt.flink.netting.AreaMembers;
import org.commonwatt.flink.netting.Expected;
import org.commonwatt.flink.netting.MeterOwners;
import org.commonwatt.flink.netting.Metered;
import org.commonwatt.flink.netting.NetPosition;
import org.commonwatt.flink.surveillance.AuctionOutcome;
import org.commonwatt.flink.surveillance.CloseState;
import org.commonwatt.flink.surveillance.DeceptionState;
import org.commonwatt.flink.surveillance.LimitState;
import org.commonwatt.flink.surveillance.MarketFact;
import org.commonwatt.flink.surveillance.Offers;
import org.commonwatt.flink.surveillance.OrderFact;
import org.commonwatt.flink.surveillance.Place;
import org.commonwatt.flink.surveillance.RingState;
import org.commonwatt.flink.surveillance.SlotFact;
import org.commonwatt.flink.surveillance.SurplusFact;
import org.commonwatt.flink.surveillance.TrackedOrder;
import org.commonwatt.flink.surveillance.TradeFact;
import org.commonwatt.flink.surveillance.WithholdingState;
import org.commonwatt.flink.vee.PastDay;
import org.commonwatt.flink.vee.SimilarDays;
import org.commonwatt.model.Alert;
import org.commonwatt.model.AlertPattern;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Side;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything of surveillance and net positions that crosses an operator's edge or is kept in state.
 */
class SurveillanceTypesTest {
  private static final DeliverySlot SLOT = new DeliverySlot(900_000, 15);
  private static final Place PLACE = new Place(7, 3, 1_000);
  private static final RingState.Edge EDGE =
      new RingState.Edge(PLACE, 1, "a", "b", 2, 3, 500, -250_000);

  static List<Object> values() {
    return List.of(
        new TrackedOrder(1, "a", "v", SLOT, Side.BUY, -5, 10),
        new AuctionOutcome(null, 5),
        new AuctionOutcome(-5L, 5),
        fact(new OrderFact(OrderFact.Step.AMENDED, 1, "a", "v", Side.SELL, 5, 10, 9), null),
        fact(null, new TradeFact(1, "a", "b", -5, 6, new TradeFact.Deal(Side.BUY, "v", "w", 2, 3))),
        new MarketFact(PLACE, SLOT, null, null, new SlotFact(SlotPhase.CLOSED, null, null), null),
        new MarketFact(PLACE, SLOT, null, null, null, new SurplusFact("a", "v", -1, 5L, 7)),
        new RingState(
            List.of(EDGE),
            List.of(
                new RingState.Found(
                    AlertPattern.WASH_TRADE,
                    List.of("a", "b"),
                    2,
                    500,
                    new RingState.Total(1, 500, 7, List.of(1L), List.of(2L, 3L)),
                    List.of(1L)))),
        new DeceptionState(
            List.of(new DeceptionState.Quote(1, Side.SELL, 5, PLACE, 9, 8, 1, 0, PLACE)),
            List.of(
                new DeceptionState.Deal(
                    PLACE, 2, Side.BUY, 3, List.of(4L), List.of(5L), List.of(6L), 0, 1))),
        new CloseState(
            null,
            BigInteger.ONE.shiftLeft(90),
            5,
            List.of(new CloseState.ClosingTrade(PLACE, 1, 2, "a", Side.BUY, 3, 4))),
        new LimitState(-1, 2, 3, 4),
        new Offers(List.of(new Offers.Offer(1, -2, 3, 4))),
        new WithholdingState(
            List.of(new WithholdingState.Withheld(900_000, PLACE, 5, List.of(6L))), 7, 8),
        new AccountFact(PLACE, "a", "v", SLOT, 0, new Metered(1, 2, Quality.FINAL)),
        new AccountFact(PLACE, "a", "v", SLOT, -5, null),
        new AccountSlot(true, -1, null, null, null, null),
        new AccountSlot(
            true,
            -1,
            new Metered(1, 2, Quality.ACTUAL),
            new Expected(3, 4),
            new Expected(5, 6),
            -7L),
        new AccountDays(
            SimilarDays.NONE.with(new PastDay(9, true, new int[] {1}, new int[] {2}), 1), 5, 6),
        new AreaMembers("v", SLOT, 1, 2),
        new MeterOwners(List.of(new MeterOwners.Owner(900_000, "a", "v"))),
        new NetPosition("a", "v", SLOT, 8, -9, null, null, null, null, null),
        new NetPosition("a", "v", SLOT, 8, -9, 1L, Quality.ACTUAL, 2L, 3L, -4L),
        new Alert(
            "0123456789abcdef0123456789abcdef",
            1,
            AlertPattern.LAYERING,
            SLOT,
            null,
            List.of("a"),
            new Alert.Evidence(1, 2, 3, 4, List.of(5L), List.of(), 6),
            List.of(new Alert.Measure("prices", 3, 3))));
  }

  private static MarketFact fact(@Nullable OrderFact order, @Nullable TradeFact trade) {
    return new MarketFact(PLACE, SLOT, order, trade, null, null);
  }

  @ParameterizedTest
  @MethodSource("values")
  void isAPojoWithoutGenericPartsAndSurvivesSerialization(Object value) throws Exception {
    FlinkTypesTest.assertSurvives(value);
  }
}
