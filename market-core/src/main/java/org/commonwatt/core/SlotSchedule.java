package org.commonwatt.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/** Opens the slots from the start of trading on, and says when which enters its next phase. */
final class SlotSchedule {
  private static final Comparator<Step> IN_TIME =
      Comparator.comparingLong(Step::dueMillis)
          .thenComparing(Step::phase)
          .thenComparing(step -> step.state().slot());

  private final TreeMap<Long, SlotState> slots = new TreeMap<>(); // by start
  private final PriorityQueue<Step> steps = new PriorityQueue<>(IN_TIME);
  private final Reservations reservations = new Reservations();
  private final MarketPlaces places = new MarketPlaces();
  private final Roster roster = new Roster();
  private @Nullable Rules rules;
  private long nextStart;

  /**
   * A slot's entry into a phase.
   *
   * @param dueMillis when
   * @param phase OPEN to METERING
   * @param state the slot
   */
  private record Step(long dueMillis, SlotPhase phase, SlotState state) {}

  /** Is told of the steps that a tick takes. */
  interface Steps {
    /** The next step is due at an instant; the slot has not entered its phase yet. */
    void due(long dueMillis);

    /** A slot has entered a phase. */
    void entered(SlotState slot, SlotPhase phase);
  }

  /** Accounts and meter points beside those that the rulebook names. */
  Roster roster() {
    return roster;
  }

  /** Whether a participant is a member of the rulebook in force, or has a registered account. */
  boolean isKnown(String participant) {
    return roster.isRegistered(participant) || (rules != null && rules.isMember(participant));
  }

  /**
   * End of the last slot that was opened under an earlier rulebook than that in force, 0 without.
   */
  long formerRulesEndMillis() {
    for (SlotState slot : slots.descendingMap().values()) {
      if (slot.rules().base() != rules) {
        return slot.slot().endMillis();
      }
    }
    return 0;
  }

  /** Meter points have other owners: the slots from an instant on that have not begun. */
  Collection<SlotState> govern(long fromMillis) {
    roster.changed();
    Collection<SlotState> concerned = slots.tailMap(fromMillis, true).values();
    concerned.forEach(
        slot -> slot.govern(roster.rules(slot.rules().base(), slot.slot().startMillis())));
    return Collections.unmodifiableCollection(concerned);
  }

  /** The rules in force with the members that the rulebook names, null before the first one. */
  @Nullable Rules rules() {
    return rules;
  }

  /** Makes rules valid for the slots that open from now on. */
  void activate(Rules next) {
    if (rules == null) {
      nextStart = next.rulebook().timing().tradingStartMillis();
    }
    rules = next;
  }

  /** The rules that govern a slot: those of its opening, or those in force for any other slot. */
  @Nullable Rules rulesOf(long slotStartMillis) {
    SlotState state = slots.get(slotStartMillis);
    if (state != null) {
      return state.rules();
    }
    return rules == null ? null : roster.rules(rules, slotStartMillis);
  }

  /** The slot that starts at an instant, null when it is not open yet or was dropped. */
  @Nullable SlotState slot(long startMillis) {
    return slots.get(startMillis);
  }

  /**
   * A slot and those after it that have their gate together with it, under the same rulebook, by
   * start. While one waits for the gate, all do.
   */
  List<SlotState> behindGate(SlotState first) {
    List<SlotState> found = new ArrayList<>();
    long gate = first.rules().rulebook().gateMillis(first.slot());
    for (SlotState slot : slots.tailMap(first.slot().startMillis(), true).values()) {
      Rulebook rulebook = slot.rules().rulebook();
      if (rulebook.version() != first.rules().rulebook().version()
          || rulebook.gateMillis(slot.slot()) != gate) {
        break;
      }
      found.add(slot);
    }
    return found;
  }

  /** A slot, and those whose auction blocks joined to its own, by start. */
  List<SlotState> clearedWith(SlotState slot) {
    if (!slot.isClearedTogether()) {
      return List.of(slot);
    }
    SlotState first = slots.get(slot.rules().rulebook().windowStartMillis(slot.slot()));
    return behindGate(first == null ? slot : first).stream()
        .filter(SlotState::isClearedTogether)
        .toList();
  }

  /** All kept slots, by start. */
  Collection<SlotState> slots() {
    return Collections.unmodifiableCollection(slots.values());
  }

  /** All kept slots, the latest first. */
  Collection<SlotState> newestFirst() {
    return Collections.unmodifiableCollection(slots.descendingMap().values());
  }

  /** The kept slots that start until an instant, the latest first. */
  Collection<SlotState> startedBy(long timeMillis) {
    return Collections.unmodifiableCollection(
        slots.headMap(timeMillis, true).descendingMap().values());
  }

  /** What the orders and trades of all slots reserve. */
  Reservations reservations() {
    return reservations;
  }

  /** What the orders and trades of all kept slots have taken. */
  MarketPlaces places() {
    return places;
  }

  /** Start of the first slot that has not been opened. */
  long nextStartMillis() {
    return nextStart;
  }

  /**
   * Start of the first slot that has not been dropped; positions from there on are still needed.
   * Before the first rulebook there are none.
   */
  long firstKeptMillis() {
    return slots.isEmpty() ? nextStart : slots.firstKey();
  }

  /**
   * Takes all steps due by an instant: in order of time, at one instant in order of phase, then of
   * slot. No further slot opens once those weigh too much that waited for their settlement before,
   * or end meanwhile; the steps of the others go on, and a later call opens what was left.
   *
   * @param backlog how much slots that wait may weigh
   * @param steps told of each
   */
  void advance(long timeMillis, int backlog, Steps steps) {
    long waiting = waitingWeight();
    while (true) {
      Step step = next(timeMillis, waiting < backlog);
      if (step == null) {
        return;
      }
      steps.due(step.dueMillis());
      step.state().enter(step.phase());
      scheduleAfter(step);
      if (step.phase() == SlotPhase.METERING) {
        waiting += Backlog.weight(step.state().rules());
      }
      steps.entered(step.state(), step.phase());
    }
  }

  /** What the slots weigh whose delivery is over and that are not settled. */
  long waitingWeight() {
    return slots.values().stream()
        .filter(slot -> slot.phase() == SlotPhase.METERING)
        .mapToLong(slot -> Backlog.weight(slot.rules()))
        .sum();
  }

  /**
   * Drops the slots that are settled and ended by an instant, oldest first, whether the ledger has
   * confirmed them or not: nothing that is still to come needs their orders.
   *
   * @param awaitsRuns whether the slot that starts at an instant is needed for another run
   */
  void drop(long endedByMillis, LongPredicate awaitsRuns, Consumer<SlotState> dropped) {
    Iterator<SlotState> oldest = slots.values().iterator();
    while (oldest.hasNext()) {
      SlotState state = oldest.next();
      if (state.phase().compareTo(SlotPhase.SETTLED) < 0
          || state.slot().endMillis() > endedByMillis
          || awaitsRuns.test(state.slot().startMillis())) {
        return;
      }
      oldest.remove();
      state.giveBack();
      dropped.accept(state);
    }
  }

  /**
   * Writes the rulebooks that are still needed, then the slots; their next steps follow from them.
   */
  void save(StateWriter out) {
    roster.save(out);
    TreeMap<Integer, Rulebook> needed = new TreeMap<>();
    slots.values().stream()
        .map(slot -> slot.rules().base().rulebook())
        .forEach(rulebook -> needed.put(rulebook.version(), rulebook));
    if (rules != null) {
      needed.put(rules.rulebook().version(), rules.rulebook());
    }
    out.number(needed.size());
    needed.values().forEach(out::rulebook);
    out.number(rules == null ? 0 : rules.rulebook().version());
    out.number(nextStart);
    out.number(slots.size());
    slots.values().forEach(slot -> slot.save(out));
  }

  void restore(StateReader in) {
    roster.restore(in);
    TreeMap<Integer, Rules> known = new TreeMap<>();
    for (int left = in.count(); left > 0; left--) {
      Rulebook rulebook = in.rulebook();
      known.put(rulebook.version(), new Rules(rulebook));
    }
    int current = in.count();
    rules = current == 0 ? null : known(known, current);
    nextStart = in.number();
    for (int left = in.count(); left > 0; left--) {
      SlotState slot =
          SlotState.restore(in, version -> known(known, version), reservations, places);
      slot.govern(roster.rules(slot.rules(), slot.slot().startMillis()));
      slots.put(slot.slot().startMillis(), slot);
      scheduleAfter(new Step(slot.slot().startMillis(), slot.phase(), slot));
    }
  }

  /** The rules of a version under which a slot is kept, or those in force. */
  Rules rulesOfVersion(int version) {
    if (rules != null && rules.rulebook().version() == version) {
      return rules;
    }
    return slots.values().stream()
        .map(slot -> slot.rules().base())
        .filter(of -> of.rulebook().version() == version)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("the state has no slot under rulebook " + version));
  }

  private static Rules known(Map<Integer, Rules> known, int version) {
    Rules rules = known.get(version);
    if (rules == null) {
      throw new IllegalArgumentException("the state has no rulebook of version " + version);
    }
    return rules;
  }

  private @Nullable Step next(long timeMillis, boolean mayOpen) {
    Step opening = mayOpen ? nextOpening() : null;
    Step queued = steps.peek();
    boolean opens = opening != null && (queued == null || IN_TIME.compare(opening, queued) < 0);
    Step step = opens ? opening : queued;
    if (step == null || step.dueMillis() > timeMillis) {
      return null;
    }
    if (opens) {
      slots.put(nextStart, step.state());
      nextStart = step.state().slot().endMillis();
    } else {
      steps.remove();
    }
    return step;
  }

  private @Nullable Step nextOpening() {
    if (rules == null) {
      return null;
    }
    Rulebook rulebook = rules.rulebook();
    DeliverySlot slot = rulebook.slotAt(nextStart);
    return new Step(
        rulebook.openMillis(slot),
        SlotPhase.OPEN,
        new SlotState(slot, roster.rules(rules, nextStart), reservations, places));
  }

  private void scheduleAfter(Step step) {
    SlotState state = step.state();
    DeliverySlot slot = state.slot();
    Rulebook rulebook = state.rules().rulebook();
    switch (step.phase()) {
      case OPEN -> steps.add(new Step(rulebook.gateMillis(slot), SlotPhase.CLEARED, state));
      case CLEARED ->
          steps.add(
              state.rules().isContinuous()
                  ? new Step(rulebook.gateMillis(slot), SlotPhase.CONTINUOUS, state)
                  : new Step(slot.startMillis(), SlotPhase.DELIVERY, state));
      case CONTINUOUS ->
          steps.add(new Step(rulebook.gateClosureMillis(slot), SlotPhase.CLOSED, state));
      case CLOSED -> steps.add(new Step(slot.startMillis(), SlotPhase.DELIVERY, state));
      case DELIVERY -> steps.add(new Step(slot.endMillis(), SlotPhase.METERING, state));
      default -> {}
    }
  }
}
