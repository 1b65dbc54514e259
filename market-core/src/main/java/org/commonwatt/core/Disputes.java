package org.commonwatt.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The bills that may be disputed, and the disputes of them. */
final class Disputes {
  private final TreeMap<Long, DisputableBill> bills = new TreeMap<>(); // by start of their slot
  private final TreeMap<Long, DisputeEntry> entries = new TreeMap<>(); // by id
  private final Map<String, Integer> open = new HashMap<>(); // how many, by participant
  private final TreeSet<DisputeEntry> waiting = // open ones that are not overdue
      new TreeSet<>(
          Comparator.comparingLong(DisputeEntry::decideByMillis)
              .thenComparingLong(DisputeEntry::id));
  private long lastId;

  /** The number of the next dispute. */
  long nextId() {
    return lastId + 1;
  }

  void add(DisputableBill bill) {
    bills.put(bill.slot().startMillis(), bill);
  }

  /** The bill of a slot, null when it may not be disputed now. */
  @Nullable DisputableBill bill(long slotStartMillis) {
    return bills.get(slotStartMillis);
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
    return bills.values().stream().anyMatch(bill -> bill.isMember(participant));
  }

  void add(DisputeEntry entry) {
    lastId = Math.max(lastId, entry.id());
    entries.put(entry.id(), entry);
    DisputableBill bill = bills.get(entry.slotStartMillis());
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
    DisputableBill bill = bills.get(entry.slotStartMillis());
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
    List<DisputableBill> over = new ArrayList<>();
    bills.values().stream().filter(b -> b.untilMillis() < timeMillis).forEach(over::add);
    for (DisputableBill bill : over) {
      bills.remove(bill.slot().startMillis());
      for (long id : bill.disputes()) {
        DisputeEntry entry = entries.get(id);
        if (entry != null && entry.isDecided()) {
          entries.remove(id);
        }
      }
    }
  }

  void save(StateWriter out) {
    out.number(lastId);
    out.number(bills.size());
    bills.values().forEach(bill -> bill.save(out));
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
      add(DisputeEntry.restore(in));
    }
    lastId = last;
  }
}
