package org.commonwatt.flink.surveillance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.commonwatt.model.Alert;
import org.commonwatt.model.AlertPattern;
import org.commonwatt.model.Event;
import org.commonwatt.model.MeterPoint;
import org.junit.jupiter.api.Test;

class EventTrackerTest {
  private final Market market = new Market(SurveillanceRules.DEFAULT, Map.of("A", "V1"));
  private final Script script = new Script(market::take);

  @Test
  void anOrderIsForgottenWhenNothingIsOpenOfIt() {
    script.play("A sell 2000@250 as x; B buy 2000@250 as y; y takes x 1500");
    assertThat(market.orders.keys()).hasSize(2);
    script.play("y takes x 500");
    assertThat(market.orders.keys()).isEmpty();
    script.play("A sell 2000@250 as x; x cancel; A sell 2000@250 as z; z expire");
    assertThat(market.orders.keys()).isEmpty();
  }

  @Test
  void deliveryForgetsWhatALostEndLeft() {
    script.play("A sell 2000@250 as x; next slot; A sell 2000@250 as y");
    script.play("delivery");
    assertThat(market.orders.keys()).containsExactly(1L);
  }

  @Test
  void anEventOfAnOrderThatIsNotKnownIsNoFact() {
    assertThat(
            new EventTracker(
                    Map.of(),
                    new EventTracker.Known(new MapMemory<>(), new MapMemory<>(), new MapMemory<>()))
                .facts(new Place(1, 1, 1), new Event.OrderCancelled(7)))
        .isEmpty();
  }

  @Test
  void theEvidenceNamesWhereTheLogHasIt() {
    script.play("A sells 2000@250 to B; @+60; B sells 2000@250 to A");
    List<Alert> alerts = market.alerts();
    assertThat(alerts).hasSize(1);
    Alert alert = alerts.get(0);
    assertThat(alert.pattern()).isEqualTo(AlertPattern.WASH_TRADE);
    assertThat(alert.participants()).containsExactly("A", "B");
    assertThat(alert.evidence().firstSequence()).as("the first trade").isEqualTo(3);
    assertThat(alert.evidence().lastSequence()).as("the second trade").isEqualTo(6);
    assertThat(alert.evidence().orderIds()).containsExactly(1L, 2L, 3L, 4L);
    assertThat(alert.evidence().tradeIds()).containsExactly(1L, 2L);
    assertThat(alert.evidence().energyWh()).isEqualTo(4_000);
    assertThat(alert.measures()).contains(new Alert.Measure("sharePpm", 1_000_000, 500_000));
  }

  @Test
  void furtherEvidenceRaisesTheVersionOfTheSameAlert() {
    script.play(
        "A sells 900@250 to B; B sells 900@250 to A; A sells 900@250 to B; B sells 900@250 to A");
    assertThat(market.alerts())
        .extracting(Alert::id)
        .hasSizeGreaterThan(1)
        .containsOnly(market.alerts().get(0).id());
    assertThat(market.alerts()).extracting(Alert::version).containsExactly(1, 2);
    assertThat(market.alerts().get(1).evidence().tradeIds()).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void aWithheldSurplusIsNotTold() {
    script.play("each 5 {A sell 777@250 as x, auction 250 5000, A meters 4321}");
    assertThat(market.alerts()).extracting(Alert::version).containsExactly(1, 2);
    assertThat(market.alerts().toString()).doesNotContain("4321").doesNotContain("3544");
    assertThat(market.alerts().get(0).evidence().energyWh()).as("offered").isEqualTo(4 * 777);
  }

  @Test
  void withholdingIsLookedForAtWhoBecameAMemberByAMeterPoint() {
    String withholds = "each 4 {C sell 777@250 as x, auction 250 5000, C meters 4321}";
    script.play(withholds);
    assertThat(market.alerts()).as("nobody knows where its meters are").isEmpty();
    MeterPoint point = new MeterPoint("point-c", "V1", "m-c", 1, 1);
    market.take(0, new Event.MeterPointAssigned("C", point, 0));
    script.play(withholds);
    assertThat(market.alerts())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.pattern()).isEqualTo(AlertPattern.WITHHOLDING);
              assertThat(alert.participants()).containsExactly("C");
              assertThat(alert.area()).isEqualTo("V1");
            });
  }

  /** Where it registered decides, not where its neighbours are. */
  @Test
  void theAuctionOfTheMembersOwnAreaCounts() {
    MeterPoint point = new MeterPoint("point-c", "V2", "m-c", 1, 1);
    market.take(0, new Event.MeterPointAssigned("C", point, 0));
    script.play("each 4 {C sell 777@250 as x, auction 250 5000, C meters 4321}");
    assertThat(market.alerts()).as("the auction was in V1").isEmpty();
  }

  @Test
  void whatTheCommunityFileSaysOfAMemberStays() {
    MeterPoint point = new MeterPoint("point-a", "V2", "m-a", 1, 1);
    market.take(0, new Event.MeterPointAssigned("A", point, 0));
    script.play("each 4 {A sell 777@250 as x, auction 250 5000, A meters 4321}");
    assertThat(market.alerts()).extracting(Alert::area).containsExactly("V1");
  }

  @Test
  void numbersOutOfRangeAreRefusedByName() {
    assertThatThrownBy(() -> new SurveillanceRules.Rings(0, 1, 0, 0, 0, 3))
        .hasMessage("rings.windowSeconds must be 1 to 86400, not 0");
    assertThatThrownBy(() -> new SurveillanceRules.Deception(1, 1, 1, 1, 1, 1, 1))
        .hasMessageContaining("deception.minLayers must be 2 to 100");
    assertThatThrownBy(() -> new SurveillanceRules.Close(1, 1, 1_000_001, 1))
        .hasMessageContaining("close.sharePpm must be 0 to 1000000");
    assertThatThrownBy(() -> new SurveillanceRules.Withholding(1, 1, 1, 1, 1, 4, 3))
        .hasMessageContaining("withholding.ofSlots must be 4 to 288");
    assertThatThrownBy(() -> new SurveillanceRules.Limits(1, Map.of("A", -1L)))
        .hasMessageContaining("limits.exceptionsWh.A must be 0");
    assertThatThrownBy(
            () ->
                new SurveillanceRules(
                    SurveillanceRules.Rings.DEFAULT,
                    SurveillanceRules.Deception.DEFAULT,
                    SurveillanceRules.Close.DEFAULT,
                    SurveillanceRules.Withholding.DEFAULT,
                    SurveillanceRules.Limits.DEFAULT,
                    List.of(List.of("A", "B"), List.of("B", "C"))))
        .hasMessage("related: B is named twice");
  }
}
