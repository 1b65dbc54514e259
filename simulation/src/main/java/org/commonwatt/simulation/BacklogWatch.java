package org.commonwatt.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.commonwatt.model.Command;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/**
 * Weighs the slots that wait for their settlement, and those that wait for the ledger: while either
 * weigh too much no slot opens, or is settled; and what waited goes on with the first command that
 * may take it on once there is room.
 */
final class BacklogWatch {
  private static final int SLOT_ITSELF = 25;

  private final int bound;
  private final Sights sights;
  private final SlotRules rules;
  private final TreeSet<DeliverySlot> metering = new TreeSet<>(); // over, and not settled
  private final TreeSet<DeliverySlot> endedNow = new TreeSet<>(); // by this command
  private final Map<DeliverySlot, Set<String>> reported = new HashMap<>();
  private final Map<String, DeliverySlot> unconfirmed = new HashMap<>(); // by batch
  private final Set<DeliverySlot> waitedToOpen = new HashSet<>();
  private final Set<DeliverySlot> waitedToSettle = new HashSet<>();
  private int opened;
  private int settled;
  private long timeMillis;
  private int waitingBefore; // what waited for its settlement when this command began

  /**
   * Nothing waits.
   *
   * @param versions the rulebooks that may be activated, by version
   * @param bound how much may wait, in members
   */
  BacklogWatch(List<Rulebook> versions, int bound, Sights sights) {
    this.rules = new SlotRules(versions);
    this.bound = bound;
    this.sights = sights;
  }

  /**
   * What is wrong after an event, null when nothing is.
   *
   * @param command what it comes of
   */
  @Nullable String take(EventEnvelope envelope, Command command) {
    if (envelope.index() == 0) {
      endedNow.clear();
      waitingBefore = weight(metering);
    }
    Event event = envelope.event();
    String problem = follow(event);
    rules.take(event);
    boolean isLast = envelope.index() == envelope.count() - 1;
    if (problem == null && isLast && !(event instanceof Event.DuplicateIgnored)) {
      problem = leftOver(command);
    }
    return problem == null ? null : problem + ": " + event;
  }

  private @Nullable String follow(Event event) {
    if (event instanceof Event.TimeAdvanced advanced) {
      timeMillis = advanced.timeMillis();
    } else if (event instanceof Event.SlotPhaseChanged changed) {
      return enter(changed.slot(), changed.phase());
    } else if (event instanceof Event.PositionRecorded recorded) {
      reported
          .computeIfAbsent(recorded.position().slot(), first -> new HashSet<>())
          .add(recorded.position().participant());
    } else if (event instanceof Event.SlotSettled told) {
      return settle(told);
    } else if (event instanceof Event.BatchRecorded recorded) {
      return unconfirmed.remove(recorded.batchId()) == null
          ? "a batch is recorded that did not wait for it"
          : null;
    }
    return null;
  }

  private @Nullable String enter(DeliverySlot slot, SlotPhase phase) {
    if (phase == SlotPhase.METERING) {
      metering.add(slot);
      endedNow.add(slot);
    } else if (phase == SlotPhase.OPEN) {
      sights.seeIf(waitedToOpen.remove(slot), Sight.OPENING_WAITED);
      return slot.equals(Community.slot(opened++))
          ? roomToOpen(slot) ? null : "a slot opened although too many wait for their settlement"
          : "a slot opened out of order";
    }
    return null;
  }

  private @Nullable String settle(Event.SlotSettled told) {
    DeliverySlot slot = told.batch().slot();
    sights.seeIf(waitedToSettle.remove(slot), Sight.SETTLEMENT_WAITED);
    boolean room = weight(unconfirmed.values()) < bound;
    boolean next = slot.equals(Community.slot(settled++)) && metering.remove(slot);
    unconfirmed.put(told.batch().batchId(), slot);
    if (!next) {
      return "a slot was settled out of order";
    }
    return room ? null : "a slot was settled although too many wait for the ledger";
  }

  /** What the command should have done, and has not. */
  private @Nullable String leftOver(Command command) {
    String problem = command instanceof Command.Tick ? closed(Community.slot(opened)) : null;
    return problem == null
            && (command instanceof Command.Tick || command instanceof Command.ReportPosition)
        ? unsettled(Community.slot(settled))
        : problem;
  }

  /** Trading begins with the first rulebook. */
  private @Nullable String closed(DeliverySlot next) {
    if (!rules.isInForce() || rules.of(next).openMillis(next) > timeMillis) {
      return null;
    }
    waitedToOpen.add(next);
    return roomToOpen(next) ? "a slot did not open although there is room" : null;
  }

  private @Nullable String unsettled(DeliverySlot next) {
    Set<String> known = reported.getOrDefault(next, Set.of());
    if (!metering.contains(next) || !known.containsAll(Community.HOMES)) {
      return null;
    }
    waitedToSettle.add(next);
    return weight(unconfirmed.values()) < bound
        ? "a slot was not settled although there is room"
        : null;
  }

  /** Slots that ended in the same tick count when they did before the opening was due. */
  private boolean roomToOpen(DeliverySlot slot) {
    long due = rules.of(slot).openMillis(slot);
    List<DeliverySlot> before = endedNow.stream().filter(ended -> ended.endMillis() < due).toList();
    return waitingBefore + weight(before) < bound;
  }

  private int weight(Iterable<DeliverySlot> slots) {
    int weight = 0;
    for (DeliverySlot slot : slots) {
      weight += rules.of(slot).members().size() + SLOT_ITSELF;
    }
    return weight;
  }
}
