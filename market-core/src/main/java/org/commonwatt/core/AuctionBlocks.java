package org.commonwatt.core;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.commonwatt.model.AuctionTerms;
import org.commonwatt.model.Command.PlaceBasket;
import org.commonwatt.model.Leg;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;

/** Blocks that wait for the auction of their slots: which are taken, and what belongs to one. */
final class AuctionBlocks {
  /** How many blocks may be above another. */
  static final int MOST_ABOVE = 100;

  private final SlotSchedule schedule;
  private final Orders orders;

  AuctionBlocks(SlotSchedule schedule, Orders orders) {
    this.schedule = schedule;
    this.orders = orders;
  }

  /** Whether an order is a leg of such a block. */
  static boolean isLeg(OrderEntry entry) {
    Leg leg = entry.terms().leg();
    return leg != null && leg.auction() != null;
  }

  static Leg leg(OrderEntry entry) {
    return requireNonNull(entry.terms().leg());
  }

  static AuctionTerms terms(OrderEntry leg) {
    return requireNonNull(leg(leg).auction());
  }

  /** The order that is the first leg of an order's block. */
  static long firstLeg(OrderEntry leg) {
    return leg.orderId() - leg(leg).number() + 1;
  }

  /** The owner's id of a leg's block. */
  static String clientId(OrderEntry leg) {
    String id = leg.accepted().clientOrderId();
    return id.substring(0, id.length() - Integer.toString(leg(leg).number()).length() - 1);
  }

  /** Orders and all legs of their blocks, by order id: a block is cancelled as a whole. */
  List<OrderEntry> whole(Collection<OrderEntry> entries) {
    TreeMap<Long, OrderEntry> all = new TreeMap<>();
    for (OrderEntry entry : entries) {
      long first = isLeg(entry) ? firstLeg(entry) : entry.orderId();
      int legs = isLeg(entry) ? leg(entry).of() : 1;
      for (long id = first; id < first + legs; id++) {
        all.put(id, orders.get(id));
      }
    }
    return List.copyOf(all.values());
  }

  /** Why a block that passed all checks of its legs is refused: its window, then what links it. */
  @Nullable Rejection refusal(PlaceBasket block) {
    SlotState first = schedule.slot(block.leg(1).slotStartMillis());
    SlotState last = schedule.slot(block.leg(block.legs().size()).slotStartMillis());
    if (first == null || last == null) {
      throw new IllegalStateException("a leg that was checked has a slot");
    }
    if (!schedule.behindGate(first).contains(last)) {
      return conflict(
          "the slots of "
              + first.slot()
              + " and "
              + last.slot()
              + " do not have their gate together: send one block for each auction window");
    }
    AuctionTerms terms = requireNonNull(block.auction());
    return terms.parent() == null ? null : byParent(block, terms.parent(), first);
  }

  private @Nullable Rejection byParent(PlaceBasket block, String parentId, SlotState slot) {
    OrderEntry parent = orders.find(block.participant(), parentId + ".1");
    if (parent == null || !isLeg(parent) || !parent.isOpen() || !isTogether(parent, slot)) {
      return new Rejection(
          RejectionCode.UNKNOWN_ORDER,
          block.participant()
              + " has no open block "
              + parentId
              + " in this auction window: place the parent first");
    }
    if (parent.accepted().side() != block.leg(1).side() || terms(parent).exclusiveGroup() != null) {
      return conflict(
          "block " + parentId + " is of the other side or in an exclusive group: choose another");
    }
    int above = 1;
    for (OrderEntry next = parent; next != null && terms(next).parent() != null; above++) {
      next = orders.find(block.participant(), terms(next).parent() + ".1");
    }
    return above <= MOST_ABOVE
        ? null
        : conflict(
            "block "
                + parentId
                + " has "
                + MOST_ABOVE
                + " blocks above it: let several blocks have one parent");
  }

  private static boolean isTogether(OrderEntry parent, SlotState slot) {
    return parent.slot().rules().rulebook().version() == slot.rules().rulebook().version()
        && parent.slot().rules().rulebook().windowStartMillis(parent.slot().slot())
            == slot.rules().rulebook().windowStartMillis(slot.slot());
  }

  private static Rejection conflict(String message) {
    return new Rejection(RejectionCode.QUALIFIERS_CONFLICT, message);
  }
}
