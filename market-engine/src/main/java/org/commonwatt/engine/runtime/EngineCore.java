package org.commonwatt.engine.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.core.MarketBounds;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.engine.snapshot.Snapshot;
import org.commonwatt.engine.snapshot.StateBytes;
import org.commonwatt.engine.snapshot.UnusableSnapshotException;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.codec.CodecException;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.codec.RecordMarket;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;

/** The rules' state and the chain of events: a pure function of the commands it was given. */
final class EngineCore {
  private final MarketStateMachine machine;
  private final Snapshot.Subject subject;
  private final Keyring keyring;
  private MarketTotals totals = MarketTotals.NONE;
  private Hash previous = Hash.ZERO;
  private long sequence;
  private long nextCommand;
  private long eventsFrom;

  /** A market of the usual size in which nothing has happened. */
  EngineCore(Snapshot.Subject subject) {
    this(subject, MarketBounds.USUAL);
  }

  /** A market in which nothing has happened. */
  EngineCore(Snapshot.Subject subject, MarketBounds bounds) {
    this.subject = subject;
    this.keyring = subject.keyring();
    this.machine = new MarketStateMachine(bounds);
  }

  private EngineCore(
      Snapshot.Place place,
      StateBytes.Reader state,
      Snapshot.Subject subject,
      MarketBounds bounds) {
    this.subject = subject;
    this.keyring = subject.keyring();
    totals = new MarketTotals(state.number(), state.number(), state.number());
    machine = MarketStateMachine.restore(state, bounds);
    previous = place.lastHash();
    sequence = place.sequence();
    nextCommand = place.nextCommand();
    eventsFrom = place.eventsFrom();
  }

  /**
   * Goes on from a snapshot of a market of the usual size.
   *
   * @throws UnusableSnapshotException when it is damaged, of another market, or its state cannot be
   *     read
   */
  static EngineCore from(Snapshot.Source source, Snapshot.Subject subject) throws IOException {
    return from(source, subject, MarketBounds.USUAL);
  }

  /** Goes on from a snapshot of a market that holds so much. */
  static EngineCore from(Snapshot.Source source, Snapshot.Subject subject, MarketBounds bounds)
      throws IOException {
    return Snapshot.read(
        source, subject, (place, state) -> new EngineCore(place, state, subject, bounds));
  }

  /** Writes the state; equal states give equal bytes. */
  void save(StateBytes.Writer out) {
    out.number(totals.orders());
    out.number(totals.trades());
    out.number(totals.tradedWh());
    machine.save(out);
  }

  /** The hash of the state. */
  Hash stateHash() {
    return StateBytes.hash(keyring, this::save);
  }

  /**
   * Where the state belongs.
   *
   * @param from an offset on {@code events} at or before the record of the last event
   */
  Snapshot.Place place(long from) {
    Rulebook rulebook = machine.rulebook();
    int version = rulebook == null ? 0 : rulebook.version();
    return new Snapshot.Place(nextCommand, sequence, previous, from, version);
  }

  /** The engine's number of the last event. */
  long sequence() {
    return sequence;
  }

  /** The hash of the last event. */
  Hash lastHash() {
    return previous;
  }

  /** An offset on {@code events} at or before the last event of the snapshot; 0 without one. */
  long eventsFrom() {
    return eventsFrom;
  }

  /** How many orders and trades the state keeps, which is what it weighs. */
  int keptPlaces() {
    return machine.keptPlaces();
  }

  /** The first offset on {@code commands} that was not applied. */
  long nextCommand() {
    return nextCommand;
  }

  MarketView view() {
    return new MarketView(machine, totals, sequence);
  }

  /**
   * Applies the next frame.
   *
   * @throws EngineHaltedException when the record cannot be read or a rule fails; naming its offset
   */
  AppliedFrame apply(LogEntry entry) {
    CommandFrame frame;
    try {
      RecordMarket.require(subject.market(), entry.value());
      frame = CommandCodec.decode(entry.value(), keyring);
    } catch (CodecException e) {
      throw new EngineHaltedException(
          "commands offset " + entry.offset() + " cannot be read: " + e.getMessage(), e);
    }
    requireReadable(entry.offset(), frame);
    try {
      AppliedFrame applied = apply(entry, frame);
      nextCommand = entry.offset() + 1;
      return applied;
    } catch (RuntimeException | AssertionError e) { // a verifier's complaint is an AssertionError
      throw new EngineHaltedException(
          "a rule failed on the frame at commands offset " + entry.offset() + ": " + e, e);
    }
  }

  /** The market whose state it is. */
  String market() {
    return subject.market();
  }

  /** What was erased cannot be applied; a state from before its erasure is of no use. */
  private static void requireReadable(long offset, CommandFrame frame) {
    for (CommandFrame.Entry entry : frame.entries()) {
      String erased = erased(entry.command());
      if (erased != null) {
        throw EngineHaltedException.erased(
            "commands offset "
                + offset
                + " has "
                + erased
                + ", whose key was erased: an engine goes on only from a snapshot that was taken"
                + " behind it, and none of those kept is of use; restore one from a backup");
      }
    }
  }

  /** What was erased of a command and whose it was, null when all of it can be read. */
  private static @Nullable String erased(Command command) {
    if (command instanceof Command.ReportErasedPosition report) {
      return "a position of " + report.position().participant();
    } else if (command instanceof Command.OpenDispute open && open.reason().erased()) {
      return "a dispute of " + open.participant();
    } else if (command instanceof Command.DecideDispute decide
        && decide.ruling().reason().erased()) {
      return "a decision about " + decide.participant();
    }
    return null;
  }

  private AppliedFrame apply(LogEntry entry, CommandFrame frame) {
    List<List<EventEnvelope>> events = new ArrayList<>();
    List<byte[]> bytes = new ArrayList<>();
    for (int i = 0; i < frame.entries().size(); i++) {
      List<Event> emitted = new ArrayList<>();
      machine.apply(frame.entries().get(i), emitted::add);
      if (emitted.isEmpty()) {
        throw new IllegalStateException("command " + i + " yielded no event");
      }
      events.add(chain(entry.offset(), i, emitted, bytes));
    }
    return new AppliedFrame(entry, frame, List.copyOf(events), List.copyOf(bytes));
  }

  private List<EventEnvelope> chain(
      long offset, int commandIndex, List<Event> emitted, List<byte[]> bytes) {
    List<EventEnvelope> chained = new ArrayList<>(emitted.size());
    for (int i = 0; i < emitted.size(); i++) {
      EventEnvelope envelope =
          new EventEnvelope(
              offset, commandIndex, i, emitted.size(), ++sequence, previous, emitted.get(i));
      byte[] stored = EventCodec.encodeEvent(envelope, keyring);
      previous = EventCodec.hash(stored);
      totals = totals.plus(emitted.get(i));
      bytes.add(stored);
      chained.add(envelope);
    }
    return List.copyOf(chained);
  }
}
