package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.ContinuousFixture.GATE;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.START;

import java.util.List;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.OrderCancelled;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

/** What one command sets off in a market is bounded. */
class TradeLimitInTheMarketTest {
  @Test
  void anOrderThatCouldTradeOnEndsWithItsReason() {
    TestMarket market = market(2);
    market.tick(GATE);
    for (int i = 1; i <= 3; i++) {
      market.apply(order("home-01", "s" + i, Side.SELL, 100_000, 10));
    }
    List<Event> events = market.apply(order("home-02", "b", Side.BUY, 100_000, 100));
    assertThat(events).filteredOn(ContinuousTrade.class::isInstance).hasSize(2);
    assertThat(events).last().isEqualTo(new OrderCancelled(4, 80, CancelReason.TRADE_LIMIT));
    Order ended = market.machine().order(4).orElseThrow();
    assertThat(ended.state()).isEqualTo(OrderState.MATCHED);
    assertThat(ended.cancelReason()).isEqualTo(CancelReason.TRADE_LIMIT);
    assertThat(market.machine().order(3).orElseThrow().openWh()).isEqualTo(10);
  }

  /** The auction's fee of the link keeps apart what the fee of continuous trading lets meet. */
  @Test
  void allThatAnAuctionLeavesMakesTogetherAsManyTradesAsOneOrder() {
    TestMarket market = market(2);
    for (int i = 1; i <= 3; i++) {
      market.apply(order("home-01", "s" + i, Side.SELL, 100_000, 10));
    }
    for (int i = 1; i <= 4; i++) {
      market.apply(order("home-03", "b" + i, Side.BUY, i == 4 ? 90_000 : 105_000, 10));
    }
    List<Event> gate = market.tick(GATE);
    assertThat(gate).filteredOn(ContinuousTrade.class::isInstance).hasSize(2);
    assertThat(gate)
        .filteredOn(OrderCancelled.class::isInstance)
        .as("the fourth buy meets nobody, so it rests")
        .containsExactly(new OrderCancelled(6, 10, CancelReason.TRADE_LIMIT));
    assertThat(market.apply(order("home-03", "b5", Side.BUY, 105_000, 10)))
        .filteredOn(ContinuousTrade.class::isInstance)
        .hasSize(1);
  }

  @Test
  void aMarketThatGoesOnFromItsStateHasTheSameLimit() {
    TestMarket market = market(2);
    market.tick(GATE);
    for (int i = 1; i <= 3; i++) {
      market.apply(order("home-01", "s" + i, Side.SELL, 100_000, 10));
    }
    TestMarket restored =
        new TestMarket(MarketStateMachine.restore(StateTest.Tape.of(market.machine()), bounds(2)));
    assertThat(restored.apply(order("home-02", "b", Side.BUY, 100_000, 30)))
        .last()
        .isEqualTo(new OrderCancelled(4, 10, CancelReason.TRADE_LIMIT));
  }

  private static TestMarket market(int tradesAtOnce) {
    TestMarket market = new TestMarket(new MarketStateMachine(bounds(tradesAtOnce)));
    market.apply(
        new ActivateRulebook(
            ContinuousFixture.rules()
                .continuous(ContinuousFixture.section(0, ContinuousFixture.fees(FeeMode.ON_TOP)))
                .build()));
    market.tick(START - 60 * MINUTE);
    return market;
  }

  private static MarketBounds bounds(int tradesAtOnce) {
    return MarketBounds.USUAL.withTradesAtOnce(tradesAtOnce);
  }

  private static PlaceOrder order(String home, String id, Side side, long price, long energyWh) {
    return ContinuousFixture.order(home, id, side, price, energyWh, OrderTerms.DEFAULT);
  }
}
