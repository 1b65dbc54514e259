package org.commonwatt.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.commonwatt.core.MarketBounds;
import org.commonwatt.model.Command;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The watch passes how the real rules wait and go on, and finds who waits longer or not. */
class BacklogWatchTest {
  private static final int TWO_SLOTS = 58;

  private final ToldLog log = new ToldLog(MarketBounds.USUAL.withBacklog(TWO_SLOTS));
  private final Sights sights = new Sights();

  /** Four slots are over before the ledger confirms anything. */
  @BeforeEach
  void waitAndGoOn() {
    log.apply(new Command.ActivateRulebook(Rulebooks.plain()));
    tick(-60);
    tick(60);
    for (int slot = 0; slot < 4; slot++) {
      report(slot);
    }
    tick(61);
    confirm(0);
    tick(62);
    tick(63);
    confirm(1);
    tick(64);
  }

  @Test
  void theRealRulesPass() {
    assertThat(problem(TWO_SLOTS)).isEmpty();
    assertThat(sights.counts())
        .containsEntry(Sight.OPENING_WAITED, 1)
        .containsEntry(Sight.SETTLEMENT_WAITED, 2);
    assertThat(log.of(Event.SlotSettled.class)).hasSize(4);
  }

  @Test
  void slotsThatOpenOrAreSettledWithoutRoomAreFound() {
    assertThat(problem(TWO_SLOTS / 2))
        .startsWith("a slot opened although too many wait for their settlement");
    assertThat(problem(TWO_SLOTS / 2, event -> isOpening(event, 6) ? null : event))
        .as("the opening that was too much is left out")
        .startsWith("a slot was settled although too many wait for the ledger");
  }

  @Test
  void slotsThatWaitAlthoughThereIsRoomAreFound() {
    assertThat(problem(2 * TWO_SLOTS)).startsWith("a slot did not open although there is room");
    assertThat(
            problem(TWO_SLOTS, event -> isOpening(event, 7) || isOpening(event, 8) ? null : event))
        .as("an opening that waited never comes")
        .startsWith("a slot did not open although there is room");
    assertThat(problem(TWO_SLOTS, event -> isSettlement(event, 2) ? null : event))
        .as("a settlement that waited never comes")
        .startsWith("a slot was not settled although there is room");
  }

  @Test
  void slotsThatAreLeftOutAreFound() {
    assertThat(problem(TWO_SLOTS, event -> isOpening(event, 1) ? null : event))
        .startsWith("a slot opened out of order");
    assertThat(
            problem(
                TWO_SLOTS,
                event ->
                    event instanceof Event.BatchRecorded
                        ? new Event.BatchRecorded("another", "tx", 1)
                        : event))
        .startsWith("a batch is recorded that did not wait for it");
  }

  private String problem(int bound) {
    return problem(bound, event -> event);
  }

  private String problem(int bound, UnaryOperator<@Nullable Event> change) {
    return log.problem(new BacklogWatch(Rulebooks.of(0), bound, sights)::take, change);
  }

  private static boolean isOpening(Event event, int slot) {
    return event instanceof Event.SlotPhaseChanged changed
        && changed.phase() == SlotPhase.OPEN
        && changed.slot().equals(Community.slot(slot));
  }

  private static boolean isSettlement(Event event, int slot) {
    return event instanceof Event.SlotSettled settled
        && settled.batch().slot().equals(Community.slot(slot));
  }

  private void report(int index) {
    DeliverySlot slot = Community.slot(index);
    for (String home : Community.HOMES) {
      log.apply(
          new Command.ReportPosition(
              new MeteredPosition(home, slot, 1, 1_000, 400, Quality.ACTUAL)));
    }
  }

  private void confirm(int which) {
    String batch = log.of(Event.SlotSettled.class).get(which).batch().batchId();
    log.apply(new Command.ConfirmBatch(batch, "tx", 1));
  }

  private void tick(int minutes) {
    log.apply(new Command.Tick(Community.START + minutes * Community.MINUTE));
  }
}
