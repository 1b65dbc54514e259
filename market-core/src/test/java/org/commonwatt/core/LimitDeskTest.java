package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.START;

import java.util.List;
import org.commonwatt.model.Command.CancelOrder;
import org.commonwatt.model.Command.ReportCapability;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.CapabilityRegistered;
import org.commonwatt.model.Event.CapabilityRejected;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderRejected;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

class LimitDeskTest {
  private final TestMarket market = TestMarket.open();

  @Test
  void openSellsTogetherStayWithinTheFeedIn() {
    register("home-01", 0, 4_000, 0); // 1,000 Wh in a quarter of an hour
    assertThat(market.place("home-01", Side.SELL, 100_000, 600))
        .first()
        .isInstanceOf(OrderAccepted.class);
    Rejection refused = refusal(market.place("home-01", Side.SELL, 100_000, 401));
    assertThat(refused.code()).isEqualTo(RejectionCode.FEED_IN_EXCEEDED);
    assertThat(refused.message()).contains("4000 W leaves 400 Wh to sell");
    assertThat(market.place("home-01", Side.SELL, 100_000, 400))
        .first()
        .isInstanceOf(OrderAccepted.class);
  }

  @Test
  void aCancelledOrderNoLongerCounts() {
    register("home-01", 0, 4_000, 0);
    long id = ((OrderAccepted) market.place("home-01", Side.SELL, 1, 1_000).get(0)).orderId();
    market.apply(new CancelOrder("home-01", id));
    assertThat(market.place("home-01", Side.SELL, 1, 1_000))
        .first()
        .isInstanceOf(OrderAccepted.class);
  }

  @Test
  void openBuysTogetherStayWithinTheLoad() {
    register("home-01", 0, 0, 4_003); // 1,000.75 Wh are 1,000
    assertThat(market.place("home-01", Side.BUY, 100_000, 1_000))
        .first()
        .isInstanceOf(OrderAccepted.class);
    assertThat(refusal(market.place("home-01", Side.BUY, 100_000, 1)).code())
        .isEqualTo(RejectionCode.LOAD_EXCEEDED);
    assertThat(refusal(market.place("home-01", Side.SELL, 100_000, 1)).code())
        .as("open buys may not trade, so they leave no room to sell")
        .isEqualTo(RejectionCode.FEED_IN_EXCEEDED);
  }

  @Test
  void whoHasRegisteredNothingIsNotLimited() {
    register("home-01", 0, 0, 0);
    assertThat(market.place("home-02", Side.SELL, 1, 100_000))
        .first()
        .isInstanceOf(OrderAccepted.class);
  }

  @Test
  void whatIsBoughtMayBeSoldAgain() {
    Exposure exposure = new Exposure(null, UncoveredPrices.NONE);
    exposure.trade(Side.BUY, 700, 250_000);
    assertThat(exposure.worstNetSellWh()).isEqualTo(-700);
    assertThat(exposure.worstNetBuyWh()).isEqualTo(700);
  }

  @Test
  void aRegistrationHoldsFromItsInstantOnAndReplacesWhatWasPlannedAfterIt() {
    long later = START + 2 * QUARTER;
    register("home-01", START, 4_000, 4_000);
    register("home-01", later, 8_000, 8_000);
    assertThat(market.machine().capability("home-01", START - 1)).isEmpty();
    assertThat(feedIn(START)).isEqualTo(4_000);
    assertThat(feedIn(later - 1)).isEqualTo(4_000);
    assertThat(feedIn(later)).isEqualTo(8_000);
    register("home-01", START + QUARTER, 5_000, 0);
    assertThat(feedIn(START)).isEqualTo(4_000);
    assertThat(feedIn(later)).isEqualTo(5_000);
  }

  @Test
  void registrationsAreRefusedInTheirPlace() {
    TestMarket fresh = new TestMarket();
    assertThat(code(fresh.apply(new ReportCapability("no id", 0, -1, 0))))
        .isEqualTo(RejectionCode.MALFORMED);
    assertThat(code(fresh.apply(new ReportCapability("home-01", 0, -1, 0))))
        .isEqualTo(RejectionCode.MARKET_NOT_READY);
    assertThat(code(market.apply(new ReportCapability("stranger", 0, -1, 0))))
        .isEqualTo(RejectionCode.UNKNOWN_PARTICIPANT);
    assertThat(code(market.apply(new ReportCapability("home-01", 0, -1, 0))))
        .isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
    assertThat(code(market.apply(new ReportCapability("home-01", 0, 0, LimitDesk.MAX_W + 1))))
        .isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
    assertThat(market.machine().capability("home-01", START)).isEmpty();
  }

  private long feedIn(long slotStartMillis) {
    return market.machine().capability("home-01", slotStartMillis).orElseThrow().feedInW();
  }

  private void register(String participant, long from, long feedInW, long loadW) {
    assertThat(market.apply(new ReportCapability(participant, from, feedInW, loadW)))
        .containsExactly(new CapabilityRegistered(participant, from, feedInW, loadW));
  }

  private static RejectionCode code(List<Event> events) {
    return ((CapabilityRejected) events.get(0)).rejection().code();
  }

  private static Rejection refusal(List<Event> events) {
    return ((OrderRejected) events.get(0)).rejection();
  }
}
