package org.commonwatt.core;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What stays reserved of settled slots, by account, until their revision is no longer secured. */
final class Revisions {
  private final TreeMap<Long, TreeMap<String, BigInteger>> byEnd = new TreeMap<>();
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

  /** Releases what was held until an instant or earlier. */
  void release(long timeMillis) {
    nowMillis = timeMillis;
    NavigableMap<Long, TreeMap<String, BigInteger>> due = byEnd.headMap(timeMillis, true);
    due.values()
        .forEach(
            held ->
                held.forEach(
                    (account, amount) -> sums.merge(account, amount.negate(), BigInteger::add)));
    due.clear();
  }

  BigInteger of(String account) {
    return sums.getOrDefault(account, BigInteger.ZERO);
  }

  void save(StateWriter out) {
    out.number(byEnd.values().stream().mapToLong(Map::size).sum());
    byEnd.forEach(
        (until, held) ->
            held.forEach(
                (account, amount) -> {
                  out.number(until);
                  out.text(account);
                  out.text(amount.toString());
                }));
  }

  void restore(StateReader in) {
    for (int left = in.count(); left > 0; left--) {
      long until = in.number();
      hold(in.text(), new BigInteger(in.text()), until);
    }
  }
}
