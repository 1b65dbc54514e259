package org.commonwatt.core;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The bills that may be disputed, and the disputes of them. */
final class Disputes {
  private final TreeMap<Long, TreeMap<Integer, DisputableBill>> bills = // by slot's start and run
      new TreeMap<>();
  private final TreeMap<Long, Integer> lastRuns = new TreeMap<>(); // by start of their slot
  private final TreeMap<Long, DisputeEntry> entries = new TreeMap<>(); // by id
  private final Map<String, Integer> open = new HashMap<>(); // how many, by participant
  private final TreeSet<DisputeEntry> waiting = // open ones that are not overdue
      new TreeSet<>(
          Comparator.comparingLong(DisputeEntry::decideByMillis)
              .thenComparingLong(DisputeEntry::id));
  private static final TreeMap<Integer, DisputableBill> NONE = new TreeMap<>();

  private long lastId;

  /** The number of the next dispute. */
  long nextId() {
    return lastId + 1;
  }

  /** How many disputes were ever opened. */
  long opened() {
    return lastId;
  }

  /** Whether a dispute is kept that leads to a correction when it is upheld, or has led to one. */
  boolean haveCorrectable() {
    return entries.values().stream().anyMatch(entry -> entry.disputed() != null);
  }

  void add(DisputableBill bill) {
    long start = bill.slot().startMillis();
    bills.computeIfAbsent(start, first -> new TreeMap<>()).put(bill.run(), bill);
    lastRuns.merge(start, bill.run(), Math::max);
  }

  /** The bill of a run of a slot, null when it may not be disputed now. */
  @Nullable DisputableBill bill(long slotStartMillis, int run) {
    return bills.getOrDefault(slotStartMillis, NONE).get(run);
  }

  /** The first run of a slot whose bill may be disputed now, -1 for none. */
  int firstOpenRun(long slotStartMillis) {
    TreeMap<Integer, DisputableBill> runs = bills.getOrDefault(slotStartMillis, NONE);
    return runs.isEmpty() ? -1 : runs.firstKey();
  }

  /**
   * Whether a dispute may lead to a correction of a slot: an open one, or one that may be opened.
   */
  boolean mayCorrect(long slotStartMillis) {
    return bills.getOrDefault(slotStartMillis, NONE).values().stream()
            .anyMatch(DisputableBill::isCorrectable)
        || entries.values().stream()
            .anyMatch(
                entry ->
                    !entry.isDecided()
                        && entry.disputed() != null
                        && entry.slotStartMillis() == slotStartMillis);
  }

  /** Another run of a slot with disputes is made: the number of it. */
  int nextRun(long slotStartMillis) {
    return lastRuns.merge(slotStartMillis, 1, Integer::sum);
  }

  /** A dispute of a participant, null when it has none of this id. */
  @Nullable DisputeEntry find(String participant, long id) {
    DisputeEntry entry = entries.get(id);
    return entry != null && entry.participant().equals(participant) ? entry : null;
  }

  /** How many open disputes a participant has. */
  int openOf(String participant) {
    return open.getOrDefault(participant, 0);
  }

  boolean isMember(String participant) {
    return all().anyMatch(bill -> bill.isMember(participant));
  }

  void add(DisputeEntry entry) {
    lastId = Math.max(lastId, entry.id());
    entries.put(entry.id(), entry);
    DisputableBill bill = bill(entry.slotStartMillis(), entry.run());
    if (bill != null) {
      bill.add(entry);
    }
    if (!entry.isDecided()) {
      open.merge(entry.participant(), 1, Integer::sum);
    }
    if (!entry.isDecided() && !entry.isOverdue()) {
      waiting.add(entry);
    }
  }

  /**
   * A dispute ends. A decided one is known as long as its bill may be disputed, so that its line is
   * not disputed again; a withdrawn one is forgotten.
   */
  void close(DisputeEntry entry) {
    waiting.remove(entry);
    open.computeIfPresent(entry.participant(), (who, count) -> count == 1 ? null : count - 1);
    DisputableBill bill = bill(entry.slotStartMillis(), entry.run());
    if (bill != null) {
      bill.close(entry);
    }
    if (bill == null || !entry.isDecided()) {
      entries.remove(entry.id());
    }
  }

  /** Tells each dispute that nobody has decided before an instant, once, in order of time. */
  void passDeadlines(long timeMillis, Consumer<DisputeEntry> told) {
    while (!waiting.isEmpty() && waiting.first().decideByMillis() < timeMillis) {
      DisputeEntry entry = waiting.first();
      waiting.remove(entry);
      entry.becomeOverdue();
      told.accept(entry);
    }
  }

  /** Drops the bills that may not be disputed any more, and their decided disputes. */
  void closeBills(long timeMillis) {
    List<DisputableBill> over = all().filter(bill -> bill.untilMillis() < timeMillis).toList();
    for (DisputableBill bill : over) {
      long start = bill.slot().startMillis();
      TreeMap<Integer, DisputableBill> runs = bills.get(start);
      if (runs != null) {
        runs.remove(bill.run());
        if (runs.isEmpty()) {
          bills.remove(start);
        }
      }
      for (long id : bill.disputes()) {
        DisputeEntry entry = entries.get(id);
        if (entry != null && entry.isDecided()) {
          entries.remove(id);
        }
      }
    }
  }

  /**
   * Forgets how many runs slots have had of which nothing can be corrected any more.
   *
   * @param waits whether a correction of the slot of this start waits, or a run
   */
  void forgetRuns(LongPredicate waits) {
    if (lastRuns.size() == bills.size()) {
      return; // each has a bill
    }
    Set<Long> disputed = new HashSet<>();
    entries.values().forEach(entry -> disputed.add(entry.slotStartMillis()));
    lastRuns
        .keySet()
        .removeIf(
            start -> !bills.containsKey(start) && !disputed.contains(start) && !waits.test(start));
  }

  private Stream<DisputableBill> all() {
    return bills.values().stream().flatMap(runs -> runs.values().stream());
  }

  void save(StateWriter out) {
    out.number(lastId);
    List<DisputableBill> saved = all().toList();
    out.number(saved.size());
    saved.forEach(bill -> bill.save(out));
    out.number(lastRuns.size());
    lastRuns.forEach(
        (start, run) -> {
          out.number(start);
          out.number(run);
        });
    out.number(entries.size());
    entries.values().forEach(entry -> entry.save(out));
  }

  void restore(StateReader in) {
    long last = in.number();
    DisputableBill bill = null;
    for (int left = in.count(); left > 0; left--) {
      bill = DisputableBill.restore(in, bill);
      add(bill);
    }
    for (int left = in.count(); left > 0; left--) {
      lastRuns.put(in.number(), in.count());
    }
    for (int left = in.count(); left > 0; left--) {
      add(DisputeEntry.restore(in));
    }
    lastId = last;
  }
}
