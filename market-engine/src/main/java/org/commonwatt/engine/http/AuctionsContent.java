package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.engine.stream.Content;
import org.commonwatt.engine.stream.OpenOrders;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/**
 * The channel {@code auctions}: results as they come, and those of slots whose delivery is not
 * over; an auction that was cancelled has none. What several slots gave together is told as it
 * comes, before their results, and in no snapshot; so are auctions of storage services.
 */
final class AuctionsContent implements Content {
  private final Map<Long, Event.AuctionCleared> results = new TreeMap<>(); // by start of slot
  private final List<ObjectNode> news = new ArrayList<>();
  private final List<ObjectNode> cancelled = new ArrayList<>();
  private final List<ObjectNode> windows = new ArrayList<>();
  private final List<ObjectNode> storage = new ArrayList<>();

  @Override
  public Reach reach() {
    return Reach.MARKET;
  }

  @Override
  public void begin(MarketView view, OpenOrders orders) {
    results.clear();
    for (DeliverySlot slot : view.market().slots()) {
      SlotPhase phase = view.market().phase(slot.startMillis()).orElseThrow();
      if (phase.compareTo(SlotPhase.METERING) < 0) {
        view.market()
            .auction(slot.startMillis())
            .ifPresent(auction -> results.put(slot.startMillis(), auction));
      }
    }
  }

  @Override
  public void apply(EventEnvelope envelope) {
    Event event = envelope.event();
    if (event instanceof Event.AuctionCleared auction) {
      results.put(auction.slot().startMillis(), auction);
      news.add(Views.auction(auction));
    } else if (event instanceof Event.WindowCleared window) {
      windows.add(AuctionWindows.view(window));
    } else if (event instanceof Event.StorageAuctionCleared cleared) {
      storage.add(StorageAuctionJson.result(cleared));
    } else if (event instanceof Event.AuctionCancelled lost) {
      results.remove(lost.slot().startMillis());
      cancelled.add(Views.slot(Views.object(), lost.slot()).put("reason", lost.reason()));
    } else if (event instanceof Event.SlotPhaseChanged change
        && change.phase() == SlotPhase.METERING) {
      results.remove(change.slot().startMillis());
    }
  }

  @Override
  public @Nullable ObjectNode delta() {
    if (news.isEmpty() && cancelled.isEmpty() && windows.isEmpty() && storage.isEmpty()) {
      return null;
    }
    ObjectNode json = Views.object();
    json.putArray("auctions").addAll(news);
    json.putArray("cancelled").addAll(cancelled);
    json.putArray("windows").addAll(windows);
    json.putArray("storage").addAll(storage);
    news.clear();
    cancelled.clear();
    windows.clear();
    storage.clear();
    return json;
  }

  @Override
  public ObjectNode snapshot() {
    ObjectNode json = Views.object();
    json.putArray("auctions").addAll(results.values().stream().map(Views::auction).toList());
    json.putArray("cancelled");
    json.putArray("windows");
    json.putArray("storage");
    return json;
  }
}
