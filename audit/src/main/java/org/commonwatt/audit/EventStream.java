package org.commonwatt.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.commonwatt.log.codec.CodecException;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/** Reads the events, checks their chain over the stored bytes, and groups them by command. */
final class EventStream {
  private final Iterator<StoredRecord> records;
  private final Findings findings;
  private final MarketHeader market;
  private final StatedRegistry registry;
  private final Keyring keyring;
  private final Deque<EventEnvelope> decoded = new ArrayDeque<>();
  private @Nullable EventGroup head;
  private long lastOffset = -1;
  private long lastSequence;
  private Hash lastHash = Hash.ZERO;

  EventStream(AuditInput input, Findings findings, MarketHeader market, StatedRegistry registry) {
    this.registry = registry;
    this.keyring = input.keyring();
    this.records = input.events().iterator();
    this.findings = findings;
    this.market = market;
    advance();
  }

  /** The next group, null after the last. */
  @Nullable EventGroup peek() {
    return head;
  }

  void advance() {
    EventEnvelope first = next();
    if (first == null) {
      head = null;
      return;
    }
    List<EventEnvelope> events = new ArrayList<>();
    events.add(first);
    head = new EventGroup(first.commandOffset(), first.commandIndex(), events);
    for (EventEnvelope more = next(); more != null; more = next()) {
      if (!head.isOf(more.commandOffset(), more.commandIndex())) {
        decoded.addFirst(more);
        return;
      }
      events.add(more);
    }
  }

  private @Nullable EventEnvelope next() {
    while (decoded.isEmpty() && records.hasNext()) {
      read(records.next());
    }
    return decoded.poll();
  }

  private void read(StoredRecord record) {
    Place place = Place.record(record.offset());
    if (record.offset() <= lastOffset) {
      findings.add(
          FindingCode.OFFSET_OUT_OF_ORDER,
          place,
          "events: expected an offset above " + lastOffset + ", found " + record.offset());
    }
    lastOffset = record.offset();
    try {
      market.check("events", record);
      EventCodec.splitFrame(record.bytes()).forEach(bytes -> readEvent(place, bytes));
    } catch (CodecException e) {
      findings.add(
          FindingCode.EVENT_UNREADABLE,
          place,
          "expected a record of events, found one that cannot be read: " + e.getMessage());
    }
  }

  private void readEvent(Place recordPlace, byte[] bytes) {
    lastSequence++;
    try {
      EventEnvelope event = EventCodec.decodeEvent(bytes, keyring);
      checkChain(event);
      lastSequence = event.sequence();
      decoded.add(event);
      registry.event(event, EventCodec.hash(bytes));
    } catch (CodecException e) {
      findings.add(
          FindingCode.EVENT_UNREADABLE,
          recordPlace.withSequence(lastSequence),
          "expected an event in this record of events, found bytes that cannot be read: "
              + e.getMessage());
    }
    lastHash = EventCodec.hash(bytes);
  }

  private void checkChain(EventEnvelope event) {
    Place place =
        Place.command(event.commandOffset(), event.commandIndex()).withSequence(event.sequence());
    findings.compare(FindingCode.HASH_CHAIN_BROKEN, place, lastHash, event.previousHash());
    findings.compare(FindingCode.SEQUENCE_GAP, place, lastSequence, event.sequence());
  }
}
