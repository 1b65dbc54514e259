package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** With how much energy orders take part, so that nobody trades with itself. */
final class OwnOrders {
  private static final int ROUNDS = 8; // then whole orders drop out

  private final SortedMap<Long, Long> energyWh = new TreeMap<>();
  private final Map<String, List<AuditedOrder>> owners = new LinkedHashMap<>();
  private int round;

  /** Reduces later orders by the energy of their owner's earlier ones that they cross. */
  OwnOrders(List<AuditedOrder> orders) {
    for (AuditedOrder order : orders) {
      energyWh.put(order.id(), order.energy());
      owners.computeIfAbsent(order.content().participant(), owner -> new ArrayList<>()).add(order);
    }
    owners.values().forEach(this::reduceLater);
  }

  long energyWh(AuditedOrder order) {
    return energyWh.getOrDefault(order.id(), 0L);
  }

  private void reduceLater(List<AuditedOrder> orders) {
    Map<Long, Long> unused = new HashMap<>(); // each Wh of an earlier order counts once
    List<AuditedOrder> buys = new LinkedList<>(); // that have energy unused
    List<AuditedOrder> sells = new LinkedList<>();
    for (AuditedOrder later : orders) {
      long left = later.energy();
      Iterator<AuditedOrder> others = (later.isBuy() ? sells : buys).iterator();
      while (left > 0 && others.hasNext()) {
        AuditedOrder earlier = others.next();
        if (cross(earlier, later)) {
          long taken = Math.min(left, unused.getOrDefault(earlier.id(), 0L));
          left = afterMinimum(later, left - taken);
          if (unused.merge(earlier.id(), -taken, Long::sum) == 0) {
            others.remove();
          }
        }
      }
      energyWh.put(later.id(), left);
      unused.put(later.id(), left);
      (later.isBuy() ? buys : sells).add(later);
    }
  }

  /** Below its own minimum an order drops out. */
  private static long afterMinimum(AuditedOrder order, long energyWh) {
    return energyWh < order.minimumWh() ? 0 : energyWh;
  }

  /**
   * Reduces the latest of an owner's crossing fills when others have too little to pair them with;
   * after some rounds all orders that cross an earlier one of such an owner, then of any.
   *
   * @param fills by order id
   * @param throughWh by area: what is sold in it and flows into it
   * @return whether anything changed, so that the auction must be held again
   */
  boolean reduce(Map<Long, Long> fills, Map<String, Long> throughWh) {
    round++;
    boolean changed = false;
    for (List<AuditedOrder> orders : owners.values()) {
      List<AuditedOrder> filled =
          orders.stream().filter(order -> fills.getOrDefault(order.id(), 0L) > 0).toList();
      long all = filled.stream().mapToLong(order -> fills.getOrDefault(order.id(), 0L)).sum();
      long excess = all - throughWh.getOrDefault(orders.get(0).content().area(), 0L);
      AuditedOrder latest = excess > 0 ? latestCrossing(filled) : null;
      if (latest != null && round > ROUNDS) {
        leaveOutLater(orders);
      } else if (latest != null) {
        long rest = fills.getOrDefault(latest.id(), 0L) - excess;
        energyWh.put(latest.id(), afterMinimum(latest, Math.max(0, rest)));
      }
      changed |= latest != null;
    }
    if (changed && round > 2 * ROUNDS) {
      owners.values().forEach(this::leaveOutLater);
    }
    return changed;
  }

  private static @Nullable AuditedOrder latestCrossing(List<AuditedOrder> filled) {
    for (int last = filled.size() - 1; last > 0; last--) {
      AuditedOrder order = filled.get(last);
      if (filled.stream().anyMatch(other -> cross(order, other))) {
        return order;
      }
    }
    return null;
  }

  private void leaveOutLater(List<AuditedOrder> orders) {
    NavigableSet<Long> bids = new TreeSet<>(); // of earlier orders that take part
    NavigableSet<Long> offers = new TreeSet<>();
    for (AuditedOrder order : orders) {
      boolean crosses =
          order.isBuy() ? offers.floor(order.price()) != null : bids.ceiling(order.price()) != null;
      if (crosses) {
        energyWh.put(order.id(), 0L);
      } else if (energyWh(order) > 0) {
        (order.isBuy() ? bids : offers).add(order.price());
      }
    }
  }

  private static boolean cross(AuditedOrder one, AuditedOrder other) {
    if (one.isBuy() == other.isBuy()) {
      return false;
    }
    return one.isBuy() ? one.price() >= other.price() : other.price() >= one.price();
  }
}
