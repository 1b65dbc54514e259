package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The call auction of one slot by the plainest means: the volume is the best of all order prices
 * tried one after the other. {@code docs/market-rules.md}, "The call auction".
 */
final class AuctionRecount {
  private final List<AuditedOrder> taking;
  private final SortedMap<Long, Long> fills = new TreeMap<>();
  private final long volumeWh;
  private final @Nullable Long lowest;
  private final @Nullable Long highest;

  /** Clears orders, given in order of id. */
  AuctionRecount(List<AuditedOrder> orders) {
    taking = withoutSelfCrossing(orders);
    volumeWh = volume();
    share(true);
    share(false);
    lowest = lowestSupport();
    highest = highestSupport();
  }

  long volumeWh() {
    return volumeWh;
  }

  /** Lower end of the supporting prices, null when nothing bounds them. */
  @Nullable Long lowest() {
    return lowest;
  }

  /** Upper end of the supporting prices, null when nothing bounds them. */
  @Nullable Long highest() {
    return highest;
  }

  /** The floored midpoint, the only end, or null. */
  @Nullable Long price() {
    if (lowest == null || highest == null) {
      return lowest == null ? highest : lowest;
    }
    return Math.floorDiv(lowest + highest, 2L);
  }

  /** What an order got, 0 when it took no part. */
  long fill(AuditedOrder order) {
    return fills.getOrDefault(order.id(), 0L);
  }

  BigInteger welfareNano() {
    BigInteger sum = BigInteger.ZERO;
    for (AuditedOrder order : taking) {
      BigInteger value =
          BigInteger.valueOf(fill(order)).multiply(BigInteger.valueOf(order.price()));
      sum = order.isBuy() ? sum.add(value) : sum.subtract(value);
    }
    return sum;
  }

  /** An order that crosses an earlier one of its owner that takes part does not take part. */
  private static List<AuditedOrder> withoutSelfCrossing(List<AuditedOrder> orders) {
    List<AuditedOrder> kept = new ArrayList<>();
    for (AuditedOrder order : orders) {
      if (kept.stream().noneMatch(earlier -> crosses(earlier, order))) {
        kept.add(order);
      }
    }
    return kept;
  }

  private static boolean crosses(AuditedOrder one, AuditedOrder other) {
    if (one.isBuy() == other.isBuy()
        || !one.content().participant().equals(other.content().participant())) {
      return false;
    }
    return one.isBuy() ? one.price() >= other.price() : other.price() >= one.price();
  }

  private long volume() {
    long best = 0;
    for (long price : taking.stream().mapToLong(AuditedOrder::price).distinct().toArray()) {
      long demand = 0;
      long supply = 0;
      for (AuditedOrder order : taking) {
        if (order.isBuy() && order.price() >= price) {
          demand = Math.addExact(demand, order.energy());
        } else if (!order.isBuy() && order.price() <= price) {
          supply = Math.addExact(supply, order.energy());
        }
      }
      best = Math.max(best, Math.min(demand, supply));
    }
    return best;
  }

  private void share(boolean buys) {
    NavigableMap<Long, List<AuditedOrder>> levels = new TreeMap<>();
    for (AuditedOrder order : taking) {
      if (order.isBuy() == buys) {
        levels.computeIfAbsent(order.price(), price -> new ArrayList<>()).add(order);
      }
    }
    long remaining = volumeWh;
    for (List<AuditedOrder> level : (buys ? levels.descendingMap() : levels).values()) {
      long total = level.stream().mapToLong(AuditedOrder::energy).sum();
      long given = Math.min(total, remaining);
      proRata(level, given, total);
      remaining -= given;
    }
  }

  /** Whole Wh, by largest remainder, then time, then id. */
  private void proRata(List<AuditedOrder> level, long given, long total) {
    NavigableMap<Ranked, AuditedOrder> ranks = new TreeMap<>();
    long left = given;
    for (AuditedOrder order : level) {
      BigInteger[] parts =
          BigInteger.valueOf(order.energy())
              .multiply(BigInteger.valueOf(given))
              .divideAndRemainder(BigInteger.valueOf(total));
      fills.put(order.id(), parts[0].longValueExact());
      left -= parts[0].longValueExact();
      ranks.put(new Ranked(parts[1], order.timeMillis(), order.id()), order);
    }
    for (AuditedOrder order : ranks.values()) {
      if (left > 0) {
        fills.merge(order.id(), 1L, Long::sum);
        left--;
      }
    }
  }

  private @Nullable Long lowestSupport() {
    return taking.stream()
        .filter(order -> order.isBuy() ? fill(order) < order.energy() : fill(order) > 0)
        .map(AuditedOrder::price)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  private @Nullable Long highestSupport() {
    return taking.stream()
        .filter(order -> order.isBuy() ? fill(order) > 0 : fill(order) < order.energy())
        .map(AuditedOrder::price)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private record Ranked(BigInteger remainder, long timeMillis, long id)
      implements Comparable<Ranked> {
    @Override
    public int compareTo(Ranked other) {
      return Comparator.comparing(Ranked::remainder, Comparator.reverseOrder())
          .thenComparing(Ranked::timeMillis)
          .thenComparing(Ranked::id)
          .compare(this, other);
    }
  }
}
