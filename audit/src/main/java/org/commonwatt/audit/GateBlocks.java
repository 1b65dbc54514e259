package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.model.AuctionTerms;
import org.commonwatt.model.Leg;
import org.jspecify.annotations.Nullable;

/** Which orders are the legs of one block that waits for the auction of its slots. */
final class GateBlocks {
  private GateBlocks() {}

  /** What such a block asks, null of any other order. */
  static @Nullable AuctionTerms terms(AuditedOrder order) {
    Leg leg = order.terms().leg();
    return leg == null ? null : leg.auction();
  }

  /** The id of the first leg of an order's block; its own of any other order. */
  static long first(AuditedOrder order) {
    Leg leg = order.terms().leg();
    return leg == null || leg.auction() == null ? order.id() : order.id() - leg.number() + 1;
  }

  /** The owner and the owner's id of a leg's block. */
  static String name(AuditedOrder order) {
    String id = order.content().clientOrderId();
    return name(order.content().participant(), id.substring(0, id.lastIndexOf('.')));
  }

  private static String name(String owner, String id) {
    return owner + " " + id;
  }

  /** The slots that have their gate with one, under its rulebook, from it on. */
  static List<SlotState> behindGate(MarketState state, SlotState from) {
    List<SlotState> found = new ArrayList<>();
    SlotState next = from;
    while (next != null
        && next.rules.version() == from.rules.version()
        && next.rules.gateMillis(next.slot) == from.rules.gateMillis(from.slot)) {
      found.add(next);
      next = state.slots.get(next.slot.endMillis());
    }
    return found;
  }

  /** Orders with all open legs of their blocks, by id. */
  static List<AuditedOrder> whole(Collection<AuditedOrder> orders, MarketState state) {
    Set<Long> firsts = new HashSet<>();
    orders.forEach(order -> firsts.add(first(order)));
    SortedMap<Long, AuditedOrder> all = new TreeMap<>();
    for (SlotState slot : state.running.values()) {
      for (AuditedOrder order : slot.open.values()) {
        if (firsts.contains(first(order))) {
          all.put(order.id(), order);
        }
      }
    }
    return List.copyOf(all.values());
  }

  /**
   * The blocks that take part in an auction of slots: all legs are open there, and the parent takes
   * part. By first leg.
   */
  static SortedMap<Long, List<AuditedOrder>> takingPart(List<SlotState> slots) {
    SortedMap<Long, List<AuditedOrder>> all = new TreeMap<>();
    for (SlotState slot : slots) {
      for (AuditedOrder order : slot.open.values()) {
        if (terms(order) != null) {
          all.computeIfAbsent(first(order), id -> new ArrayList<>()).add(order);
        }
      }
    }
    all.values().removeIf(legs -> legs.size() != legsOf(legs.get(0)));
    Map<String, Long> names = new HashMap<>();
    all.forEach((first, legs) -> names.put(name(legs.get(0)), first));
    while (all.values().removeIf(legs -> isOrphan(legs.get(0), names, all))) {
      // until no further block has lost its parent
    }
    return all;
  }

  private static int legsOf(AuditedOrder order) {
    Leg leg = order.terms().leg();
    return leg == null ? 1 : leg.of();
  }

  private static boolean isOrphan(
      AuditedOrder leg, Map<String, Long> names, SortedMap<Long, List<AuditedOrder>> all) {
    AuctionTerms terms = terms(leg);
    if (terms == null || terms.parent() == null) {
      return false;
    }
    Long parent = names.get(name(leg.content().participant(), terms.parent()));
    return parent == null || !all.containsKey(parent);
  }

  /** The first leg of a block's parent, null when it has none. */
  static @Nullable Long parent(AuditedOrder leg, SortedMap<Long, List<AuditedOrder>> all) {
    AuctionTerms terms = terms(leg);
    if (terms == null || terms.parent() == null) {
      return null;
    }
    String wanted = name(leg.content().participant(), terms.parent());
    return all.entrySet().stream()
        .filter(one -> name(one.getValue().get(0)).equals(wanted))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }
}
