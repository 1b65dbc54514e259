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
  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

  /** What a charge had no guarantees for; behind every kind, as kinds begin with an id. */
  private static final String UNKNOWN = "~";

  private final Map<String, List<SortedMap<String, BigInteger>>> piles = new HashMap<>();

  /** Storages that are empty. */
  public StorageRecount() {}

  /**
   * Gives back.
   *
   * @param who the storage
   * @param net what it injected, Wh
   * @param lost takes what is lost on the way, Wh by kind
   * @return what is given back, Wh by kind
   */
  public SortedMap<String, BigInteger> discharge(
      String who, BigInteger net, OriginStorage limits, Map<String, BigInteger> lost) {
    SortedMap<String, BigInteger> given = new TreeMap<>();
    take(who, neededFor(net, limits))
        .forEach(
            (kind, wh) -> {
              BigInteger back = wh.multiply(ppm(limits)).divide(MILLION);
              put(given, kind, back);
              put(lost, kind, wh.subtract(back));
            });
    return given;
  }

  /**
   * Charges.
   *
   * @param taken what it withdrew, Wh
   * @param known guarantees of it, Wh by kind
   * @return what is lost because the storage cannot hold as much, Wh by kind
   */
  public SortedMap<String, BigInteger> charge(
      String who, BigInteger taken, Map<String, BigInteger> known, OriginStorage limits) {
    SortedMap<String, BigInteger> pile = new TreeMap<>(known);
    put(pile, UNKNOWN, taken.subtract(sum(known)));
    List<SortedMap<String, BigInteger>> own =
        piles.computeIfAbsent(who, first -> new ArrayList<>());
    own.add(pile);
    BigInteger all = own.stream().map(StorageRecount::sum).reduce(BigInteger.ZERO, BigInteger::add);
    BigInteger room = neededFor(BigInteger.valueOf(limits.capacityWh()), limits);
    SortedMap<String, BigInteger> lost = new TreeMap<>();
    take(who, all.subtract(room).max(BigInteger.ZERO)).forEach((kind, wh) -> put(lost, kind, wh));
    return lost;
  }

  private SortedMap<String, BigInteger> take(String who, BigInteger wh) {
    SortedMap<String, BigInteger> taken = new TreeMap<>();
    BigInteger open = wh;
    for (SortedMap<String, BigInteger> pile : piles.getOrDefault(who, List.of())) {
      BigInteger part = open.min(sum(pile));
      open = open.subtract(part);
      ProRata.of(part, pile)
          .forEach(
              (kind, some) -> {
                pile.merge(kind, some.negate(), BigInteger::add);
                if (!kind.equals(UNKNOWN)) {
                  taken.merge(kind, some, BigInteger::add);
                }
              });
    }
    piles.getOrDefault(who, new ArrayList<>()).removeIf(pile -> sum(pile).signum() == 0);
    return taken;
  }

  private static BigInteger neededFor(BigInteger wh, OriginStorage limits) {
    BigInteger[] parts = wh.multiply(MILLION).divideAndRemainder(ppm(limits));
    return parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE);
  }

  private static BigInteger ppm(OriginStorage limits) {
    return BigInteger.valueOf(limits.roundTripPpm());
  }

  private static void put(Map<String, BigInteger> all, String kind, BigInteger wh) {
    if (wh.signum() != 0) {
      all.put(kind, wh);
    }
  }

  private static BigInteger sum(Map<String, BigInteger> all) {
    return all.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
  }
}
