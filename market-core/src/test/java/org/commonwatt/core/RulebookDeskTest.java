package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;
import static org.commonwatt.model.RejectionCode.RULEBOOK_OUT_OF_ORDER;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.commonwatt.model.Areas;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderRejected;
import org.commonwatt.model.Event.RulebookActivated;
import org.commonwatt.model.Event.RulebookRejected;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.GridFee;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Rulebook.TariffStep;
import org.commonwatt.model.Rulebook.Timing;
import org.commonwatt.model.Side;
import org.commonwatt.model.SlotPhase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RulebookDeskTest {

  @Test
  void theFirstRulebookIsVersionOne() {
    TestMarket market = new TestMarket();
    assertThat(market.machine().rulebook()).isNull();
    assertThat(market.apply(new ActivateRulebook(new Rulebooks().version(2).build())))
        .containsExactly(
            new RulebookRejected(
                2,
                new Rejection(
                    RULEBOOK_OUT_OF_ORDER, "rulebook version 2 cannot follow: the next one is 1")));
    Rulebook first = Rulebooks.standard();
    assertThat(market.apply(new ActivateRulebook(first)))
        .containsExactly(new RulebookActivated(1, first.documentHash()));
    assertThat(market.machine().rulebook()).isEqualTo(first);
  }

  static Stream<Arguments> forbidden() {
    return Stream.of(
        Arguments.of(
            new Rulebooks().version(1), "rulebook version 1 cannot follow: the next one is 2"),
        Arguments.of(
            new Rulebooks().version(3), "rulebook version 3 cannot follow: the next one is 2"),
        Arguments.of(new Rulebooks().version(2).market("n"), "the market stays m"),
        Arguments.of(new Rulebooks().version(2).currency("CHF"), "the currency stays EUR"),
        Arguments.of(
            new Rulebooks().version(2).timing(new Timing(30, 120, 60, 15, START)),
            "slotMinutes stays 15"),
        Arguments.of(
            new Rulebooks().version(2).timing(new Timing(15, 120, 60, 15, START + QUARTER)),
            "tradingStart stays 2022-08-02T07:00:00Z"));
  }

  @ParameterizedTest
  @MethodSource("forbidden")
  void aLaterRulebookKeepsWhatTheChainOfBatchesRestsOn(Rulebooks next, String message) {
    TestMarket market = TestMarket.open();
    List<Event> events = market.apply(new ActivateRulebook(next.build()));
    assertThat(events).hasSize(1);
    assertThat(((RulebookRejected) events.get(0)).rejection())
        .isEqualTo(new Rejection(RULEBOOK_OUT_OF_ORDER, message));
    assertThat(market.machine().rulebook()).isEqualTo(Rulebooks.standard());
  }

  @Test
  void feesThatLeaveMetersNoRoomAreRefusedAtActivation() {
    TestMarket market = new TestMarket();
    assertThat(market.apply(new ActivateRulebook(dear(20))))
        .containsExactly(
            new RulebookRejected(
                1,
                new Rejection(
                    RejectionCode.VALUE_OUT_OF_RANGE,
                    "with its highest price and all grid fees together the money of a slot could"
                        + " count 76823 Wh of each of 3 members, and at least 100000 are needed:"
                        + " lower the grid fees, the price limits or the tariff, or make markets of"
                        + " fewer members")));
    assertThat(market.machine().rulebook()).isNull();
    assertThat(market.apply(new ActivateRulebook(dear(1))))
        .first()
        .isInstanceOf(RulebookActivated.class);
  }

  @Test
  void whatAnActivatedRulebookLeavesAMemberIsMeteredAndSettled() {
    TestMarket market = TestMarket.under(dear(15)); // 102,413 Wh for each of three members
    market.tick(START + QUARTER);
    for (String member : List.of("home-01", "home-02", "home-03")) {
      market.report(member, SLOT, 100_000, 0);
    }
    assertThat(market.events(SlotSettled.class)).hasSize(1);
  }

  /** The highest price, and so many levels that each bring a hundredfold of it. */
  private static Rulebook dear(int levels) {
    List<GridFees.Level> all =
        IntStream.range(0, levels)
            .mapToObj(level -> new GridFees.Level("level-" + level, new GridFee(0, 100_000_000)))
            .toList();
    return ContinuousFixture.rules()
        .areas(new Areas(List.of("east"), List.of(), "grid"))
        .areaOf(home -> "east")
        .prices(-10_000_000_000L, 10_000_000_000L)
        .continuous(
            ContinuousFixture.section(0, new GridFees(FeeMode.ON_TOP, all, List.of(), List.of())))
        .build();
  }

  @Test
  void aSlotKeepsTheRulebookOfItsOpening() {
    TestMarket market = TestMarket.open();
    market.apply(
        new ActivateRulebook(
            new Rulebooks()
                .version(2)
                .members("home-02", "home-04")
                .maxOrderWh(10)
                .tariff(new TariffStep(0, 900_000, 0))
                .build()));
    market.tick(START - 45 * MINUTE); // opens the second slot
    assertThat(market.place("home-01", Side.BUY, 1, 100))
        .hasOnlyElementsOfType(OrderAccepted.class);
    assertThat(second(market, "home-01", 1)).hasOnlyElementsOfType(OrderRejected.class);
    assertThat(second(market, "home-02", 100)).hasOnlyElementsOfType(OrderRejected.class);
    assertThat(second(market, "home-04", 10)).hasOnlyElementsOfType(OrderAccepted.class);

    market.tick(START + 2 * QUARTER);
    for (String member : List.of("home-01", "home-02", "home-03")) {
      market.report(member, SLOT, 1_000, 0);
    }
    market.report("home-02", SLOT.plus(1), 1_000, 0);
    market.report("home-04", SLOT.plus(1), 1_000, 0);
    List<SlotSettled> settled = market.events(SlotSettled.class);
    assertThat(settled).extracting(s -> s.batch().rulebookVersion()).containsExactly(1, 2);
    assertThat(settled.get(0).billLines())
        .hasSize(6)
        .extracting(BillLine::priceMicroPerKwh)
        .containsOnly(300_000L);
    assertThat(settled.get(1).billLines())
        .hasSize(4)
        .extracting(BillLine::priceMicroPerKwh)
        .containsOnly(900_000L);
  }

  @Test
  void gatesOfDifferentRulebooksAreTakenInTime() {
    TestMarket market = TestMarket.open();
    Timing early = new Timing(15, 120, 60, 45, START);
    market.apply(new ActivateRulebook(new Rulebooks().version(2).timing(early).build()));
    market.tick(START - 16 * MINUTE);
    assertThat(market.machine().phase(START)).contains(SlotPhase.OPEN);
    assertThat(market.machine().phase(START + QUARTER)).contains(SlotPhase.CLEARED);
  }

  private static List<Event> second(TestMarket market, String participant, long energyWh) {
    return market.apply(
        new PlaceOrder(
            participant,
            "s-" + market.events().size(),
            "village",
            START + QUARTER,
            Side.BUY,
            1,
            energyWh));
  }
}
