package org.commonwatt.core;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.LinkFlow;
import org.commonwatt.model.Event.OrderExpired;
import org.commonwatt.model.Event.OrderFilled;
import org.commonwatt.model.Event.TradeMade;

/**
 * Runs the auction of a slot at its gate, all areas together, or what stands in for it, and numbers
 * the trades.
 */
final class GateAuction {
  private final TradeIds tradeIds;

  GateAuction(TradeIds tradeIds) {
    this.tradeIds = tradeIds;
  }

  /**
   * Carries out what an auction gave in a slot: the result, then the orders by id (what each got,
   * what of it expired), then the trades, area by area.
   */
  void hold(SlotState slot, GateResult result, EventSink sink) {
    List<OrderEntry> open = slot.openOrders();
    AuctionCleared cleared = result.cleared();
    slot.cleared(cleared, tradeIds.timeMillis());
    sink.emit(cleared);
    TradePrices prices = TradePrices.of(slot.rules().rulebook(), open);
    Map<String, AreaParties> parties = new HashMap<>();
    Map<String, Long> areaPrices = new HashMap<>();
    for (AreaCleared area : cleared.areas()) {
      parties.put(area.area(), new AreaParties());
      areaPrices.put(area.area(), priceOf(area));
    }
    for (OrderEntry entry : open) {
      long filled = result.fillWh().applyAsLong(entry);
      String area = entry.accepted().area();
      end(entry, filled, prices.of(entry, areaPrices.getOrDefault(area, 0L)), sink);
      AreaParties.at(parties, area).add(entry.accepted(), filled);
    }
    for (LinkFlow flow : cleared.links()) {
      AreaParties.at(parties, flow.from()).exports(flow.party(), flow.flowWh());
      AreaParties.at(parties, flow.to()).exports(flow.party(), -flow.flowWh());
    }
    for (AreaCleared area : cleared.areas()) {
      for (AreaParties.Pair pair : AreaParties.at(parties, area.area()).pairs()) {
        make(trade(slot, pair, prices.of(pair, priceOf(area))), slot, sink);
      }
    }
  }

  /** Holds no auction: an empty result, and every open order expires. */
  void skip(SlotState slot, EventSink sink) {
    AuctionCleared nothing = nothing(slot.slot(), slot.rules().rulebook().areas());
    slot.cleared(nothing, tradeIds.timeMillis());
    sink.emit(nothing);
    slot.openOrders().forEach(order -> expire(order, sink));
  }

  /**
   * Makes the auction trades of an earlier slot again, as far as they stand, instead of an auction;
   * every open order expires. Such trades have no orders.
   *
   * @param earlier a slot under the same rulebook, with an auction
   */
  void repeat(SlotState slot, SlotState earlier, EventSink sink) {
    AuctionCleared before = requireNonNull(earlier.auction());
    AuctionCleared again =
        new AuctionCleared(
            slot.slot(), before.areas(), before.links(), before.welfareNano(), before.optimal());
    slot.cleared(again, tradeIds.timeMillis());
    sink.emit(again);
    slot.openOrders().forEach(order -> expire(order, sink));
    for (TradeMade trade : earlier.trades()) {
      for (String party : List.of(trade.buyer(), trade.seller())) {
        slot.count(AreaLink.isParty(party) ? 0 : trade.energyWh());
      }
      make(
          new TradeMade(
              tradeIds.next(),
              slot.slot(),
              0,
              0,
              trade.buyer(),
              trade.seller(),
              trade.energyWh(),
              trade.priceMicroPerKwh(),
              trade.surplusMicroPerKwh()),
          slot,
          sink);
    }
  }

  /** The result of an auction in which nobody trades: no price, no energy, no flow. */
  static AuctionCleared nothing(DeliverySlot slot, Areas areas) {
    return new AuctionCleared(
        slot,
        areas.ids().stream()
            .sorted()
            .map(area -> new AreaCleared(area, null, null, null, 0, 0))
            .toList(),
        areas.links().stream()
            .sorted(Comparator.comparing(AreaLink::from).thenComparing(AreaLink::to))
            .map(link -> new LinkFlow(link.from(), link.to(), 0))
            .toList(),
        BigInteger.ZERO);
  }

  private void make(TradeMade trade, SlotState slot, EventSink sink) {
    slot.add(trade, tradeIds.timeMillis());
    sink.emit(trade);
  }

  private static void end(OrderEntry entry, long filledWh, long price, EventSink sink) {
    long orderId = entry.orderId();
    if (filledWh > 0) {
      entry.fill(filledWh);
      sink.emit(new OrderFilled(orderId, filledWh, price));
    }
    long unfilled = entry.openWh();
    if (unfilled > 0 && !entry.survivesAuction()) {
      expire(entry, sink);
    }
  }

  private static void expire(OrderEntry entry, EventSink sink) {
    long unfilled = entry.openWh();
    entry.expire();
    entry.slot().count(-unfilled);
    sink.emit(new OrderExpired(entry.orderId(), unfilled));
  }

  private TradeMade trade(SlotState slot, AreaParties.Pair pair, TradePrices.Price price) {
    return new TradeMade(
        tradeIds.next(),
        slot.slot(),
        pair.buy().orderId(),
        pair.sell().orderId(),
        pair.buy().party(),
        pair.sell().party(),
        pair.energyWh(),
        price.microPerKwh(),
        price.surplusMicroPerKwh());
  }

  /** An area where energy is filled or flows has a price; elsewhere nobody asks for it. */
  private static long priceOf(AreaCleared area) {
    Long price = area.priceMicroPerKwh();
    return price == null ? 0 : price;
  }
}
