package org.commonwatt.core;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;

/**
 * What accounts gained in slots whose settlement may still change: by a further run, a revision
 * that is reserved for, or a dispute. A loss in such a slot is no gain and counts at once.
 */
final class ProvisionalGains {
  private final TreeMap<Long, Held> bySlot = new TreeMap<>(); // by start
  private final Map<String, BigInteger> sums = new HashMap<>();

  /** What the runs of a slot posted together, by account. */
  private record Held(long untilMillis, TreeMap<String, BigInteger> nets) {}

  /**
   * A slot is settled for the first time.
   *
   * @param untilMillis until when it is held whatever else holds it
   */
  void hold(long slotStartMillis, long untilMillis) {
    bySlot.put(slotStartMillis, new Held(untilMillis, new TreeMap<>()));
  }

  /** A run of a slot posts to its parties; nothing when the slot is not held. */
  void post(SettlementBatch batch, Set<String> parties) {
    Held held = bySlot.get(batch.slot().startMillis());
    if (held == null) {
      return;
    }
    for (Posting posting : batch.postings()) {
      if (parties.contains(posting.account())) {
        BigInteger before = held.nets.getOrDefault(posting.account(), BigInteger.ZERO);
        BigInteger now = before.add(BigInteger.valueOf(posting.amountNano()));
        held.nets.put(posting.account(), now);
        add(posting.account(), gain(now).subtract(gain(before)));
      }
    }
  }

  /**
   * Lets the slots go that nothing holds any more.
   *
   * @param mayChange whether a further run or a correction of the slot of this start may come
   */
  void release(LongPredicate mayChange, long nowMillis) {
    bySlot
        .entrySet()
        .removeIf(
            slot -> {
              boolean over =
                  slot.getValue().untilMillis <= nowMillis && !mayChange.test(slot.getKey());
              if (over) {
                slot.getValue().nets.forEach((account, net) -> add(account, gain(net).negate()));
              }
              return over;
            });
  }

  /** All together of an account, nano-currency, not negative. */
  BigInteger of(String account) {
    return sums.getOrDefault(account, BigInteger.ZERO);
  }

  private void add(String account, BigInteger more) {
    if (more.signum() != 0) {
      BigInteger sum = of(account).add(more);
      if (sum.signum() == 0) {
        sums.remove(account);
      } else {
        sums.put(account, sum);
      }
    }
  }

  private static BigInteger gain(BigInteger net) {
    return net.max(BigInteger.ZERO);
  }

  void save(StateWriter out) {
    out.number(bySlot.size());
    bySlot.forEach(
        (start, held) -> {
          out.number(start);
          out.number(held.untilMillis);
          out.number(held.nets.size());
          held.nets.forEach(
              (account, net) -> {
                out.text(account);
                out.text(net.toString());
              });
        });
  }

  void restore(StateReader in) {
    for (int left = in.count(); left > 0; left--) {
      long start = in.number();
      Held held = new Held(in.number(), new TreeMap<>());
      bySlot.put(start, held);
      for (int accounts = in.count(); accounts > 0; accounts--) {
        String account = in.text();
        BigInteger net = new BigInteger(in.text());
        held.nets.put(account, net);
        add(account, gain(net));
      }
    }
  }
}
