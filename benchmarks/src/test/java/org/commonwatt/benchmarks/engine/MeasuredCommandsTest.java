package org.commonwatt.benchmarks.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.core.OrderState;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.testkit.market.MarketDay;
import org.junit.jupiter.api.Test;

/** What is measured is what the tables say: orders that are taken, and days that are settled. */
class MeasuredCommandsTest {
  private final MarketStateMachine machine = new MarketStateMachine();
  private final List<Event> events = new ArrayList<>();

  @Test
  void everyOrderIsTakenAndRestsInAnOpenSlot() {
    BenchMarket market = BenchMarket.withGuarantees(10, 20);
    market.opening().forEach(this::apply);
    assertThat(machine.slots()).hasSize(10);
    market
        .rulebook()
        .members()
        .forEach(m -> apply(new Command.ReportCollateral(m.participant(), 1L << 50, 0)));
    for (int i = 0; i < 1_000; i++) {
      apply(market.order(i));
    }
    assertThat(machine.order(1_000).orElseThrow().state()).isEqualTo(OrderState.OPEN);
    Set<Long> slots = new HashSet<>();
    of(Event.OrderAccepted.class).forEach(order -> slots.add(order.slot().startMillis()));
    assertThat(of(Event.OrderAccepted.class)).hasSize(1_000);
    assertThat(slots).hasSize(10);
  }

  @Test
  void aDayIsTradedSettledAndRecordedWithoutARefusal() {
    MarketDay day = new MarketDay(BenchMarket.plain().rulebook(), 4, 2_000);
    day.opening().forEach(this::apply);
    for (int step = 0; step < day.steps(); step++) {
      day.step(step).forEach(this::apply);
    }
    assertThat(events)
        .noneMatch(event -> event.getClass().getSimpleName().endsWith("Rejected"))
        .hasSizeGreaterThan((int) day.commands());
    assertThat(of(Event.OrderAccepted.class)).hasSize(8_000);
    assertThat(of(Event.OrderCancelled.class)).hasSizeGreaterThanOrEqualTo(1_000);
    assertThat(of(Event.TradeMade.class)).hasSizeGreaterThan(1_000);
    assertThat(of(Event.BatchRecorded.class)).hasSize(4);
    assertThat(machine.timeMillis()).isEqualTo(day.endMillis());
  }

  private void apply(Command command) {
    machine.apply(new CommandFrame.Entry(CommandOrigin.NONE, command), events::add);
  }

  private <E extends Event> List<E> of(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
