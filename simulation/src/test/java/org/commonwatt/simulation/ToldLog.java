package org.commonwatt.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.commonwatt.core.MarketBounds;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/** What the real rules say to commands, told to a watch as it was or with single events changed. */
final class ToldLog {
  private final MarketStateMachine machine;
  private final List<Command> commands = new ArrayList<>();
  private final List<List<Event>> events = new ArrayList<>();

  ToldLog(MarketBounds bounds) {
    this.machine = new MarketStateMachine(bounds);
  }

  /** Applies a command; returns its events. */
  List<Event> apply(Command command) {
    List<Event> told = new ArrayList<>();
    machine.apply(new CommandFrame.Entry(CommandOrigin.NONE, command), told::add);
    commands.add(command);
    events.add(told);
    return told;
  }

  <E extends Event> List<E> of(Class<E> kind) {
    return events.stream().flatMap(List::stream).filter(kind::isInstance).map(kind::cast).toList();
  }

  /**
   * What a watch says first; empty when it says nothing.
   *
   * @param change gives null for an event that is left out
   */
  String problem(
      BiFunction<EventEnvelope, Command, @Nullable String> watch,
      UnaryOperator<@Nullable Event> change) {
    long sequence = 0;
    for (int offset = 0; offset < commands.size(); offset++) {
      List<Event> told = events.get(offset).stream().map(change).filter(Objects::nonNull).toList();
      for (int i = 0; i < told.size(); i++) {
        String problem =
            watch.apply(
                new EventEnvelope(offset, 0, i, told.size(), ++sequence, Hash.ZERO, told.get(i)),
                commands.get(offset));
        if (problem != null) {
          return problem;
        }
      }
    }
    return "";
  }
}
