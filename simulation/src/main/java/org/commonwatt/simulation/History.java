package org.commonwatt.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.seal.Keyring;
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
  private Hash last = Hash.ZERO;
  private int records;

  History(Site site) {
    this.broker = site.broker();
    this.keys = site.keys().allThatEverWere();
    this.collateral = new CollateralWatch(site.rulebooks());
    this.fallbacks = new FallbackWatch(site.rulebooks());
    this.links = new LinkWatch(site.rulebooks());
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

  Hash lastHash() {
    return last;
  }

  /** Reads on to the committed end; says what is wrong with what came, null when nothing is. */
  @Nullable String catchUp() {
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
    String problem = collateral.take(envelope.event());
    problem = problem == null ? fallbacks.take(envelope.event()) : problem;
    return problem == null ? links.take(envelope.event()) : problem;
  }
}
