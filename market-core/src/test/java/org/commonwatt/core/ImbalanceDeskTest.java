package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.Command.ImportImbalancePrice;
import org.commonwatt.model.Command.ReportPosition;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.ImbalancePriceImported;
import org.commonwatt.model.Event.ImbalancePriceRejected;
import org.commonwatt.model.Event.RulebookActivated;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.ImbalancePrice;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.ImbalanceRules.DeadBand;
import org.commonwatt.model.ImbalanceRules.Fallback;
import org.commonwatt.model.ImbalanceRules.Pool;
import org.commonwatt.model.ImbalanceRules.Prices;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementRules;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Imbalance prices and what the market makes of them. */
class ImbalanceDeskTest {
  private static final long HOUR = 60 * MINUTE;
  private static final long SETTLED = START + QUARTER;

  static ImbalanceRules rules(boolean dual) {
    return new ImbalanceRules(
        List.of("home-01", "home-02"),
        "balancer",
        1,
        new Pool(0),
        null,
        new Prices("desk", dual, -500_000, 500_000, new Fallback(false, 400_000, 400_000)));
  }

  static TestMarket market(ImbalanceRules rules, @Nullable SettlementRules runs) {
    TestMarket market =
        TestMarket.under(
            new Rulebooks()
                .safeguards(Safeguards.NONE.withImbalance(rules).withSettlement(runs))
                .build());
    market.tick(START - 60 * MINUTE);
    return market;
  }

  static ImportImbalancePrice price(int version, long price) {
    return new ImportImbalancePrice("desk", "village", START, version, price, price);
  }

  /** home-01 bought 1,000 Wh of home-02 at 0.25; it took 1,200, home-02 gave 1,050. */
  private static TestMarket settled(@Nullable SettlementRules runs) {
    TestMarket market = market(rules(false), runs);
    market.place("home-01", Side.BUY, 250_000, 1_000);
    market.place("home-02", Side.SELL, 250_000, 1_000);
    market.tick(SETTLED);
    market.report("home-01", SLOT, 1_200, 0);
    market.report("home-02", SLOT, 0, 1_050);
    market.report("home-03", SLOT, 500, 0);
    return market;
  }

  @Test
  void withoutAPriceTheInitialRunTakesTheFallbackAndALaterOneIsRevised() {
    TestMarket market = settled(new SettlementRules(List.of(2, 4), 6));
    assertThat(brief(market.events(SlotSettled.class).get(0).billLines()))
        .containsExactly(
            "home-01 NETTED_SHORT 50 at 250000",
            "balancer NETTED_SHORT_COVERED 50 at 250000",
            "home-01 IMBALANCE_SHORT 150 at 400000",
            "balancer IMBALANCE_SHORT_COVERED 150 at 400000",
            "home-02 NETTED_LONG 50 at 250000",
            "balancer NETTED_LONG_TAKEN 50 at 250000",
            "home-03 RESIDUAL_WITHDRAWAL 500 at 300000",
            "supplier SUPPLIED 500 at 300000");
    assertThat(market.apply(price(1, 300_000)))
        .containsExactly(
            new ImbalancePriceImported(new ImbalancePrice("village", SLOT, 1, 300_000, 300_000)));
    market.tick(SETTLED + 2 * HOUR);
    assertThat(brief(market.events(SlotRevised.class).get(0).billLines()))
        .containsExactly(
            "home-01 NETTED_SHORT_REVERSED 50 at 250000",
            "balancer NETTED_SHORT_COVERED_REVERSED 50 at 250000",
            "home-01 IMBALANCE_SHORT_REVERSED 150 at 400000",
            "balancer IMBALANCE_SHORT_COVERED_REVERSED 150 at 400000",
            "home-01 NETTED_SHORT 50 at 250000",
            "balancer NETTED_SHORT_COVERED 50 at 250000",
            "home-01 IMBALANCE_SHORT 150 at 300000",
            "balancer IMBALANCE_SHORT_COVERED 150 at 300000");
    assertThat(market.tick(SETTLED + 4 * HOUR)).noneMatch(SlotRevised.class::isInstance);
    market.apply(price(5, -100_000));
    correct(market, "home-02", 2, 900);
    market.tick(SETTLED + 6 * HOUR);
    assertThat(market.events(SlotRevised.class)).hasSize(2);
    assertThat(sums(market)).isEqualTo(fresh(900, price(5, -100_000)));
    assertThat(refusal(market.apply(price(6, 1)))).isEqualTo(RejectionCode.SLOT_SETTLED);
  }

  @Test
  void aPriceThatComesInTimeNeedsNoRevision() {
    assertThat(fresh(1_050, price(1, -1)).get("home-01"))
        .isEqualTo(-1_000L * 250_000 - 50L * 250_000 + 150);
  }

  @Test
  void withoutFurtherRunsTheInitialSettlementIsTheLast() {
    TestMarket market = settled(null);
    assertThat(refusal(market.apply(price(1, 300_000)))).isEqualTo(RejectionCode.SLOT_SETTLED);
    market.tick(SETTLED + 80 * HOUR); // the slot is forgotten
    assertThat(refusal(market.apply(price(1, 300_000)))).isEqualTo(RejectionCode.SLOT_SETTLED);
    assertThat(market.machine().imbalancePrice("village", START)).isEmpty();
  }

  @Test
  void refusalsStandInTheirDocumentedOrder() {
    TestMarket none = TestMarket.open();
    assertThat(refusal(none.apply(price(1, 1)))).isEqualTo(RejectionCode.NOT_IN_RULES);
    TestMarket market = market(rules(false), null);
    long beyond = 500_001;
    ImportImbalancePrice worst =
        new ImportImbalancePrice("no id", "city", START + 1, 0, beyond, -beyond);
    assertThat(refusal(market.apply(worst))).isEqualTo(RejectionCode.MALFORMED);
    assertThat(refusal(new TestMarket().apply(price(0, 1)))).isEqualTo(RejectionCode.MALFORMED);
    assertThat(refusal(new TestMarket().apply(price(1, 1))))
        .isEqualTo(RejectionCode.MARKET_NOT_READY);
    assertThat(refusal(market.apply(of("home-01", "city", START + 1, 1, beyond, 0))))
        .isEqualTo(RejectionCode.NOT_IMPORTER);
    assertThat(refusal(market.apply(of("desk", "city", START + 1, 1, beyond, 0))))
        .isEqualTo(RejectionCode.UNKNOWN_AREA);
    assertThat(refusal(market.apply(of("desk", "village", START + 1, 1, beyond, 0))))
        .isEqualTo(RejectionCode.SLOT_MISALIGNED);
    assertThat(refusal(market.apply(of("desk", "village", START + 9 * QUARTER, 1, beyond, 0))))
        .isEqualTo(RejectionCode.SLOT_NOT_OPEN);
    assertThat(refusal(market.apply(of("desk", "village", START, 1, beyond, beyond))))
        .isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
    assertThat(refusal(market.apply(of("desk", "village", START, 1, 1, 0))))
        .as("a single price")
        .isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
    market.apply(price(2, 7));
    assertThat(refusal(market.apply(price(2, 8)))).isEqualTo(RejectionCode.PRICE_NOT_NEWER);
    assertThat(market.machine().imbalancePrice("village", START))
        .contains(new ImbalancePrice("village", SLOT, 2, 7, 7));
    assertThat(market(rules(true), null).apply(of("desk", "village", START, 1, 1, 0)))
        .hasOnlyElementsOfType(ImbalancePriceImported.class);
  }

  @Test
  void aRulebookWithoutAnImporterTakesNoPrice() {
    ImbalanceRules band =
        new ImbalanceRules(
            List.of("home-01"),
            "supplier",
            1,
            null,
            new DeadBand(30_000, 200_000),
            new Prices(null, false, 0, 0, new Fallback(true, 1, 1)));
    assertThat(refusal(market(band, null).apply(price(1, 1))))
        .isEqualTo(RejectionCode.NOT_IN_RULES);
  }

  @Test
  void theLimitsOnEnergyCountTheDearestPriceOfADeviation() {
    Rulebook plain = new Rulebooks().build();
    ImbalanceRules band =
        new ImbalanceRules(
            List.of("home-01"),
            "balancer",
            1,
            null,
            new DeadBand(0, 1_000_000),
            new Prices("desk", false, -4_000_000, 0, new Fallback(true, 0, 0)));
    Rulebook dear = plain.withSafeguards(Safeguards.NONE.withImbalance(band));
    assertThat(new Rules(dear).maxMeteredWh()).isEqualTo(Long.MAX_VALUE / 8_000_000 / 2 / 3);
    assertThat(new TestMarket().apply(new ActivateRulebook(dear)))
        .hasOnlyElementsOfType(RulebookActivated.class);
  }

  private static TreeMap<String, Long> fresh(long exportWh, ImportImbalancePrice price) {
    TestMarket market = market(rules(false), null);
    market.apply(price);
    market.place("home-01", Side.BUY, 250_000, 1_000);
    market.place("home-02", Side.SELL, 250_000, 1_000);
    market.tick(SETTLED);
    market.report("home-01", SLOT, 1_200, 0);
    market.report("home-02", SLOT, 0, exportWh);
    market.report("home-03", SLOT, 500, 0);
    return sums(market);
  }

  private static TreeMap<String, Long> sums(TestMarket market) {
    TreeMap<String, Long> sums = new TreeMap<>();
    Stream.concat(
            market.events(SlotSettled.class).stream().map(SlotSettled::batch),
            market.events(SlotRevised.class).stream().map(SlotRevised::batch))
        .flatMap(batch -> batch.postings().stream())
        .forEach((Posting one) -> sums.merge(one.account(), one.amountNano(), Math::addExact));
    return sums;
  }

  private static void correct(TestMarket market, String member, int version, long exportWh) {
    market.apply(
        new ReportPosition(
            new MeteredPosition(member, SLOT, version, 0, exportWh, Quality.ACTUAL)));
  }

  private static ImportImbalancePrice of(
      String importer, String area, long start, int version, long shortPrice, long longPrice) {
    return new ImportImbalancePrice(importer, area, start, version, shortPrice, longPrice);
  }

  private static RejectionCode refusal(List<Event> events) {
    assertThat(events).hasSize(1);
    return ((ImbalancePriceRejected) events.get(0)).rejection().code();
  }

  private static List<String> brief(List<BillLine> lines) {
    return lines.stream()
        .filter(line -> line.tradeId() == 0)
        .map(
            line ->
                line.participant()
                    + " "
                    + line.kind()
                    + " "
                    + line.energyWh()
                    + " at "
                    + line.priceMicroPerKwh())
        .toList();
  }
}
