package org.commonwatt.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.commonwatt.audit.book.SlotBook;
import org.commonwatt.model.BoundaryFlow;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SlotPhase;
import org.commonwatt.model.UnitDelivery;
import org.jspecify.annotations.Nullable;

/** What the rules remember between two commands. */
final class MarketState {
  /** Of every market. */
  static final Bounds BOUNDS =
      new Bounds(1 << 24, SlotBook.TRADES_OF_ONE_ARRIVAL, 5_000, 100_000, 1_000_000, 500_000);

  private static final long MEMORY_MILLIS = 72 * 3_600_000L;
  private static final long POSITIONS_AHEAD_MILLIS = 744 * 3_600_000L;

  final Bounds bounds;

  @Nullable Rulebook rulebook;

  /** Accounts and meter points beside those that the rulebook names. */
  final Roll roll = new Roll();

  /** What injections are made of. */
  final Sources sources = new Sources();

  /** UTC milliseconds; before every instant until the first tick. */
  long clock = Long.MIN_VALUE;

  long lastOrderId;
  long lastArrival;
  long lastTradeId;

  /** Highest offset taken of each bridge and partition. */
  final Map<String, Long> taken = new HashMap<>();

  /** The last slot that was opened. */
  @Nullable DeliverySlot lastOpened;

  /** Slots of trading that start before this are forgotten. */
  long keptFrom = Long.MIN_VALUE;

  /** Every slot that was opened and is not forgotten, by its start. */
  final NavigableMap<Long, SlotState> slots = new TreeMap<>();

  /** Slots that still advance by ticks, by their start. */
  final NavigableMap<Long, SlotState> running = new TreeMap<>();

  /** Slots that are not settled, earliest first. */
  final Deque<SlotState> unsettled = new ArrayDeque<>();

  /** Dated orders, the earliest first; some may not be open any more. */
  final NavigableSet<Dated> dated = new TreeSet<>();

  /** Halts that last, the one that ends first first; some slots may be closed. */
  final NavigableSet<Halt> halts = new TreeSet<>();

  /** When the open orders of a participant end unless it renews its switch; UTC milliseconds. */
  final NavigableMap<String, Long> switches = new TreeMap<>();

  final Map<Long, AuditedOrder> orders = new HashMap<>();
  final Map<ClientOrder, AuditedOrder> clientOrders = new HashMap<>();
  final Map<DeliverySlot, Map<String, AuditedPosition>> positions = new HashMap<>();

  /** The newest flow over the boundary of each area, by slot. */
  final Map<DeliverySlot, SortedMap<String, BoundaryFlow>> boundaries = new HashMap<>();

  /** What was metered last of storage units, by slot. */
  final Map<DeliverySlot, SortedMap<String, UnitDelivery>> deliveries = new HashMap<>();

  /** What storage units have promised. */
  final StoredPromises promises = new StoredPromises();

  /** Auctions of the last command whose set of orders with a minimum is not known to be best. */
  final List<DeliverySlot> unproven = new ArrayList<>();

  /** What is wrong with auctions of several slots of the last command, with their first slot. */
  final Map<String, DeliverySlot> wrongWindows = new LinkedHashMap<>();

  /** What is wrong with auctions of storage services of the last command, with their windows. */
  final Map<String, Long> wrongGates = new LinkedHashMap<>();

  /** Settled slots that await further settlement runs, by their start. */
  final NavigableMap<Long, LaterRuns> laterRuns = new TreeMap<>();

  /** Settled batches that await a confirmation. */
  final Map<String, SlotState> awaiting = new HashMap<>();

  /** What upheld disputes are to post, in the order of their decisions. */
  final List<DisputedBill.Correction> corrections = new ArrayList<>();

  /** Corrections that await a confirmation, by batch. */
  final Set<String> correctionsAwaiting = new HashSet<>();

  /** Number of the last settlement run of each slot, by its start. */
  final Map<Long, Integer> lastRuns = new HashMap<>();

  /** The members of the slots of those, and more for each. */
  long membersAwaiting;

  /** The members of slots that have been delivered and not settled, and more for each. */
  long membersUnsettled;

  /**
   * What a market holds at most.
   *
   * @param resting orders in the books of one rulebook
   * @param tradesAtOnce trades of one arriving order, or of all rests that an opening lets in
   * @param billLines lines of a bill in one event
   * @param slotPlaces orders and trades of a slot, before no order is taken for it
   * @param marketPlaces orders and trades of all slots that are remembered
   * @param backlog members of slots that wait, {@value #OF_A_SLOT} more for each slot: for their
   *     settlement, before no further slot opens; for the ledger, before none is settled
   */
  record Bounds(
      long resting,
      int tradesAtOnce,
      int billLines,
      int slotPlaces,
      int marketPlaces,
      int backlog) {}

  /** What a slot weighs beside its members. */
  static final int OF_A_SLOT = 25;

  /** Nothing yet. */
  MarketState(Bounds bounds) {
    this.bounds = bounds;
  }

  /** Whether no more orders may rest in the books of a rulebook. */
  boolean isFull(Rulebook rules) {
    return !hasRoom(rules, 1);
  }

  /** Whether so many more orders may rest in the books of a rulebook. */
  boolean hasRoom(Rulebook rules, int orders) {
    long resting = 0;
    for (SlotState slot : running.values()) {
      boolean counts = slot.book != null && slot.rules.version() == rules.version();
      resting += counts ? slot.trading().size() : 0;
    }
    return resting + orders <= bounds.resting();
  }

  /** The rulebook of a slot: of its opening, or the one in force while it is not open. */
  @Nullable Rulebook rulesOf(long slotStartMillis) {
    SlotState slot = slots.get(slotStartMillis);
    if (slot != null) {
      return slot.rules;
    }
    return rulebook == null ? null : roll.rules(rulebook, slotStartMillis);
  }

  /** A slot that waits, in members. */
  static long members(Rulebook rules) {
    return rules.members().size() + OF_A_SLOT;
  }

  /** Start of the slot after the last one opened, or of the first one of trading. */
  long nextStartMillis(Rulebook rules) {
    return lastOpened == null ? rules.timing().tradingStartMillis() : lastOpened.endMillis();
  }

  /** Whether a slot starts so long after all that are open that nobody needs its positions yet. */
  boolean isTooFar(Rulebook rules, DeliverySlot slot) {
    long openUntil = nextStartMillis(rules);
    if (slot.startMillis() <= openUntil) {
      return false;
    }
    long ahead = slot.startMillis() - openUntil; // no market begins before 1970, so it fits
    return ahead >= POSITIONS_AHEAD_MILLIS
        || ahead / slot.lengthMillis() * members(rules) >= bounds.backlog();
  }

  boolean isForgotten(Rulebook rules, long slotStartMillis) {
    return slotStartMillis >= rules.timing().tradingStartMillis() && slotStartMillis < keptFrom;
  }

  /** Drops what ended 72 hours ago: settled slots, in order, and history. */
  void forget(Rulebook rules) {
    long before = clock - MEMORY_MILLIS;
    while (!slots.isEmpty()) {
      SlotState slot = slots.firstEntry().getValue();
      if (slot.phase.compareTo(SlotPhase.SETTLED) < 0
          || slot.slot.endMillis() > before
          || laterRuns.containsKey(slot.slot.startMillis())) {
        break;
      }
      for (AuditedOrder order : slot.orders) {
        orders.remove(order.id());
        clientOrders.remove(ClientOrder.of(order.content()));
      }
      positions.remove(slot.slot);
      boundaries.remove(slot.slot);
      deliveries.remove(slot.slot);
      slots.pollFirstEntry();
      keptFrom = slot.slot.endMillis();
    }
    long start = rules.timing().tradingStartMillis();
    positions.keySet().removeIf(old -> old.startMillis() < start && old.endMillis() <= before);
    boundaries.keySet().removeIf(old -> old.startMillis() < start && old.endMillis() <= before);
    deliveries.keySet().removeIf(old -> old.startMillis() < start && old.endMillis() <= before);
    promises.forget(
        Math.min(before, slots.isEmpty() ? Math.max(start, keptFrom) : slots.firstKey()));
  }

  /** What was metered last of storage units in a slot, by unit. */
  SortedMap<String, UnitDelivery> deliveries(DeliverySlot slot) {
    return deliveries.getOrDefault(slot, Collections.emptySortedMap());
  }

  /** The flows over boundaries in a slot, by area. */
  SortedMap<String, BoundaryFlow> boundaries(DeliverySlot slot) {
    return boundaries.getOrDefault(slot, Collections.emptySortedMap());
  }

  /** Whether somebody is named by the rulebook in force or has a registered account. */
  boolean isKnown(String participant) {
    return roll.accounts.containsKey(participant)
        || (rulebook != null && isMember(rulebook, participant));
  }

  boolean isMember(Rulebook rules, String participant) {
    return rules.members().stream().anyMatch(m -> m.participant().equals(participant));
  }

  /** An order that ends at an instant. */
  record Dated(long expiryMillis, long orderId, long slotStartMillis) implements Comparable<Dated> {
    @Override
    public int compareTo(Dated other) {
      return Comparator.comparingLong(Dated::expiryMillis)
          .thenComparingLong(Dated::orderId)
          .compare(this, other);
    }
  }

  /** A halt of an area of a slot. */
  record Halt(long untilMillis, long slotStartMillis, String area) implements Comparable<Halt> {
    @Override
    public int compareTo(Halt other) {
      return Comparator.comparingLong(Halt::untilMillis)
          .thenComparingLong(Halt::slotStartMillis)
          .thenComparing(Halt::area)
          .compare(this, other);
    }
  }

  /** A participant's own name of an order. */
  record ClientOrder(String participant, String clientOrderId) {
    static ClientOrder of(PlaceOrder order) {
      return new ClientOrder(order.participant(), order.clientOrderId());
    }
  }
}
