package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.OrderFilled;
import org.commonwatt.model.Event.StorageAuctionCleared;
import org.commonwatt.model.Event.StorageServiceWon;
import org.commonwatt.model.Event.WindowCleared;
import org.jspecify.annotations.Nullable;

/**
 * What the market says of a command's auctions where the audit cannot know better: which orders
 * were filled, if the market did not prove that set best, or if it has too many orders with a
 * minimum; and what auctions gave that blocks join, which are judged.
 */
final class StatedAuctions {
  /** Nothing is known. */
  static final StatedAuctions NONE = new StatedAuctions();

  private final Map<DeliverySlot, AuctionCleared> results = new HashMap<>();
  private final Map<DeliverySlot, WindowCleared> windows = new HashMap<>(); // by first slot
  private final Map<Long, Long> fills = new HashMap<>();
  private final Map<Long, StorageAuctionCleared> stored = new HashMap<>(); // by window
  private final List<StorageServiceWon> won = new ArrayList<>();

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
                stated.results.put(auction.slot(), auction);
              } else if (event instanceof WindowCleared window) {
                stated.windows.put(window.first(), window);
              } else if (event instanceof OrderFilled fill) {
                stated.fills.put(fill.orderId(), fill.energyWh());
              } else if (event instanceof StorageAuctionCleared auction) {
                stated.stored.put(auction.windowMillis(), auction);
              } else if (event instanceof StorageServiceWon service) {
                stated.won.add(service);
              }
            });
    return stated;
  }

  /** What is said of a slot's auction; as if it were proven best where nothing is said. */
  Stated of(DeliverySlot slot) {
    AuctionCleared result = results.get(slot);
    return new Stated(result == null || result.optimal(), fills.keySet());
  }

  /** What is said of a slot's auction, null when nothing is. */
  @Nullable AuctionCleared result(DeliverySlot slot) {
    return results.get(slot);
  }

  /** What is said of the auction of slots together, by their first one; null when nothing is. */
  @Nullable WindowCleared window(DeliverySlot first) {
    return windows.get(first);
  }

  /** What an order is said to have got, Wh. */
  long fillWh(long orderId) {
    return fills.getOrDefault(orderId, 0L);
  }

  /** What is said of the auction of storage services of a window, null when nothing is. */
  @Nullable StorageAuctionCleared stored(long windowMillis) {
    return stored.get(windowMillis);
  }

  /** The services that are said to have been won in it, in their order. */
  List<StorageServiceWon> won(long windowMillis) {
    return won.stream().filter(one -> one.windowMillis() == windowMillis).toList();
  }
}
