package org.commonwatt.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.model.AuctionTerms;
import org.commonwatt.model.Leg;

/** The blocks that take part in the auction of slots behind one gate. */
final class WindowBlocks {
  private final Map<Name, Block> blocks = new LinkedHashMap<>(); // by first leg

  /**
   * A block.
   *
   * @param legs its legs in turn, all of them open
   * @param terms what it asks beside its limit
   * @param parent the first leg of the block whose ratio bounds its own; 0 for none
   */
  record Block(List<OrderEntry> legs, AuctionTerms terms, long parent) {}

  /** Whose block it is, and its owner's id of it. */
  private record Name(String participant, String id) {}

  /** The blocks of slots, by start, that hold their auction. */
  WindowBlocks(List<SlotState> slots) {
    TreeMap<Long, List<OrderEntry>> open = new TreeMap<>(); // by first leg
    for (SlotState slot : slots) {
      for (OrderEntry entry : slot.openOrders()) {
        if (AuctionBlocks.isLeg(entry)) {
          open.computeIfAbsent(AuctionBlocks.firstLeg(entry), first -> new ArrayList<>())
              .add(entry);
        }
      }
    }
    open.values().forEach(this::add); // a parent was there before its children
  }

  private void add(List<OrderEntry> legs) {
    OrderEntry first = legs.get(0);
    Leg leg = AuctionBlocks.leg(first);
    AuctionTerms terms = AuctionBlocks.terms(first);
    String owner = first.accepted().participant();
    Block parent = terms.parent() == null ? null : blocks.get(new Name(owner, terms.parent()));
    boolean takesPart = legs.size() == leg.of() && (terms.parent() == null || parent != null);
    if (takesPart) {
      long above = parent == null ? 0 : parent.legs().get(0).orderId();
      blocks.put(
          new Name(owner, AuctionBlocks.clientId(first)),
          new Block(List.copyOf(legs), terms, above));
    }
  }

  /** In order of their first legs. */
  List<Block> all() {
    return List.copyOf(blocks.values());
  }
}
