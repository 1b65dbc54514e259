package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.model.OriginStorage;

/**
 * What storages must take in and give back in a slot, from the piles that the runs on the ledger
 * have left: those of slots whose lines were erased, too, where nothing else tells it any more.
 */
final class StorageCheck {
  private final StorageRecount kept = new StorageRecount();

  /**
   * A storage in the last run of a slot.
   *
   * @param net its net metered injection, Wh
   */
  record Storage(String id, String area, BigInteger net, OriginStorage limits) {}

  /**
   * What a storage gives back.
   *
   * @param all takes what follows: lost, taken, and lost without a guarantee
   * @return what is released, Wh by kind
   */
  SortedMap<String, BigInteger> discharge(Storage one, Map<String, BigInteger> all) {
    BigInteger needed = kept.neededFor(one.id(), one.net(), one.limits());
    SortedMap<String, BigInteger> released = new TreeMap<>();
    look(one.id(), needed)
        .forEach(
            (kind, wh) -> {
              BigInteger given = StorageRecount.given(wh, one.limits());
              if (!kind.equals(StorageRecount.UNKNOWN)) {
                put(released, kind, given);
              }
              lose(one, kind, wh.subtract(given), all);
            });
    put(all, "taken " + one.id(), needed);
    return released;
  }

  /**
   * What follows from a charge.
   *
   * @param known its guarantees, Wh by kind
   * @param all takes what follows: charged, taken and lost, as it cannot be held
   */
  void charge(Storage one, SortedMap<String, BigInteger> known, Map<String, BigInteger> all) {
    BigInteger charged = one.net().negate();
    put(all, "charged " + one.id(), charged);
    BigInteger sum = known.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
    SortedMap<String, BigInteger> pile = new TreeMap<>(known);
    put(pile, StorageRecount.UNKNOWN, charged.subtract(sum));
    List<SortedMap<String, BigInteger>> before = kept.copy(one.id());
    kept.put(one.id(), pile);
    BigInteger excess = kept.excess(one.id(), one.limits());
    kept.take(one.id(), excess).forEach((kind, wh) -> lose(one, kind, wh, all));
    put(all, "taken " + one.id(), excess);
    kept.reset(one.id(), before);
  }

  /** Keeps what a run on the ledger says: its numbers by key, and the slot's after it. */
  void keep(Map<String, BigInteger> changes, SortedMap<String, BigInteger> after) {
    for (Map.Entry<String, BigInteger> change : changes.entrySet()) {
      String[] words = change.getKey().split(" ", 2);
      BigInteger wh = change.getValue();
      if (words[0].equals("charged") && wh.signum() > 0) {
        SortedMap<String, BigInteger> pile = OriginRecount.of(after, "stored " + words[1] + " ");
        BigInteger sum = pile.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
        put(pile, StorageRecount.UNKNOWN, wh.subtract(sum).max(BigInteger.ZERO));
        kept.put(words[1], pile);
      }
    }
    for (Map.Entry<String, BigInteger> change : changes.entrySet()) {
      String[] words = change.getKey().split(" ", 2);
      if (words[0].equals("taken") && change.getValue().signum() > 0) {
        kept.take(words[1], change.getValue().min(kept.kept(words[1])));
      }
    }
  }

  /** What would be taken, Wh by kind. */
  private SortedMap<String, BigInteger> look(String who, BigInteger wh) {
    List<SortedMap<String, BigInteger>> before = kept.copy(who);
    SortedMap<String, BigInteger> taken = kept.take(who, wh);
    kept.reset(who, before);
    return taken;
  }

  private static void lose(Storage one, String kind, BigInteger wh, Map<String, BigInteger> all) {
    String key =
        kind.equals(StorageRecount.UNKNOWN)
            ? "unguaranteed " + one.area()
            : "lost " + one.id() + " " + kind;
    if (wh.signum() != 0) {
      all.merge(key, wh, BigInteger::add);
    }
  }

  private static void put(Map<String, BigInteger> all, String key, BigInteger wh) {
    if (wh.signum() != 0) {
      all.put(key, wh);
    }
  }
}
