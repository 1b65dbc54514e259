package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;

/**
 * A log written by hand: commands, and the events that somebody claims they gave. It numbers and
 * chains the events honestly, so that a forged event stands on a chain that is whole.
 */
final class Day {
  static final String MARKET = "m";

  /** Offsets leave gaps, as those of a topic with transactions do. */
  private static final int STEP = 3;

  private final List<Frame> frames = new ArrayList<>();

  /** One record of commands and the events of each. */
  record Frame(List<CommandFrame.Entry> entries, List<List<Event>> events) {}

  Day add(Command command, Event... events) {
    return addFrom(CommandOrigin.NONE, command, events);
  }

  Day addFrom(CommandOrigin origin, Command command, Event... events) {
    return addFrame(List.of(new CommandFrame.Entry(origin, command)), List.of(List.of(events)));
  }

  Day addFrame(List<CommandFrame.Entry> entries, List<List<Event>> events) {
    List<List<Event>> copies = new ArrayList<>();
    events.forEach(list -> copies.add(new ArrayList<>(list)));
    frames.add(new Frame(new ArrayList<>(entries), copies));
    return this;
  }

  static long offset(int frame) {
    return (long) frame * STEP;
  }

  /** Replaces every event of a type, or drops it when the change gives null. */
  <E extends Event> Day change(Class<E> type, UnaryOperator<E> change) {
    for (Frame frame : frames) {
      for (List<Event> events : frame.events()) {
        events.replaceAll(event -> type.isInstance(event) ? change.apply(type.cast(event)) : event);
        events.removeIf(event -> event == null);
      }
    }
    return this;
  }

  Day changeCommand(int frame, int index, UnaryOperator<Command> change) {
    List<CommandFrame.Entry> entries = frames.get(frame).entries();
    CommandFrame.Entry old = entries.get(index);
    entries.set(index, new CommandFrame.Entry(old.origin(), change.apply(old.command())));
    return this;
  }

  /** The events of a command, to be changed in place. */
  List<Event> events(int frame, int index) {
    return frames.get(frame).events().get(index);
  }

  void dropFrame(int frame) {
    frames.remove(frame);
  }

  List<StoredRecord> commands() {
    List<StoredRecord> records = new ArrayList<>();
    for (int i = 0; i < frames.size(); i++) {
      CommandFrame frame = new CommandFrame("test", i, frames.get(i).entries());
      records.add(new StoredRecord(offset(i), CommandCodec.encode(MARKET, frame)));
    }
    return records;
  }

  List<StoredRecord> events() {
    List<StoredRecord> records = new ArrayList<>();
    Hash previous = Hash.ZERO;
    long sequence = 0;
    for (int i = 0; i < frames.size(); i++) {
      List<byte[]> stored = new ArrayList<>();
      for (EventEnvelope event : envelopes(i)) {
        byte[] bytes = EventCodec.encodeEvent(numbered(event, ++sequence, previous));
        previous = Hash.of(bytes);
        stored.add(bytes);
      }
      if (!stored.isEmpty()) {
        records.add(new StoredRecord(offset(i), EventCodec.encodeFrame(MARKET, stored)));
      }
    }
    return records;
  }

  private List<EventEnvelope> envelopes(int frame) {
    List<EventEnvelope> envelopes = new ArrayList<>();
    List<List<Event>> all = frames.get(frame).events();
    for (int command = 0; command < all.size(); command++) {
      List<Event> events = all.get(command);
      for (int i = 0; i < events.size(); i++) {
        envelopes.add(
            new EventEnvelope(
                offset(frame), command, i, events.size(), 0, Hash.ZERO, events.get(i)));
      }
    }
    return envelopes;
  }

  private static EventEnvelope numbered(EventEnvelope event, long sequence, Hash previous) {
    return new EventEnvelope(
        event.commandOffset(),
        event.commandIndex(),
        event.index(),
        event.count(),
        sequence,
        previous,
        event.event());
  }
}
