package org.commonwatt.audit;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Side;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/**
 * How much room a slot and the market have left. Until a slot has passed its gate each of its
 * orders counts twice, as it may trade in the auction. All orders that were accepted and all trades
 * that were made count, whatever became of them, as long as their slot is remembered; an order for
 * its owner, a continuous trade for who arrived.
 */
final class Room {
  /** A participant may have a quarter of all. */
  private static final int PART = 4;

  private Room() {}

  /** What a slot has had. */
  static final class Used {
    private int all;
    private final Map<String, Integer> byParticipant = new HashMap<>();

    void order(String participant) {
      all++;
      byParticipant.merge(participant, 1, Integer::sum);
    }

    void auctionTrades(int count) {
      all += count;
    }

    void trade(Side takerSide, String buyer, String seller) {
      order(takerSide == Side.BUY ? buyer : seller);
    }

    private int by(String participant) {
      return byParticipant.getOrDefault(participant, 0);
    }
  }

  /** How many trades may still be made in a slot that passes its gate, or has passed it. */
  static int left(MarketState state, SlotState slot) {
    long others = all(state) - slot.used.all * times(slot);
    long ofMarket = state.bounds.marketPlaces() - others - slot.used.all;
    long left = Math.min(ofMarket, (long) state.bounds.slotPlaces() - slot.used.all);
    return (int) Math.max(0, left);
  }

  private static long all(MarketState state) {
    return state.slots.values().stream().mapToLong(kept -> kept.used.all * times(kept)).sum();
  }

  private static long times(@Nullable SlotState slot) {
    return slot != null && slot.phase == SlotPhase.OPEN ? 2 : 1;
  }

  /** Why no more of a participant fits in, null when it does. */
  static @Nullable RejectionCode refusal(MarketState state, SlotState slot, String participant) {
    return refusal(state, slot, participant, List.of());
  }

  /**
   * The same behind legs or slots of the same request, which will have a place each.
   *
   * @param legsBefore starts of their slots
   */
  static @Nullable RejectionCode refusal(
      MarketState state, SlotState slot, String participant, List<Long> legsBefore) {
    long ofMarket = legsBefore.stream().mapToLong(start -> times(state.slots.get(start))).sum();
    int ofSlot = Collections.frequency(legsBefore, slot.slot.startMillis());
    long all = all(state) + ofMarket;
    if (all >= state.bounds.marketPlaces()) {
      return RejectionCode.MARKET_FULL;
    }
    if (slot.used.all * times(slot) + ofSlot >= state.bounds.slotPlaces()) {
      return RejectionCode.SLOT_FULL;
    }
    boolean ownPart =
        slot.used.by(participant) * times(slot) + ofSlot >= state.bounds.slotPlaces() / PART
            || ofMarket(state, participant, all) + ofMarket >= state.bounds.marketPlaces() / PART;
    return ownPart ? RejectionCode.OWN_ORDERS_FULL : null;
  }

  /** What a participant has of the market; not looked for where even all together are fewer. */
  private static long ofMarket(MarketState state, String participant, long all) {
    return all < state.bounds.marketPlaces() / PART
        ? 0
        : state.slots.values().stream()
            .mapToLong(kept -> kept.used.by(participant) * times(kept))
            .sum();
  }
}
