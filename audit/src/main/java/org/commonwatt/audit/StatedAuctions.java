package org.commonwatt.audit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.OrderFilled;
import org.jspecify.annotations.Nullable;

/**
 * What the market says of a command's auctions where the audit cannot know better: which orders
 * were filled, if the market did not prove that set best, or if it has too many orders with a
 * minimum.
 */
final class StatedAuctions {
  /** Nothing is known. */
  static final StatedAuctions NONE = new StatedAuctions();

  private final Map<DeliverySlot, Boolean> optimal = new HashMap<>();
  private final Set<Long> filled = new HashSet<>();

  /** What a market says of one auction. */
  record Stated(boolean optimal, Set<Long> filled) {}

  static StatedAuctions of(@Nullable EventGroup group) {
    if (group == null) {
      return NONE;
    }
    StatedAuctions stated = new StatedAuctions();
    group.events().stream()
        .map(envelope -> envelope.event())
        .forEach(
            event -> {
              if (event instanceof AuctionCleared auction) {
                stated.optimal.put(auction.slot(), auction.optimal());
              } else if (event instanceof OrderFilled fill) {
                stated.filled.add(fill.orderId());
              }
            });
    return stated;
  }

  /** What is said of a slot's auction; as if it were proven best where nothing is said. */
  Stated of(DeliverySlot slot) {
    return new Stated(optimal.getOrDefault(slot, true), filled);
  }
}
