package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.commonwatt.model.AreaBalance;
import org.commonwatt.model.Areas;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.BoundaryFlow;
import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.Command.ReportBoundary;
import org.commonwatt.model.Command.ReportPosition;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AreaBalanced;
import org.commonwatt.model.Event.BoundaryRecorded;
import org.commonwatt.model.Event.BoundaryRejected;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.LossRules;
import org.commonwatt.model.LossRules.AreaLosses;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementRules;
import org.junit.jupiter.api.Test;

/** What areas lose, who bears it, and when. */
class LossesTest {
  private static final long HOUR = 60 * MINUTE;
  private static final long SETTLED = START + QUARTER;
  private static final Areas VILLAGE = new Areas(List.of("village"), List.of(), "grid");

  private static LossRules losses(String bearer) {
    return new LossRules(bearer, List.of(new AreaLosses("village", 20_000, 40)));
  }

  private static Safeguards safe(LossRules losses) {
    return Safeguards.NONE.withSettlement(new SettlementRules(List.of(2), 4).withLosses(losses));
  }

  private static TestMarket market(Safeguards safeguards) {
    TestMarket market =
        TestMarket.under(new Rulebooks().areas(VILLAGE).safeguards(safeguards).build());
    market.tick(START - 60 * MINUTE);
    market.tick(SETTLED);
    return market;
  }

  private static List<Event> flow(TestMarket market, int version, long importWh, long exportWh) {
    return market.apply(
        new ReportBoundary(
            new BoundaryFlow("village", SLOT, version, importWh, exportWh, Quality.ACTUAL)));
  }

  private static void report(TestMarket market) {
    market.report("home-01", SLOT, 2_250, 0);
    market.report("home-02", SLOT, 0, 300);
    market.report("home-03", SLOT, 0, 0);
  }

  @Test
  void technicalLossesAreTheGridOperatorsAndTheResidualIsItsBearers() {
    TestMarket market = market(safe(losses("fund")));
    assertThat(flow(market, 1, 2_000, 0)).hasOnlyElementsOfType(BoundaryRecorded.class);
    report(market);
    assertThat(balances(market))
        .containsExactly(
            new AreaBalanced(new AreaBalance("village", SLOT, 1, 2_300, 2_250, 46, 40), 0));
    assertThat(lost(market.events(SlotSettled.class).get(0).billLines()))
        .containsExactly(
            "grid TECHNICAL_LOSSES 46 at 300000 = -13800000",
            "supplier TECHNICAL_LOSSES_COVERED 46 at 300000 = 13800000",
            "fund UNEXPLAINED_SHORT 4 at 300000 = -1200000",
            "supplier UNEXPLAINED_SHORT_COVERED 4 at 300000 = 1200000");
    assertThat(sums(market).values().stream().mapToLong(Long::longValue).sum()).isZero();
    assertThat(sums(market)).containsEntry("grid", -13_800_000L).containsEntry("fund", -1_200_000L);
  }

  @Test
  void withoutABoundaryNothingIsPostedAndTheRunSaysSo() {
    TestMarket market = market(safe(losses("grid")));
    report(market);
    assertThat(balances(market))
        .containsExactly(new AreaBalanced(AreaBalance.unmeasured("village", SLOT, 40), 0));
    assertThat(lost(market.events(SlotSettled.class).get(0).billLines())).isEmpty();
    market.tick(SETTLED + 4 * HOUR);
    assertThat(market.events(SlotRevised.class)).hasSize(1);
    assertThat(balances(market)).as("it is still not measured").hasSize(1);
    assertThat(refusal(flow(market, 1, 1, 0))).isEqualTo(RejectionCode.SLOT_SETTLED);
    TestMarket without = market(Safeguards.NONE);
    report(without);
    assertThat(balances(without)).isEmpty();
  }

  @Test
  void aBoundaryThatComesLateIsSettledByTheNextRunAndAllRunsAreTheLastFigures() {
    TestMarket market = market(safe(losses("grid")));
    report(market);
    flow(market, 1, 2_000, 0);
    market.tick(SETTLED + 2 * HOUR);
    assertThat(lost(market.events(SlotRevised.class).get(0).billLines())).hasSize(4);
    flow(market, 2, 1_990, 0);
    market.apply(
        new ReportPosition(new MeteredPosition("home-02", SLOT, 2, 0, 310, Quality.ESTIMATED)));
    flow(market, 3, 1_980, 0);
    market.tick(SETTLED + 4 * HOUR);
    assertThat(lost(market.events(SlotRevised.class).get(1).billLines()))
        .containsExactly(
            "grid TECHNICAL_LOSSES_REVERSED 46 at 300000 = 13800000",
            "supplier TECHNICAL_LOSSES_COVERED_REVERSED 46 at 300000 = -13800000",
            "grid UNEXPLAINED_SHORT_REVERSED 4 at 300000 = 1200000",
            "supplier UNEXPLAINED_SHORT_COVERED_REVERSED 4 at 300000 = -1200000",
            "grid TECHNICAL_LOSSES 45 at 300000 = -13500000",
            "supplier TECHNICAL_LOSSES_COVERED 45 at 300000 = 13500000",
            "grid UNEXPLAINED_LONG 5 at 80000 = 400000",
            "supplier UNEXPLAINED_LONG_TAKEN 5 at 80000 = -400000");
    assertThat(balances(market)).extracting(AreaBalanced::run).containsExactly(0, 1, 2);
    TestMarket fresh = market(safe(losses("grid")));
    flow(fresh, 3, 1_980, 0);
    fresh.report("home-01", SLOT, 2_250, 0);
    fresh.report("home-02", SLOT, 0, 310);
    fresh.report("home-03", SLOT, 0, 0);
    assertThat(sums(market)).isEqualTo(sums(fresh));
  }

  @Test
  void aCorrectionThatKeepsTheFiguresTellsTheNewVersionAndBillsNothing() {
    TestMarket market = market(safe(losses("grid")));
    flow(market, 1, 2_000, 0);
    report(market);
    flow(market, 2, 2_000, 0);
    market.tick(SETTLED + 2 * HOUR);
    assertThat(market.events(SlotRevised.class).get(0).billLines()).isEmpty();
    assertThat(balances(market))
        .extracting(one -> one.balance().boundaryVersion())
        .containsExactly(1, 2);
  }

  @Test
  void whereDeviationsHaveAPriceTheBalancingPartyCoversLossesAtIt() {
    TestMarket market = market(safe(losses("grid")).withImbalance(ImbalanceDeskTest.rules(false)));
    flow(market, 1, 2_000, 0);
    report(market);
    assertThat(lost(market.events(SlotSettled.class).get(0).billLines()))
        .containsExactly(
            "grid TECHNICAL_LOSSES 46 at 400000 = -18400000",
            "balancer TECHNICAL_LOSSES_COVERED 46 at 400000 = 18400000",
            "grid UNEXPLAINED_SHORT 4 at 400000 = -1600000",
            "balancer UNEXPLAINED_SHORT_COVERED 4 at 400000 = 1600000");
    market.apply(ImbalanceDeskTest.price(1, 100_000));
    market.tick(SETTLED + 2 * HOUR);
    assertThat(lost(market.events(SlotRevised.class).get(0).billLines()))
        .contains("grid TECHNICAL_LOSSES 46 at 100000 = -4600000");
  }

  @Test
  void theLimitIsInclusiveOnBothSides() {
    assertThat(new AreaBalance("a", SLOT, 1, 140, 100, 0, 40).isBeyondLimit()).isFalse();
    assertThat(new AreaBalance("a", SLOT, 1, 141, 100, 0, 40).isBeyondLimit()).isTrue();
    assertThat(new AreaBalance("a", SLOT, 1, 100, 140, 0, 40).isBeyondLimit()).isFalse();
    assertThat(new AreaBalance("a", SLOT, 1, 100, 141, 0, 40).isBeyondLimit()).isTrue();
  }

  @Test
  void refusalsStandInTheirDocumentedOrder() {
    DeliverySlot odd = new DeliverySlot(START + 400 * 24 * HOUR, 30);
    long much = 1_000_000_000_000L;
    assertThat(refusal(of(new TestMarket(), "city", odd, much)))
        .isEqualTo(RejectionCode.MARKET_NOT_READY);
    TestMarket none = market(Safeguards.NONE);
    assertThat(refusal(of(none, "city", odd, much))).isEqualTo(RejectionCode.UNKNOWN_AREA);
    assertThat(refusal(of(none, "village", odd, much))).isEqualTo(RejectionCode.NOT_IN_RULES);
    TestMarket market = market(safe(losses("grid")));
    assertThat(refusal(of(market, "village", odd, much))).isEqualTo(RejectionCode.SLOT_MISALIGNED);
    DeliverySlot far = new DeliverySlot(START + 400 * 24 * HOUR, 15);
    assertThat(refusal(of(market, "village", far, much)))
        .isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
    assertThat(refusal(of(market, "village", far, 1))).isEqualTo(RejectionCode.SLOT_NOT_OPEN);
    flow(market, 2, 1, 0);
    assertThat(refusal(flow(market, 2, 2, 0))).isEqualTo(RejectionCode.POSITION_NOT_NEWER);
    assertThat(market.machine().boundary("village", START))
        .map(BoundaryFlow::importWh)
        .contains(1L);
  }

  @Test
  void aRulebookMustNameWhoBearsLosses() {
    Rulebooks plain = new Rulebooks();
    assertThatThrownBy(() -> plain.safeguards(safe(losses("grid"))).build())
        .hasMessageContaining("gridOperator");
    for (String taken : List.of("home-01", "supplier", Areas.CONGESTION_RENT)) {
      assertThatThrownBy(
              () -> new Rulebooks().areas(VILLAGE).safeguards(safe(losses(taken))).build())
          .as(taken)
          .hasMessageContaining(taken);
    }
    LossRules elsewhere = new LossRules("grid", List.of(new AreaLosses("city", 0, 0)));
    assertThatThrownBy(() -> new Rulebooks().areas(VILLAGE).safeguards(safe(elsewhere)).build())
        .hasMessageContaining("no area city");
    assertThatThrownBy(() -> new LossRules("grid", List.of())).hasMessageContaining("name an area");
    assertThatThrownBy(() -> new AreaLosses("village", 1_000_001, 0))
        .hasMessageContaining("lossPpm of village");
    Rulebook rules = new Rulebooks().areas(VILLAGE).safeguards(safe(losses("fund"))).build();
    assertThat(rules.isReserved("fund")).isTrue();
  }

  @Test
  void theLimitsOnEnergyLeaveRoomForLosses() {
    Rulebook plain = new Rulebooks().areas(VILLAGE).safeguards(safe(losses("grid"))).build();
    long all = Long.MAX_VALUE / 1_000_000 / 2 / 4;
    assertThat(new Rules(plain).maxMeteredWh()).isEqualTo(all / 2 / 3);
    assertThat(new Rules(plain).maxBoundaryWh()).isEqualTo(all / 2);
    TestMarket market = market(safe(losses("fund")));
    long most = new Rules(plain).maxMeteredWh();
    flow(market, 1, all / 2, 0);
    market.report("home-01", SLOT, 0, most);
    market.report("home-02", SLOT, 0, most);
    market.report("home-03", SLOT, 0, most);
    flow(market, 2, 0, all / 2);
    market.apply(
        new ReportPosition(new MeteredPosition("home-01", SLOT, 2, most, 0, Quality.ACTUAL)));
    market.apply(
        new ReportPosition(new MeteredPosition("home-02", SLOT, 2, most, 0, Quality.ACTUAL)));
    market.tick(SETTLED + 2 * HOUR);
    assertThat(market.events(SlotRevised.class)).hasSize(1);
  }

  @Test
  void aRestoredMarketSettlesLossesAsTheOneThatGoesOn() {
    TestMarket market = market(safe(losses("grid")));
    flow(market, 1, 2_000, 0);
    report(market);
    flow(market, 2, 2_100, 0);
    TestMarket restored =
        new TestMarket(MarketStateMachine.restore(StateTest.Tape.of(market.machine())));
    assertThat(restored.tick(SETTLED + 2 * HOUR)).isEqualTo(market.tick(SETTLED + 2 * HOUR));
    assertThat(restored.events(SlotRevised.class)).hasSize(1);
  }

  @Test
  void aLaterRulebookMayHaveOtherLosses() {
    TestMarket market = market(safe(losses("grid")));
    assertThat(
            market.apply(
                new ActivateRulebook(
                    new Rulebooks().areas(VILLAGE).version(2).safeguards(Safeguards.NONE).build())))
        .hasSize(1);
    assertThat(flow(market, 1, 2_000, 0))
        .as("the slot keeps the rulebook of its opening")
        .hasOnlyElementsOfType(BoundaryRecorded.class);
  }

  private static List<Event> of(TestMarket market, String area, DeliverySlot slot, long importWh) {
    return market.apply(
        new ReportBoundary(new BoundaryFlow(area, slot, 1, importWh, 0, Quality.ACTUAL)));
  }

  private static RejectionCode refusal(List<Event> events) {
    assertThat(events).hasSize(1);
    return ((BoundaryRejected) events.get(0)).rejection().code();
  }

  private static List<AreaBalanced> balances(TestMarket market) {
    return market.events(AreaBalanced.class);
  }

  private static List<String> lost(List<BillLine> lines) {
    return lines.stream()
        .filter(line -> line.kind().compareTo(Kind.CORRECTION_OTHER_SIDE) > 0)
        .map(
            line ->
                line.participant()
                    + " "
                    + line.kind()
                    + " "
                    + line.energyWh()
                    + " at "
                    + line.priceMicroPerKwh()
                    + " = "
                    + line.amountNano())
        .toList();
  }

  private static TreeMap<String, Long> sums(TestMarket market) {
    TreeMap<String, Long> sums = new TreeMap<>();
    Stream.concat(
            market.events(SlotSettled.class).stream().map(SlotSettled::batch),
            market.events(SlotRevised.class).stream().map(SlotRevised::batch))
        .flatMap(batch -> batch.postings().stream())
        .forEach((Posting one) -> sums.merge(one.account(), one.amountNano(), Math::addExact));
    sums.values().removeIf(nano -> nano == 0);
    return sums;
  }
}
