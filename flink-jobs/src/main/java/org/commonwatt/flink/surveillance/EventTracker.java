package org.commonwatt.flink.surveillance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Ids;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/**
 * Follows all events of a market in order and tells of each what surveillance has to know: whose
 * order it was, in which slot, and what was open of it.
 */
public final class EventTracker {
  private static final char OF_AREA = '@';

  private final Map<String, String> areaByParticipant;
  private final Memory<Long, TrackedOrder> orders;
  private final Memory<String, AuctionOutcome> auctions;
  private final Memory<String, String> registered;

  /**
   * What is remembered of a market.
   *
   * @param orders those that are open, by number
   * @param auctions of slots that are not settled yet
   * @param registered areas of those that became members by a meter point; all of a member's are in
   *     one
   */
  public record Known(
      Memory<Long, TrackedOrder> orders,
      Memory<String, AuctionOutcome> auctions,
      Memory<String, String> registered) {}

  /**
   * A tracker.
   *
   * @param areaByParticipant where the meters of each member are that the community file names
   */
  public EventTracker(Map<String, String> areaByParticipant, Known known) {
    this.areaByParticipant = new HashMap<>(areaByParticipant);
    this.orders = known.orders();
    this.auctions = known.auctions();
    this.registered = known.registered();
  }

  /** What an event says; nothing when surveillance does not look at its kind. */
  public List<MarketFact> facts(Place place, Event event) {
    if (event instanceof Event.OrderAccepted accepted) {
      return placed(place, accepted);
    } else if (event instanceof Event.OrderAmended amended) {
      return step(
          place,
          amended.orderId(),
          OrderFact.Step.AMENDED,
          order -> order.with(amended.priceMicroPerKwh(), amended.energyWh()));
    } else if (event instanceof Event.OrderFilled filled) {
      return step(place, filled.orderId(), OrderFact.Step.FILLED, less(filled.energyWh()));
    } else if (event instanceof Event.OrderReduced reduced) {
      return step(place, reduced.orderId(), OrderFact.Step.ENDED, less(reduced.byWh()));
    } else if (event instanceof Event.OrderExpired expired) {
      return step(place, expired.orderId(), OrderFact.Step.ENDED, EventTracker::nothingLeft);
    } else if (event instanceof Event.OrderCancelled cancelled) {
      return step(
          place, cancelled.orderId(), stepOf(cancelled.reason()), EventTracker::nothingLeft);
    }
    return ofTradesAndSlots(place, event);
  }

  private List<MarketFact> ofTradesAndSlots(Place place, Event event) {
    if (event instanceof Event.ContinuousTrade trade) {
      return trade.isBilateral() ? List.of() : traded(place, trade); // what two agree on is open
    } else if (event instanceof Event.TradeMade made) {
      return paired(place, made.slot(), fact(made, made.energyWh()));
    } else if (event instanceof Event.TradeBusted busted) {
      return paired(
          place,
          busted.slot(),
          gone(busted.tradeId(), busted.buyer(), busted.seller(), busted.energyWh()));
    } else if (event instanceof Event.TradeCurtailed curtailed) {
      return paired(
          place,
          curtailed.slot(),
          gone(curtailed.tradeId(), curtailed.buyer(), curtailed.seller(), curtailed.byWh()));
    } else if (event instanceof Event.AuctionCleared cleared) {
      return cleared(place, cleared);
    } else if (event instanceof Event.SlotPhaseChanged changed) {
      return changed(place, changed);
    } else if (event instanceof Event.PositionRecorded recorded) {
      return metered(place, recorded.position());
    } else if (event instanceof Event.MeterPointAssigned assigned) {
      registered.put(assigned.participant(), assigned.point().area());
    }
    return List.of();
  }

  private List<MarketFact> placed(Place place, Event.OrderAccepted accepted) {
    TrackedOrder order =
        new TrackedOrder(
            accepted.orderId(),
            accepted.participant(),
            accepted.area(),
            accepted.slot(),
            accepted.side(),
            accepted.priceMicroPerKwh(),
            accepted.energyWh());
    orders.put(order.orderId(), order);
    return List.of(MarketFact.of(place, order.slot(), order.step(OrderFact.Step.PLACED, order)));
  }

  private interface Change {
    TrackedOrder of(TrackedOrder order);
  }

  private static Change less(long wh) {
    return order -> order.with(order.priceMicroPerKwh(), Math.max(0, order.openWh() - wh));
  }

  private static TrackedOrder nothingLeft(TrackedOrder order) {
    return order.with(order.priceMicroPerKwh(), 0);
  }

  private List<MarketFact> step(Place place, long orderId, OrderFact.Step step, Change change) {
    @Nullable TrackedOrder before = orders.get(orderId);
    if (before == null) {
      return List.of(); // it was filled, or the job began after it
    }
    TrackedOrder after = change.of(before);
    keep(after);
    return List.of(MarketFact.of(place, before.slot(), before.step(step, after)));
  }

  private void keep(TrackedOrder order) {
    if (order.openWh() == 0) {
      orders.remove(order.orderId());
    } else {
      orders.put(order.orderId(), order);
    }
  }

  private static OrderFact.Step stepOf(CancelReason reason) {
    return reason == CancelReason.BY_OWNER || reason == CancelReason.MASS_CANCEL
        ? OrderFact.Step.PULLED
        : OrderFact.Step.ENDED;
  }

  private List<MarketFact> traded(Place place, Event.ContinuousTrade trade) {
    for (long orderId : new long[] {trade.buyOrderId(), trade.sellOrderId()}) {
      @Nullable TrackedOrder order = orders.get(orderId);
      if (order != null) {
        keep(less(trade.energyWh()).of(order));
      }
    }
    return List.of(
        MarketFact.of(
            place,
            trade.slot(),
            new TradeFact(
                trade.tradeId(),
                trade.buyer(),
                trade.seller(),
                trade.energyWh(),
                trade.priceMicroPerKwh(),
                new TradeFact.Deal(
                    trade.takerSide(),
                    trade.buyArea(),
                    trade.sellArea(),
                    trade.buyOrderId(),
                    trade.sellOrderId()))));
  }

  private static TradeFact fact(Event.TradeMade made, long energyWh) {
    return new TradeFact(
        made.tradeId(), made.buyer(), made.seller(), energyWh, made.priceMicroPerKwh(), null);
  }

  private static TradeFact gone(long tradeId, String buyer, String seller, long byWh) {
    return new TradeFact(tradeId, buyer, seller, -byWh, 0, null);
  }

  /** A link is a party, too, but no participant: it has no limit. */
  private static List<MarketFact> paired(Place place, DeliverySlot slot, TradeFact trade) {
    return Ids.isValid(trade.buyer()) || Ids.isValid(trade.seller())
        ? List.of(MarketFact.of(place, slot, trade))
        : List.of();
  }

  private List<MarketFact> cleared(Place place, Event.AuctionCleared cleared) {
    return cleared.areas().stream()
        .map(
            area -> {
              auctions.put(
                  key(cleared.slot(), area.area()),
                  new AuctionOutcome(area.priceMicroPerKwh(), area.sellWh()));
              return MarketFact.of(
                  place, cleared.slot(), new SlotFact(null, area.area(), area.priceMicroPerKwh()));
            })
        .toList();
  }

  private List<MarketFact> changed(Place place, Event.SlotPhaseChanged changed) {
    if (changed.phase() == SlotPhase.DELIVERY) {
      forgetOrders(changed.slot());
    } else if (changed.phase() == SlotPhase.SETTLED) {
      String ofSlot = changed.slot().startMillis() + String.valueOf(OF_AREA);
      auctions.keys().stream().filter(key -> key.startsWith(ofSlot)).forEach(auctions::remove);
    }
    return List.of(MarketFact.of(place, changed.slot(), new SlotFact(changed.phase(), null, null)));
  }

  private void forgetOrders(DeliverySlot slot) {
    for (Long id : orders.keys()) {
      @Nullable TrackedOrder order = orders.get(id);
      if (order != null && order.slot().equals(slot)) {
        orders.remove(id);
      }
    }
  }

  private List<MarketFact> metered(Place place, MeteredPosition position) {
    @Nullable String area = areaOf(position.participant());
    if (area == null || position.version() > 1) {
      return List.of();
    }
    @Nullable AuctionOutcome auction = auctions.get(key(position.slot(), area));
    return List.of(
        MarketFact.of(
            place,
            position.slot(),
            new SurplusFact(
                position.participant(),
                area,
                Math.subtractExact(position.exportWh(), position.importWh()),
                auction == null ? null : auction.priceMicroPerKwh(),
                auction == null ? 0 : auction.soldWh())));
  }

  private @Nullable String areaOf(String participant) {
    @Nullable String area = areaByParticipant.get(participant);
    return area == null ? registered.get(participant) : area;
  }

  private static String key(DeliverySlot slot, String area) {
    return slot.startMillis() + String.valueOf(OF_AREA) + area;
  }
}
