package org.commonwatt.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.BillParts;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/** What an all-seeing reader finds on the events: every event once, in a chain without gaps. */
final class History {
  private final SimulatedBroker broker;
  private final List<byte[]> stored = new ArrayList<>();
  private final List<EventEnvelope> events = new ArrayList<>();
  private final Keyring keys;
  private final CollateralWatch collateral;
  private final FallbackWatch fallbacks;
  private final LinkWatch links;
  private final CommandWatch commands;
  private final CancelWatch cancels;
  private final RoomWatch room;
  private final BacklogWatch backlog;
  private final RulesWatch rules;
  private final LimitWatch limits;
  private final PositionWatch positions;
  private final DisputeWatch disputes;
  private final List<Event.SlotSettled> settled = new ArrayList<>();
  private final Sights sights = new Sights();
  private final BillParts bills = new BillParts();
  private Hash last = Hash.ZERO;
  private int records;

  History(Site site) {
    this.broker = site.broker();
    this.keys = site.keys().allThatEverWere();
    this.collateral = new CollateralWatch(site.rulebooks());
    this.fallbacks = new FallbackWatch(site.rulebooks());
    this.links = new LinkWatch(site.rulebooks(), sights);
    this.commands = new CommandWatch(broker, keys, sights);
    this.cancels = new CancelWatch(sights);
    this.room = new RoomWatch(site.bounds(), site.rulebooks(), sights);
    this.backlog = new BacklogWatch(site.rulebooks(), site.bounds().backlog(), sights);
    this.rules = new RulesWatch(site.rulebooks(), sights);
    this.limits = new LimitWatch(sights);
    this.positions = new PositionWatch(sights);
    this.disputes = new DisputeWatch(sights);
  }

  List<byte[]> stored() {
    return stored;
  }

  List<EventEnvelope> events() {
    return events;
  }

  /** How many members have defaulted. */
  int defaults() {
    return collateral.defaults();
  }

  /** How many gates were missed, auctions cancelled and trades fell away. */
  int fallbacks() {
    return fallbacks.seen();
  }

  /** How many times a trade lost energy. */
  int curtailed() {
    return fallbacks.curtailed();
  }

  /** What was met, and how often. */
  Map<Sight, Integer> seen() {
    return sights.counts();
  }

  /** A batch is about to be sent. */
  void sent(List<Command> batch) {
    commands.sent(batch);
  }

  /** The bills of settled slots, whole. */
  List<Event.SlotSettled> settled() {
    return settled;
  }

  /** What was registered last of each connection. */
  Map<String, Event.CapabilityRegistered> connections() {
    return limits.newest();
  }

  Hash lastHash() {
    return last;
  }

  /** Reads on to the committed end; says what is wrong with what came, null when nothing is. */
  @Nullable String catchUp() {
    String torn = commands.catchUp();
    if (torn != null) {
      return torn;
    }
    List<LogEntry> all = broker.events().all();
    while (records < all.size()) {
      LogEntry record = all.get(records++);
      for (byte[] event : EventCodec.splitFrame(record.value())) {
        String problem = add(event);
        if (problem != null) {
          return "events offset " + record.offset() + ": " + problem;
        }
      }
    }
    return null;
  }

  /** What is wrong with an answer that is released now, null when nothing is. */
  @Nullable String contradicts(List<EventEnvelope> answer) {
    for (EventEnvelope envelope : answer) {
      if (envelope.sequence() > stored.size()) {
        return "event " + envelope.sequence() + " was acknowledged before it was durable";
      }
      byte[] found = stored.get((int) envelope.sequence() - 1);
      if (!Arrays.equals(found, EventCodec.encodeEvent(envelope, keys))) {
        return "event " + envelope.sequence() + " was acknowledged, another stands on the log";
      }
    }
    return null;
  }

  /** What is wrong with the answers to commands that are released now, null when nothing is. */
  @Nullable String answers(List<Command> asked, List<CommandResult> results) {
    return commands.answers(asked, results);
  }

  private @Nullable String add(byte[] event) {
    EventEnvelope envelope = EventCodec.decodeEvent(event, keys);
    if (envelope.sequence() != stored.size() + 1) {
      return "event " + envelope.sequence() + " follows event " + stored.size();
    }
    if (!envelope.previousHash().equals(last)) {
      return "event " + envelope.sequence() + " does not name the hash of the one before";
    }
    last = EventCodec.hash(event);
    stored.add(event);
    events.add(envelope);
    String problem = commands.follow(envelope);
    problem = problem == null ? cancels.take(envelope) : problem;
    problem = problem == null ? room.take(envelope, commands.at(envelope)) : problem;
    problem = problem == null ? backlog.take(envelope, commands.at(envelope)) : problem;
    sights.seeIf(envelope.event() instanceof Event.BillPart, Sight.BILL_IN_PARTS);
    Event whole = bills.join(envelope.event());
    return problem == null && whole != null ? watch(whole, commands.at(envelope)) : problem;
  }

  /** A bill has all its lines here, however many parts it came in. */
  private @Nullable String watch(Event event, Command command) {
    if (event instanceof Event.SlotSettled bill) {
      settled.add(bill);
    }
    String problem = collateral.take(event);
    problem = problem == null ? limits.take(event, command) : problem;
    problem = problem == null ? positions.take(event, command) : problem;
    problem = problem == null ? disputes.take(event, command) : problem;
    problem = problem == null ? rules.take(event) : problem;
    problem = problem == null ? fallbacks.take(event) : problem;
    return problem == null ? links.take(event) : problem;
  }
}
