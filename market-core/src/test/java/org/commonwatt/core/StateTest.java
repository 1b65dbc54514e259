package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.commonwatt.model.CommandFrame.Entry;
import org.commonwatt.model.Event;
import org.commonwatt.model.Rulebook;
import org.junit.jupiter.api.Test;

/** A market that was saved and restored anywhere goes on as if nothing had been. */
class StateTest {
  /** Keeps the values in memory as they are. */
  record Tape(Deque<Object> values) implements StateWriter, StateReader {
    static Tape of(MarketStateMachine machine) {
      Tape tape = new Tape(new ArrayDeque<>());
      machine.save(tape);
      return tape;
    }

    @Override
    public void number(long value) {
      values.add(value);
    }

    @Override
    public void text(String value) {
      values.add(value);
    }

    @Override
    public void event(Event value) {
      values.add(value);
    }

    @Override
    public void rulebook(Rulebook value) {
      values.add(value);
    }

    @Override
    public long number() {
      return (Long) values.remove();
    }

    @Override
    public String text() {
      return (String) values.remove();
    }

    @Override
    public Event event() {
      return (Event) values.remove();
    }

    @Override
    public Rulebook rulebook() {
      return (Rulebook) values.remove();
    }

    List<Object> list() {
      return List.copyOf(values);
    }
  }

  @Property(tries = 300)
  void aRestoredMarketGivesTheSameEventsAndTheSameState(
      @ForAll long seed, @ForAll @IntRange(max = 400) int at) {
    List<Entry> entries = RandomCommands.of(seed);
    MarketStateMachine original = new MarketStateMachine();
    entries.subList(0, at).forEach(entry -> original.apply(entry, event -> {}));

    Tape tape = Tape.of(original);
    MarketStateMachine restored = MarketStateMachine.restore(tape);
    assertThat(tape.values()).as("all is read").isEmpty();
    assertThat(Tape.of(restored).list()).isEqualTo(Tape.of(original).list());

    for (Entry entry : entries.subList(at, entries.size())) {
      assertThat(events(restored, entry)).isEqualTo(events(original, entry));
    }
    assertThat(Tape.of(restored).list()).isEqualTo(Tape.of(original).list());
    assertThat(restored.unconfirmedBatches()).isEqualTo(original.unconfirmedBatches());
    assertThat(restored.slots()).isEqualTo(original.slots());
  }

  @Test
  void aStateWithAnEventOfAnotherKindIsRefused() {
    Tape tape = new Tape(new ArrayDeque<>());
    tape.event(new Event.OrderCancelled(1));
    assertThatThrownBy(() -> tape.event(Event.TradeMade.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("TradeMade");
  }

  @Test
  void aNegativeCountIsRefused() {
    Tape tape = new Tape(new ArrayDeque<>());
    tape.number(-1);
    assertThatThrownBy(tape::count).isInstanceOf(IllegalArgumentException.class);
  }

  private static List<Event> events(MarketStateMachine machine, Entry entry) {
    List<Event> events = new ArrayList<>();
    machine.apply(entry, events::add);
    return events;
  }
}
