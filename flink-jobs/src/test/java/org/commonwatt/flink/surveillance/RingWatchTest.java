package org.commonwatt.flink.surveillance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.flink.surveillance.SurveillanceRules.Rings;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.Alert;
import org.commonwatt.model.Alert.Measure;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.Test;

class RingWatchTest {
  private static final int MOST_LISTED = 100;
  private static final int WINDOW = 500;
  private static final long WH = 2_000;

  private final List<Alert> alerts = new ArrayList<>();
  private RingState state = RingState.NEW;
  private final long window = Rings.DEFAULT.windowSeconds() * 1_000;
  private long stepMillis = window / 10_000;
  private int trades;

  @Test
  void aPairThatTradesOnIsToldOfAgainWhenItsEnergyHasDoubled() {
    for (int i = 0; i < 1_500; i++) {
      trade("A", "B");
      trade("B", "A");
    }
    assertBounded();
  }

  @Test
  void soIsARing() {
    stepMillis = window / 2;
    for (int i = 0; i < 1_000; i++) {
      trade("A", "B");
      trade("B", "C");
      trade("C", "A");
    }
    assertThat(alerts).extracting(alert -> alert.participants().size()).containsOnly(3);
    assertThat(alerts).hasSizeBetween(8, 12);
    assertBoundedLists();
  }

  @Test
  void soAreThoseWhoBelongTogether() {
    for (int i = 0; i < 3_000; i++) {
      trade("P", "Q");
    }
    assertThat(alerts).hasSize(12);
    assertThat(alerts.get(11).measures()).contains(new Measure("trades", 2_048, 1));
    assertBoundedLists();
  }

  @Test
  void noTradeIsCountedTwiceAndNoneIsLeftOut() {
    for (int i = 0; i < 8; i++) {
      trade("A", "B");
      trade("B", "A");
      Alert.Evidence last = alerts.get(alerts.size() - 1).evidence();
      assertThat(last.energyWh()).isEqualTo(WH * last.tradeIds().size());
      assertThat(last.tradeIds()).doesNotHaveDuplicates().isSorted();
      assertThat(state.found().get(0).total().trades()).isEqualTo(trades);
    }
    assertThat(alerts)
        .extracting(alert -> alert.evidence().tradeIds().size())
        .contains(2, 4, 8, 16);
  }

  private void assertBounded() {
    assertThat(alerts).hasSizeBetween(8, 12);
    assertThat(alerts.get(alerts.size() - 1).measures())
        .filteredOn(measure -> measure.name().equals("trades"))
        .extracting(Measure::value)
        .allMatch(value -> value >= trades / 2);
    assertBoundedLists();
  }

  private void assertBoundedLists() {
    assertThat(alerts)
        .allSatisfy(
            alert -> {
              assertThat(alert.evidence().tradeIds()).hasSizeLessThanOrEqualTo(MOST_LISTED);
              assertThat(alert.evidence().orderIds()).hasSizeLessThanOrEqualTo(2 * MOST_LISTED);
            });
    assertThat(alerts).extracting(Alert::version).isSorted().doesNotHaveDuplicates();
    assertThat(state.found())
        .allSatisfy(found -> assertThat(found.recent()).hasSizeLessThanOrEqualTo(WINDOW));
    assertThat(state.edges()).hasSizeLessThanOrEqualTo(WINDOW);
  }

  private void trade(String seller, String buyer) {
    trades++;
    SurveillanceRules rules = PatternCasesTest.RULES;
    Place place = new Place(10L * trades, trades, 1_000 + stepMillis * trades);
    TradeFact trade =
        new TradeFact(
            trades,
            buyer,
            seller,
            WH,
            250_000,
            new TradeFact.Deal(Side.BUY, "V1", "V1", 2L * trades, 2L * trades + 1));
    MarketFact fact = new MarketFact(place, Market.FIRST_SLOT, null, trade, null, null);
    Outcome<RingState> outcome = new RingWatch(rules).traded(state, fact, trade);
    state = outcome.state();
    alerts.addAll(outcome.alerts());
  }
}
