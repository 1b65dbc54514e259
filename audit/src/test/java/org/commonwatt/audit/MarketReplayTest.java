package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.PositionRejected;
import org.commonwatt.model.Event.SlotPhaseChanged;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.TimeAdvanced;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SlotPhase;
import org.junit.jupiter.api.Test;

class MarketReplayTest {
  private static final long START = WorkedExample.START;
  private static final DeliverySlot SLOT = WorkedExample.SLOT;

  /** A slot of four members counts 29. */
  private static final MarketState.Bounds TWO_SLOTS_WAIT =
      new MarketState.Bounds(100, 100, 100, 100, 1_000, 2 * 29);

  private MarketReplay replay = new MarketReplay();

  @Test
  void theClockNeverGoesBack() {
    assertThat(tick(5)).containsExactly(new TimeAdvanced(5));
    assertThat(tick(3)).containsExactly(new TimeAdvanced(5));
  }

  @Test
  void aTickThatLeadsPastSeveralPhasesEntersEachOfThem() {
    activate(WorkedExample.rulebook());
    List<Event> events = tick(START + 2 * WorkedExample.QUARTER - 1);
    assertThat(phases(events, SLOT))
        .containsExactly(SlotPhase.OPEN, SlotPhase.CLEARED, SlotPhase.DELIVERY, SlotPhase.METERING);
    assertThat(phases(events, SLOT.plus(1)))
        .containsExactly(SlotPhase.OPEN, SlotPhase.CLEARED, SlotPhase.DELIVERY);
    assertThat(phases(events, SLOT.plus(3))).containsExactly(SlotPhase.OPEN);
    assertThat(phases(events, SLOT.plus(-1))).isEmpty();
  }

  @Test
  void aSlotWaitsForTheSettlementOfTheOneBefore() {
    activate(WorkedExample.rulebook());
    tick(START + 2 * WorkedExample.QUARTER);
    for (MeteredPosition position : WorkedExample.secondPositions()) {
      assertThat(report(position)).hasSize(1);
    }
    List<MeteredPosition> first = WorkedExample.positions();
    first.subList(0, 3).forEach(position -> assertThat(report(position)).hasSize(1));
    assertThat(settled(report(first.get(3))))
        .containsExactly("m.1659423600.initial", "m.1659424500.initial");
  }

  @Test
  void settlementWaitsForTheLedgerAndGoesOnWithTheNextTick() {
    replay = new MarketReplay(TWO_SLOTS_WAIT);
    activate(WorkedExample.rulebook());
    tick(START + 3 * WorkedExample.QUARTER);
    List<String> settled = new ArrayList<>();
    for (int slot = 0; slot < 3; slot++) {
      for (String member : List.of("ann", "bob", "cat", "dan")) {
        settled.addAll(settled(report(position(member, SLOT.plus(slot), 1))));
      }
    }
    assertThat(settled).containsExactly("m.1659423600.initial", "m.1659424500.initial");
    assertThat(settled(tick(START + 3 * WorkedExample.QUARTER + 1))).isEmpty();
    assertThat(from(CommandOrigin.NONE, new Command.ConfirmBatch("m.1659424500.initial", "tx", 1)))
        .hasSize(2);
    assertThat(settled(tick(START + 3 * WorkedExample.QUARTER + 2)))
        .containsExactly("m.1659425400.initial");
  }

  @Test
  void noSlotOpensWhileTooManyWaitForTheirSettlement() {
    replay = new MarketReplay(TWO_SLOTS_WAIT);
    activate(WorkedExample.rulebook());
    long later = START + 30 * WorkedExample.QUARTER;
    long opened = opened(tick(later));
    assertThat(opened)
        .as("two that wait, and those that were open by then")
        .isEqualTo(3 + WorkedExample.rulebook().timing().openLeadMinutes() / 15);
    assertThat(tick(later + 1)).hasSize(1);
    for (int slot = 0; slot < opened; slot++) {
      for (String member : List.of("ann", "bob", "cat", "dan")) {
        report(position(member, SLOT.plus(slot), 1));
      }
    }
    assertThat(settled(tick(later + 2))).as("two wait for the ledger").isEmpty();
    from(CommandOrigin.NONE, new Command.ConfirmBatch("m.1659423600.initial", "tx", 1));
    assertThat(opened(tick(later + 3))).as("one was settled, too few").isZero();
  }

  @Test
  void positionsOfSlotsThatAreNotOpenAreTakenForAsManyAsMayWait() {
    replay = new MarketReplay(TWO_SLOTS_WAIT);
    activate(WorkedExample.rulebook());
    assertThat(report(position("ann", SLOT.plus(1), 1)).get(0))
        .isInstanceOf(Event.PositionRecorded.class);
    assertThat(refusal(position("ann", SLOT.plus(2), 1))).isEqualTo(RejectionCode.SLOT_NOT_OPEN);
  }

  @Test
  void positionsAreTakenOfAMonthAheadOfTheOpenSlotsAndNotMore() {
    activate(WorkedExample.rulebook());
    DeliverySlot far = SLOT.plus(744 * 4);
    assertThat(report(position("ann", far.plus(-1), 1)).get(0))
        .isInstanceOf(Event.PositionRecorded.class);
    assertThat(refusal(position("ann", far, 1))).isEqualTo(RejectionCode.SLOT_NOT_OPEN);
    long last = Math.floorDiv(Long.MAX_VALUE, WorkedExample.QUARTER) - 1;
    DeliverySlot end = new DeliverySlot(last * WorkedExample.QUARTER, 15);
    assertThat(refusal(position("ann", end, 1))).isEqualTo(RejectionCode.SLOT_NOT_OPEN);
    long first = Math.floorDiv(Long.MIN_VALUE, WorkedExample.QUARTER) + 1;
    DeliverySlot history = new DeliverySlot(first * WorkedExample.QUARTER, 15);
    assertThat(report(position("ann", history, 1)).get(0))
        .isInstanceOf(Event.PositionRecorded.class);
  }

  private static long opened(List<Event> events) {
    return events.stream()
        .filter(
            event -> event instanceof SlotPhaseChanged change && change.phase() == SlotPhase.OPEN)
        .count();
  }

  @Test
  void aSlotMeteredBeforeItsEndIsSettledByTheTickThatEndsIt() {
    activate(WorkedExample.rulebook());
    tick(START);
    WorkedExample.positions().forEach(position -> assertThat(report(position)).hasSize(1));
    assertThat(settled(tick(START + WorkedExample.QUARTER)))
        .containsExactly("m.1659423600.initial");
  }

  @Test
  void positionsAreRefusedInTheirPlace() {
    MeteredPosition ann = WorkedExample.positions().get(0);
    assertThat(refusal(ann)).isEqualTo(RejectionCode.MARKET_NOT_READY);
    activate(WorkedExample.rulebook());
    assertThat(refusal(position("eve", SLOT, 1))).isEqualTo(RejectionCode.UNKNOWN_PARTICIPANT);
    assertThat(refusal(position("ann", new DeliverySlot(START, 5), 1)))
        .isEqualTo(RejectionCode.SLOT_MISALIGNED);
    report(position("ann", SLOT, 2));
    assertThat(refusal(ann)).isEqualTo(RejectionCode.POSITION_NOT_NEWER);
    assertThat(refusal(position("ann", SLOT, 2))).isEqualTo(RejectionCode.POSITION_NOT_NEWER);
    WorkedExample.positions().subList(1, 4).forEach(this::report);
    tick(START + WorkedExample.QUARTER);
    assertThat(refusal(position("ann", SLOT, 3))).isEqualTo(RejectionCode.SLOT_SETTLED);
  }

  @Test
  void aSlotBeforeTradingIsMeteredAndNeverSettled() {
    activate(WorkedExample.rulebook());
    tick(START);
    for (String member : List.of("ann", "bob", "cat", "dan")) {
      assertThat(report(position(member, SLOT.plus(-1), 1)))
          .containsExactly(new Event.PositionRecorded(position(member, SLOT.plus(-1), 1)));
    }
  }

  @Test
  void aBridgeIsHeardOnceForEachOffset() {
    CommandOrigin five = new CommandOrigin("positions", 0, 5);
    CommandOrigin other = new CommandOrigin("positions", 1, 5);
    Command tick = new Command.Tick(1);
    assertThat(from(five, tick)).containsExactly(new TimeAdvanced(1));
    assertThat(from(five, tick)).containsExactly(new Event.DuplicateIgnored(five));
    CommandOrigin four = new CommandOrigin("positions", 0, 4);
    assertThat(from(four, tick)).containsExactly(new Event.DuplicateIgnored(four));
    assertThat(from(other, tick)).containsExactly(new TimeAdvanced(1));
  }

  @Test
  void aRulebookThatLeavesAMemberLessThanAHundredKilowattHoursIsRefused() {
    // P = 10¹⁰: 461,168,601 Wh for the meters of all members.
    Event.RulebookRejected refused = (Event.RulebookRejected) activate(dear(4_612));
    assertThat(refused.rejection().code()).isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
    assertThat(activate(dear(4_611))).isInstanceOf(Event.RulebookActivated.class);
  }

  private static Rulebook dear(int members) {
    String[] names = IntStream.range(0, members).mapToObj(i -> "home-" + i).toArray(String[]::new);
    Rulebook usual = WorkedExample.rulebook(1, names);
    return new Rulebook(
        1,
        usual.documentHash(),
        usual.market(),
        usual.areas(),
        usual.currency(),
        usual.timing(),
        0,
        10_000_000_000L,
        usual.maxOrderWh(),
        usual.supplier(),
        usual.tariff(),
        usual.members(),
        usual.saltSeed());
  }

  @Test
  void aRulebookFollowsTheLastOneOfItsMarket() {
    Rulebook first = WorkedExample.rulebook();
    Rulebook second = version(2, "m", first.timing());
    assertThat(activate(second)).isInstanceOf(Event.RulebookRejected.class);
    assertThat(activate(first)).isInstanceOf(Event.RulebookActivated.class);
    assertThat(activate(first)).isInstanceOf(Event.RulebookRejected.class);
    assertThat(activate(version(2, "other", first.timing())))
        .isInstanceOf(Event.RulebookRejected.class);
    Rulebook.Timing later = new Rulebook.Timing(15, 120, 30, 15, START + WorkedExample.QUARTER);
    assertThat(activate(version(2, "m", later))).isInstanceOf(Event.RulebookRejected.class);
    assertThat(activate(second)).isInstanceOf(Event.RulebookActivated.class);
  }

  @Test
  void aTickIntoAFarFutureOpensAsManySlotsAsMayWait() {
    replay = new MarketReplay(TWO_SLOTS_WAIT);
    activate(WorkedExample.rulebook());
    assertThat(opened(tick(Long.MAX_VALUE / 2))).isLessThan(20);
  }

  @Test
  void aSlotKeepsTheRulebookOfItsOpening() {
    Rulebook first = WorkedExample.rulebook();
    activate(first);
    tick(START - WorkedExample.QUARTER);
    activate(version(2, "m", first.timing()));
    tick(START + 2 * WorkedExample.QUARTER);
    WorkedExample.positions().subList(0, 3).forEach(this::report);
    SlotSettled settled = (SlotSettled) report(WorkedExample.positions().get(3)).get(1);
    assertThat(settled.batch().rulebookVersion()).isEqualTo(1);
    assertThat(settled.batch().rulebookHash()).isEqualTo(first.documentHash());
  }

  @Test
  void theEnergyOfASlotIsLimitedSoThatMoneyFits() {
    // P = 1,000,000: L = 9,223,372,036,854 Wh, a quarter for orders, an eighth for each of four.
    assertThat(EnergyLimits.ordersWh(WorkedExample.rulebook())).isEqualTo(2_305_843_009_213L);
    assertThat(EnergyLimits.meteredWh(WorkedExample.rulebook())).isEqualTo(1_152_921_504_606L);
  }

  @Test
  void aRecordedSlotIsForgottenAfter72Hours() {
    activate(WorkedExample.rulebook());
    tick(START + WorkedExample.QUARTER);
    WorkedExample.positions().forEach(this::report);
    from(CommandOrigin.NONE, new Command.ConfirmBatch("m.1659423600.initial", "tx", 1));
    long end = START + WorkedExample.QUARTER + 72 * 3_600_000L;
    tick(end - 1);
    assertThat(refusal(position("ann", SLOT, 1))).isEqualTo(RejectionCode.POSITION_NOT_NEWER);
    tick(end);
    assertThat(refusal(position("ann", SLOT, 1))).isEqualTo(RejectionCode.SLOT_SETTLED);
  }

  private static Rulebook version(int version, String market, Rulebook.Timing timing) {
    Rulebook r = WorkedExample.rulebook();
    return new Rulebook(
        version,
        Hash.ZERO,
        market,
        r.areas(),
        r.currency(),
        timing,
        r.minPriceMicroPerKwh(),
        r.maxPriceMicroPerKwh(),
        r.maxOrderWh(),
        r.supplier(),
        r.tariff(),
        r.members(),
        r.saltSeed());
  }

  private static MeteredPosition position(String who, DeliverySlot slot, int version) {
    return new MeteredPosition(who, slot, version, 1, 2, Quality.ACTUAL);
  }

  private Event activate(Rulebook rulebook) {
    return from(CommandOrigin.NONE, new Command.ActivateRulebook(rulebook)).get(0);
  }

  private List<Event> tick(long timeMillis) {
    return from(CommandOrigin.NONE, new Command.Tick(timeMillis));
  }

  private List<Event> report(MeteredPosition position) {
    return from(CommandOrigin.NONE, new Command.ReportPosition(position));
  }

  private RejectionCode refusal(MeteredPosition position) {
    Event event = report(position).get(0);
    assertThat(event).isInstanceOf(PositionRejected.class);
    return ((PositionRejected) event).rejection().code();
  }

  private List<Event> from(CommandOrigin origin, Command command) {
    return replay.apply(new CommandFrame.Entry(origin, command));
  }

  private static List<SlotPhase> phases(List<Event> events, DeliverySlot slot) {
    return events.stream()
        .filter(SlotPhaseChanged.class::isInstance)
        .map(SlotPhaseChanged.class::cast)
        .filter(change -> change.slot().equals(slot))
        .map(SlotPhaseChanged::phase)
        .toList();
  }

  private static List<String> settled(List<Event> events) {
    return events.stream()
        .filter(SlotSettled.class::isInstance)
        .map(event -> ((SlotSettled) event).batch().batchId())
        .toList();
  }
}
