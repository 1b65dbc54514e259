package org.commonwatt.audit;

import org.commonwatt.audit.MarketState.ClientOrder;
import org.commonwatt.model.AuctionTerms;
import org.commonwatt.model.Command.PlaceBasket;
import org.commonwatt.model.Ids;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;

/** Which blocks the rules take for an auction: "Blocks at the gates" of the market rules. */
final class GateBlockRules {
  private static final int MOST_ABOVE = 100;

  private GateBlockRules() {}

  /** What is wrong with the terms as they were sent. */
  static @Nullable RejectionCode asSent(@Nullable AuctionTerms terms) {
    if (terms == null) {
      return null;
    }
    boolean spelt =
        (terms.parent() == null || Ids.isValid(terms.parent()))
            && (terms.exclusiveGroup() == null || Ids.isValid(terms.exclusiveGroup()));
    if (!spelt) {
      return RejectionCode.MALFORMED;
    }
    boolean inRange = terms.minRatioPpm() >= 0 && terms.minRatioPpm() <= 1_000_000;
    return inRange ? null : RejectionCode.VALUE_OUT_OF_RANGE;
  }

  /** Whether a rulebook takes such a block, and its terms go together. */
  static @Nullable RejectionCode underRules(PlaceBasket block, Rulebook rules) {
    AuctionTerms terms = block.auction();
    if (terms == null) {
      return null;
    }
    if (rules.safeguards().auctionWindowSlots() == 0) {
      return RejectionCode.NOT_IN_RULES;
    }
    boolean both = terms.parent() != null && terms.exclusiveGroup() != null;
    return both || block.averageMicroPerKwh() == null ? RejectionCode.QUALIFIERS_CONFLICT : null;
  }

  /** Whether its slots have their gate together, and its parent can be one. */
  static @Nullable RejectionCode refusal(PlaceBasket block, MarketState state) {
    SlotState first = state.slots.get(block.leg(1).slotStartMillis());
    SlotState last = state.slots.get(block.leg(block.legs().size()).slotStartMillis());
    AuctionTerms terms = block.auction();
    if (first == null || last == null || terms == null) {
      throw new IllegalStateException("legs that were looked at have slots");
    }
    if (!isTogether(first, last)) {
      return RejectionCode.QUALIFIERS_CONFLICT;
    }
    return terms.parent() == null ? null : byParent(block, terms.parent(), first, state);
  }

  private static boolean isTogether(SlotState one, SlotState other) {
    return one.rules.version() == other.rules.version()
        && one.rules.gateMillis(one.slot) == other.rules.gateMillis(other.slot);
  }

  private static @Nullable RejectionCode byParent(
      PlaceBasket block, String id, SlotState slot, MarketState state) {
    AuditedOrder parent = find(block.participant(), id, state);
    AuctionTerms terms = parent == null ? null : GateBlocks.terms(parent);
    SlotState of = parent == null ? null : state.slots.get(parent.content().slotStartMillis());
    if (parent == null
        || terms == null
        || of == null
        || !of.open.containsKey(parent.id())
        || !isTogether(of, slot)) {
      return RejectionCode.UNKNOWN_ORDER;
    }
    int above = 1;
    for (String next = terms.parent(); next != null; above++) {
      AuditedOrder higher = find(block.participant(), next, state);
      AuctionTerms its = higher == null ? null : GateBlocks.terms(higher);
      next = its == null ? null : its.parent();
    }
    boolean fits =
        parent.content().side() == block.leg(1).side()
            && terms.exclusiveGroup() == null
            && above <= MOST_ABOVE;
    return fits ? null : RejectionCode.QUALIFIERS_CONFLICT;
  }

  private static @Nullable AuditedOrder find(String owner, String block, MarketState state) {
    return state.clientOrders.get(new ClientOrder(owner, block + ".1"));
  }
}
