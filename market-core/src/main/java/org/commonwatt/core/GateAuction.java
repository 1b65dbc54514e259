package org.commonwatt.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.core.coupled.ClearingResult;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.LinkFlow;
import org.commonwatt.model.Event.OrderExpired;
import org.commonwatt.model.Event.OrderFilled;
import org.commonwatt.model.Event.TradeMade;

/** Runs the auction of a slot at its gate, all areas together, and numbers the trades. */
final class GateAuction {
  private final TradeIds tradeIds;

  GateAuction(TradeIds tradeIds) {
    this.tradeIds = tradeIds;
  }

  /**
   * Clears a slot's orders: the result, then the orders by id (what each got, what of it expired),
   * then the trades, area by area.
   */
  void run(SlotState slot, EventSink sink) {
    List<OrderEntry> open = slot.openOrders();
    GateCase gate = new GateCase(slot.rules().rulebook().areas(), open);
    ClearingResult result = gate.clear();
    AuctionCleared cleared = cleared(slot, gate, result);
    slot.cleared(cleared);
    sink.emit(cleared);
    Map<String, AreaParties> parties = new HashMap<>();
    for (AreaCleared area : cleared.areas()) {
      parties.put(area.area(), new AreaParties());
    }
    for (int i = 0; i < open.size(); i++) {
      long filled = result.fillWh(i);
      AreaCleared area = cleared.areas().get(result.input().orderArea(i));
      end(open.get(i), filled, priceOf(area), sink);
      AreaParties.at(parties, area.area()).add(open.get(i).accepted(), filled);
    }
    for (LinkFlow flow : cleared.links()) {
      AreaParties.at(parties, flow.from()).exports(flow.party(), flow.flowWh());
      AreaParties.at(parties, flow.to()).exports(flow.party(), -flow.flowWh());
    }
    for (AreaCleared area : cleared.areas()) {
      for (AreaParties.Pair pair : AreaParties.at(parties, area.area()).pairs()) {
        TradeMade made = trade(slot, pair, priceOf(area));
        slot.add(made);
        sink.emit(made);
      }
    }
  }

  private static AuctionCleared cleared(SlotState slot, GateCase gate, ClearingResult result) {
    List<AreaCleared> areas = new ArrayList<>();
    for (int a = 0; a < result.input().areaCount(); a++) {
      areas.add(
          new AreaCleared(
              result.input().areaId(a),
              result.priceMicroPerKwh(a),
              result.lowestPriceMicroPerKwh(a),
              result.highestPriceMicroPerKwh(a),
              result.buyWh(a),
              result.sellWh(a)));
    }
    List<LinkFlow> flows = new ArrayList<>();
    for (int l = 0; l < gate.links().size(); l++) {
      flows.add(
          new LinkFlow(gate.links().get(l).from(), gate.links().get(l).to(), result.flowWh(l)));
    }
    return new AuctionCleared(slot.slot(), areas, flows, result.welfareNano(), result.isOptimal());
  }

  private static void end(OrderEntry entry, long filledWh, long price, EventSink sink) {
    long orderId = entry.orderId();
    if (filledWh > 0) {
      entry.fill(filledWh);
      sink.emit(new OrderFilled(orderId, filledWh, price));
    }
    long unfilled = entry.openWh();
    if (unfilled > 0 && !entry.survivesAuction()) {
      entry.expire();
      entry.slot().count(-unfilled);
      sink.emit(new OrderExpired(orderId, unfilled));
    }
  }

  private TradeMade trade(SlotState slot, AreaParties.Pair pair, long price) {
    return new TradeMade(
        tradeIds.next(),
        slot.slot(),
        pair.buy().orderId(),
        pair.sell().orderId(),
        pair.buy().party(),
        pair.sell().party(),
        pair.energyWh(),
        price);
  }

  /** An area where energy is filled or flows has a price; elsewhere nobody asks for it. */
  private static long priceOf(AreaCleared area) {
    Long price = area.priceMicroPerKwh();
    return price == null ? 0 : price;
  }
}
