package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.model.OriginStorage;

/**
 * Recounts what storages keep, by docs/guarantees-of-origin.md alone: each charge is a pile, and
 * what is given back or cannot be there any more comes from the oldest ones.
 */
public final class StorageRecount {
  /** What a charge had no guarantees for; behind every kind, as kinds begin with an id. */
  public static final String UNKNOWN = "~";

  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

  private final Map<String, List<SortedMap<String, BigInteger>>> piles = new HashMap<>();

  /** Storages that are empty. */
  public StorageRecount() {}

  /** Puts a charge on top, of whatever kinds. */
  public void put(String who, SortedMap<String, BigInteger> pile) {
    piles.computeIfAbsent(who, first -> new ArrayList<>()).add(new TreeMap<>(pile));
  }

  /** All that a storage keeps, Wh. */
  public BigInteger kept(String who) {
    return piles.getOrDefault(who, List.of()).stream()
        .map(StorageRecount::sum)
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  /** What must be taken for an injection, Wh: no more than there is. */
  public BigInteger neededFor(String who, BigInteger wh, OriginStorage limits) {
    return tookFor(wh, limits).min(kept(who));
  }

  /** What is beyond what a storage can hold, Wh. */
  public BigInteger excess(String who, OriginStorage limits) {
    BigInteger room = tookFor(BigInteger.valueOf(limits.capacityWh()), limits);
    return kept(who).subtract(room).max(BigInteger.ZERO);
  }

  /** Takes from the oldest piles: Wh by kind, none of them 0. */
  public SortedMap<String, BigInteger> take(String who, BigInteger wh) {
    SortedMap<String, BigInteger> taken = new TreeMap<>();
    List<SortedMap<String, BigInteger>> own = piles.getOrDefault(who, new ArrayList<>());
    BigInteger open = wh;
    for (SortedMap<String, BigInteger> pile : own) {
      BigInteger part = open.min(sum(pile));
      open = open.subtract(part);
      ProRata.of(part, pile)
          .forEach(
              (kind, some) -> {
                pile.merge(kind, some.negate(), BigInteger::add);
                taken.merge(kind, some, BigInteger::add);
              });
    }
    own.removeIf(pile -> sum(pile).signum() == 0);
    return taken;
  }

  /** A copy of a storage's piles. */
  List<SortedMap<String, BigInteger>> copy(String who) {
    List<SortedMap<String, BigInteger>> copy = new ArrayList<>();
    piles.getOrDefault(who, List.of()).forEach(pile -> copy.add(new TreeMap<>(pile)));
    return copy;
  }

  /** Has these piles instead. */
  void reset(String who, List<SortedMap<String, BigInteger>> copy) {
    piles.put(who, copy);
  }

  /** What comes out of what was taken, Wh. */
  public static BigInteger given(BigInteger taken, OriginStorage limits) {
    return taken.multiply(BigInteger.valueOf(limits.roundTripPpm())).divide(MILLION);
  }

  private static BigInteger tookFor(BigInteger given, OriginStorage limits) {
    BigInteger[] parts =
        given.multiply(MILLION).divideAndRemainder(BigInteger.valueOf(limits.roundTripPpm()));
    return parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE);
  }

  private static BigInteger sum(Map<String, BigInteger> all) {
    return all.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
  }
}
