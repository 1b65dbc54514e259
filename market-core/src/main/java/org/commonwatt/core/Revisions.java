package org.commonwatt.core;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What stays reserved of settled slots, by account, until their revision is no longer secured. */
final class Revisions {
  private final TreeMap<Long, TreeMap<String, BigInteger>> byEnd = new TreeMap<>();
  private final TreeMap<Long, TreeMap<String, BigInteger>> bySlot = new TreeMap<>(); // until final
  private final Map<String, BigInteger> sums = new HashMap<>();
  private long nowMillis = Long.MIN_VALUE;

  /** Holds an amount until an instant; nothing when that has passed. */
  void hold(String account, BigInteger amount, long untilMillis) {
    if (amount.signum() > 0 && untilMillis > nowMillis) {
      byEnd
          .computeIfAbsent(untilMillis, first -> new TreeMap<>())
          .merge(account, amount, BigInteger::add);
      sums.merge(account, amount, BigInteger::add);
    }
  }

  /** Holds an amount until the final settlement run of the slot that starts at an instant. */
  void holdOf(long slotStartMillis, String account, BigInteger amount) {
    if (amount.signum() > 0) {
      bySlot
          .computeIfAbsent(slotStartMillis, first -> new TreeMap<>())
          .merge(account, amount, BigInteger::add);
      sums.merge(account, amount, BigInteger::add);
    }
  }

  /** A slot has its final settlement run. */
  void releaseOf(long slotStartMillis) {
    TreeMap<String, BigInteger> held = bySlot.remove(slotStartMillis);
    if (held != null) {
      release(held);
    }
  }

  /** Releases what was held until an instant or earlier. */
  void release(long timeMillis) {
    nowMillis = timeMillis;
    NavigableMap<Long, TreeMap<String, BigInteger>> due = byEnd.headMap(timeMillis, true);
    due.values().forEach(this::release);
    due.clear();
  }

  private void release(Map<String, BigInteger> held) {
    held.forEach((account, amount) -> sums.merge(account, amount.negate(), BigInteger::add));
  }

  BigInteger of(String account) {
    return sums.getOrDefault(account, BigInteger.ZERO);
  }

  void save(StateWriter out) {
    save(byEnd, out);
    save(bySlot, out);
  }

  private static void save(TreeMap<Long, TreeMap<String, BigInteger>> all, StateWriter out) {
    out.number(all.values().stream().mapToLong(Map::size).sum());
    all.forEach(
        (instant, held) ->
            held.forEach(
                (account, amount) -> {
                  out.number(instant);
                  out.text(account);
                  out.text(amount.toString());
                }));
  }

  void restore(StateReader in) {
    for (int left = in.count(); left > 0; left--) {
      long until = in.number();
      hold(in.text(), new BigInteger(in.text()), until);
    }
    for (int left = in.count(); left > 0; left--) {
      long slotStart = in.number();
      holdOf(slotStart, in.text(), new BigInteger(in.text()));
    }
  }
}
