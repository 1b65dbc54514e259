package org.commonwatt.audit;

import java.time.Instant;
import java.util.List;
import org.commonwatt.log.codec.CodecException;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;

/** Walks commands and events side by side: each command's events are those the rules give. */
final class LogCheck {
  private final Findings findings;
  private final MarketReplay replay = new MarketReplay();
  private final Erasures erasures;
  private final Keyring keyring;
  private final EventComparison comparison;
  private final StatedBills bills;
  private final StatedBook stated;
  private final StatedRegistry registry = new StatedRegistry();
  private final StatedOrigin origin = new StatedOrigin();
  private final EventStream events;
  private final MarketHeader market;
  private final @Nullable PositionSource positions;
  private long lastOffset = -1;
  private long commands;

  LogCheck(AuditInput input, Findings findings) {
    this.findings = findings;
    this.keyring = input.keyring();
    this.erasures = new Erasures(findings);
    this.comparison = new EventComparison(findings, replay, erasures);
    this.bills = new StatedBills(findings, MarketState.BOUNDS.billLines());
    this.stated = new StatedBook(findings);
    this.market = new MarketHeader(findings);
    this.positions = PositionSource.read(input, findings, market);
    this.events = new EventStream(input, findings, market, registry);
    input.commands().forEach(this::check);
    dropBefore(Long.MAX_VALUE, Integer.MAX_VALUE);
    checkRulebook();
    stated.finish();
    if (positions != null) {
      positions.finish();
    }
    erasures.finish();
  }

  /** What the event log states. */
  StatedBook stated() {
    return stated;
  }

  /** What the event log has for the registry. */
  StatedRegistry registry() {
    return registry;
  }

  /** What the event log has for guarantees of origin. */
  StatedOrigin origin() {
    return origin;
  }

  /** Number of commands that could be decoded. */
  long commands() {
    return commands;
  }

  /** The rulebook in force at the end, null when none was activated. */
  @Nullable Rulebook rulebook() {
    return replay.rulebook();
  }

  private void checkRulebook() {
    Rulebook rules = replay.rulebook();
    if (rules != null) {
      market.compare("rulebook", Place.NOWHERE, rules.market());
    }
  }

  private void check(StoredRecord record) {
    Place place = Place.record(record.offset());
    if (record.offset() <= lastOffset) {
      findings.add(
          FindingCode.OFFSET_OUT_OF_ORDER,
          place,
          "commands: expected an offset above " + lastOffset + ", found " + record.offset());
    }
    lastOffset = record.offset();
    try {
      market.check("commands", record);
      CommandFrame frame = CommandCodec.decode(record.bytes(), keyring);
      for (int i = 0; i < frame.entries().size(); i++) {
        check(record.offset(), i, frame.entries().get(i));
      }
    } catch (CodecException e) {
      findings.add(
          FindingCode.COMMAND_UNREADABLE,
          place,
          "expected commands, found a record that cannot be read: " + e.getMessage());
      skip(record.offset());
    }
  }

  private void check(long offset, int index, CommandFrame.Entry entry) {
    commands++;
    Place place = Place.command(offset, index);
    if (positions != null) {
      positions.check(place, entry);
    }
    dropBefore(offset, index);
    EventGroup next = events.peek();
    EventGroup group = next != null && next.isOf(offset, index) ? next : null;
    if (entry.command() instanceof Command.ActivateRulebook activation) {
      registry.command(place, activation.rulebook());
    }
    if (entry.command() instanceof Command.ReportErasedPosition erased) {
      erasures.position(place, erased.position());
    }
    erasures.dispute(place, entry.command());
    replay.believe(group);
    List<Event> expected = expect(place, entry, StatedAuctions.of(group));
    for (DeliverySlot slot : replay.unproven()) {
      findings.add(
          FindingCode.AUCTION_SET_UNPROVEN,
          place.withSlot(slot),
          "the blocks and minimums that the auction took are admissible, maybe not the best");
    }
    replay
        .wrongWindows()
        .forEach(
            (wrong, slot) ->
                findings.add(FindingCode.AUCTION_DIFFERS, place.withSlot(slot), told(wrong)));
    replay
        .wrongGates()
        .forEach(
            (wrong, window) ->
                findings.add(
                    FindingCode.AUCTION_DIFFERS,
                    place,
                    "expected an auction of storage of "
                        + Instant.ofEpochMilli(window)
                        + " that keeps the rules, found: "
                        + wrong));
    if (group == null) {
      findings.add(
          FindingCode.COMMAND_WITHOUT_EVENTS,
          place,
          "expected " + expected.size() + " events of this command, found none");
      return;
    }
    if (entry.command() instanceof Command.ActivateRulebook activation
        && group.events().get(0).event() instanceof Event.RulebookActivated) {
      origin.activated(activation.rulebook());
    }
    EventGroup whole = bills.whole(group);
    comparison.compare(expected, group, whole);
    for (EventEnvelope event : group.events()) {
      if (event.event() instanceof Event.ErasureRecorded recorded) {
        erasures.record(recorded.keys());
      }
    }
    accept(whole, group.events().size());
    events.advance();
  }

  private static String told(String wrong) {
    return "expected an auction of several slots that keeps the rules, found: " + wrong;
  }

  private void accept(EventGroup whole, int events) {
    stated.accept(whole, events);
    origin.accept(whole);
  }

  private List<Event> expect(Place place, CommandFrame.Entry entry, StatedAuctions stated) {
    try {
      return replay.apply(entry, stated);
    } catch (ArithmeticException | IllegalArgumentException e) {
      findings.add(
          FindingCode.AUDIT_LIMIT,
          place,
          "expected amounts and slots within range, found none: " + e.getMessage());
      return List.of();
    }
  }

  /** Events whose command is not on the log, or that come again. */
  private void dropBefore(long offset, int index) {
    for (EventGroup group = events.peek();
        group != null && group.isBefore(offset, index);
        group = events.peek()) {
      findings.add(
          FindingCode.EVENTS_WITHOUT_COMMAND,
          group.place(0),
          "expected a command that is not answered yet, found none for "
              + group.events().size()
              + " events");
      accept(bills.whole(group), group.events().size());
      events.advance();
    }
  }

  /** Events of a record that cannot be read: what they should be is unknown. */
  private void skip(long offset) {
    dropBefore(offset, 0);
    for (EventGroup group = events.peek();
        group != null && group.commandOffset() == offset;
        group = events.peek()) {
      accept(bills.whole(group), group.events().size());
      events.advance();
    }
  }
}
