package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.commonwatt.audit.AuditReport;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Command;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.PositionRecorded;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.TimeAdvanced;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rulebook;
import org.junit.jupiter.api.Test;

/** Slots that waited for one silent meter do not all settle in the command that brings it. */
class SettlementBacklogTest {
  private static final long START = 900_000_000L;
  private static final long QUARTER = 900_000L;
  private static final int MEMBERS = 1_000;
  private static final int SLOTS = 30;
  private static final int AT_ONCE = SlotSettled.SETTLED_AT_ONCE / MEMBERS;

  @Test
  void aCommandSettlesSoManyAndTheNextTickGoesOn() throws IOException {
    List<Command> commands = new ArrayList<>();
    Rulebook rulebook = rulebook();
    commands.add(new Command.ActivateRulebook(rulebook));
    commands.add(new Command.Tick(START - QUARTER));
    commands.add(new Command.Tick(START + SLOTS * QUARTER));
    for (int slot = 0; slot < SLOTS; slot++) {
      for (int member = slot == 0 ? 1 : 0; member < MEMBERS; member++) {
        commands.add(position(member, slot));
      }
    }
    commands.add(position(0, 0)); // the silent meter
    commands.add(new Command.Tick(START + SLOTS * QUARTER + 1));
    List<Event> events = new ArrayList<>();
    AuditReport report = JudgedMarket.live(commands, events);
    assertThat(report.findings()).isEmpty();
    List<Event> last =
        events.stream()
            .filter(
                event ->
                    event instanceof SlotSettled
                        || event instanceof TimeAdvanced
                        || event instanceof PositionRecorded)
            .skip((long) SLOTS * MEMBERS + 2)
            .toList();
    assertThat(last).hasSize(SLOTS + 1);
    assertThat(last.subList(0, AT_ONCE)).allMatch(SlotSettled.class::isInstance);
    assertThat(last.get(AT_ONCE)).isInstanceOf(TimeAdvanced.class);
    assertThat(last.subList(AT_ONCE + 1, SLOTS + 1)).allMatch(SlotSettled.class::isInstance);
  }

  private static Command position(int member, int slot) {
    DeliverySlot delivery = new DeliverySlot(START, 15).plus(slot);
    return new Command.ReportPosition(
        new MeteredPosition("h" + member, delivery, 1, member, 0, Quality.ACTUAL));
  }

  private static Rulebook rulebook() {
    return new Rulebook(
        1,
        Hash.ZERO,
        "m",
        Areas.single("a"),
        "EUR",
        new Rulebook.Timing(15, 0, 15, 0, START),
        -100_000,
        100_000,
        10_000,
        "supplier",
        List.of(new Rulebook.TariffStep(0, 300_000, 80_000)),
        IntStream.range(0, MEMBERS)
            .mapToObj(i -> new Rulebook.Member("h" + i, "a", List.of("meter-" + i)))
            .toList(),
        Hash.ZERO);
  }
}
