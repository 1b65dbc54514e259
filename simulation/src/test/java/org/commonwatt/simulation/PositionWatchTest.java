package org.commonwatt.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.commonwatt.core.MarketBounds;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The watch passes corrections in time and too late, and finds bills by another position. */
class PositionWatchTest {
  private static final String HOME = Community.HOMES.get(0);

  private final ToldLog log = new ToldLog(MarketBounds.USUAL.withBacklog(58)); // two slots wait
  private final Sights sights = new Sights();

  @BeforeEach
  void settle() {
    log.apply(new Command.ActivateRulebook(Rulebooks.of(1).get(0)));
    report(HOME, 3, 1, 900); // more slots ahead than may wait
    log.apply(new Command.Tick(Community.START - 45 * Community.MINUTE));
    report(HOME, 3, 1, 900);
    log.apply(new Command.Tick(Community.START + 15 * Community.MINUTE));
    report(HOME, 0, 1, 100);
    report(HOME, 0, 2, 500);
    report(HOME, 0, 1, 100);
    Community.HOMES.stream().skip(1).forEach(home -> report(home, 0, 1, 200));
    report(HOME, 0, 3, 700);
  }

  @Test
  void theRealRulesPass() {
    assertThat(log.of(Event.SlotSettled.class)).hasSize(1);
    assertThat(log.of(Event.PositionRejected.class))
        .extracting(refused -> refused.rejection().code())
        .containsExactly(
            RejectionCode.SLOT_NOT_OPEN,
            RejectionCode.POSITION_NOT_NEWER,
            RejectionCode.SLOT_SETTLED);
    assertThat(problem(event -> event)).isEmpty();
    assertThat(sights.counts())
        .containsKeys(
            Sight.POSITION_CORRECTED,
            Sight.CORRECTION_TOO_LATE,
            Sight.POSITION_TOO_FAR,
            Sight.REFUSED_POSITION_TAKEN);
  }

  @Test
  void aBillByAnOlderVersionIsFound() {
    assertThat(
            problem(
                event ->
                    event instanceof Event.PositionRecorded recorded
                            && recorded.position().version() == 2
                        ? null
                        : event))
        .startsWith(HOME + " is not billed by its newest position");
  }

  @Test
  void anotherPositionThanTheCommandsIsFound() {
    assertThat(
            problem(
                event ->
                    event instanceof Event.PositionRecorded recorded
                        ? new Event.PositionRecorded(position(HOME, 0, 9, 1))
                        : event))
        .startsWith("its command reports another position");
  }

  @Test
  void aPositionThatIsTakenAfterTheSettlementIsFound() {
    assertThat(
            problem(
                event ->
                    event instanceof Event.PositionRejected refused
                            && refused.rejection().code() == RejectionCode.SLOT_SETTLED
                        ? new Event.PositionRecorded(refused.position())
                        : event))
        .startsWith("a position was taken after its slot was settled");
  }

  private void report(String home, int slot, int version, long importWh) {
    log.apply(new Command.ReportPosition(position(home, slot, version, importWh)));
  }

  private static MeteredPosition position(String home, int slot, int version, long importWh) {
    return new MeteredPosition(home, Community.slot(slot), version, importWh, 0, Quality.ACTUAL);
  }

  private String problem(UnaryOperator<@Nullable Event> change) {
    PositionWatch watch = new PositionWatch(sights);
    return log.problem((told, command) -> watch.take(told.event(), command), change);
  }
}
