package org.commonwatt.core;

import java.util.List;
import org.commonwatt.core.auction.AuctionResult;
import org.commonwatt.core.auction.AuctionResult.PriceInterval;
import org.commonwatt.core.auction.AuctionTrade;
import org.commonwatt.core.auction.CallAuction;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.OrderExpired;
import org.commonwatt.model.Event.OrderFilled;
import org.commonwatt.model.Event.TradeMade;
import org.jspecify.annotations.Nullable;

/** Runs the auction of a slot at its gate and numbers the trades. */
final class GateAuction {
  private long lastTradeId;

  /**
   * Clears a slot's book: the result, then the orders by id (what each got, what of it expired),
   * then the trades.
   */
  void run(SlotState slot, EventSink sink) {
    List<OrderEntry> open = slot.openOrders();
    AuctionResult result = CallAuction.clear(open.stream().map(OrderEntry::forAuction).toList());
    PriceInterval interval = result.interval();
    Long price = interval.midpointMicroPerKwh();
    AuctionCleared cleared =
        new AuctionCleared(
            slot.rules().rulebook().area(),
            slot.slot(),
            price,
            interval.minMicroPerKwh(),
            interval.maxMicroPerKwh(),
            result.volumeWh(),
            result.welfareNano());
    slot.cleared(cleared);
    sink.emit(cleared);
    for (int i = 0; i < open.size(); i++) {
      end(open.get(i), result.filledWh(i), price, sink);
    }
    for (AuctionTrade trade : result.trades()) {
      TradeMade made = trade(slot, trade, price);
      slot.add(made);
      sink.emit(made);
    }
  }

  private static void end(OrderEntry entry, long filledWh, @Nullable Long price, EventSink sink) {
    entry.clear(filledWh);
    long orderId = entry.accepted().orderId();
    if (filledWh > 0) {
      sink.emit(new OrderFilled(orderId, filledWh, priced(price)));
    }
    long unfilled = entry.accepted().energyWh() - filledWh;
    if (unfilled > 0) {
      sink.emit(new OrderExpired(orderId, unfilled));
    }
  }

  private TradeMade trade(SlotState slot, AuctionTrade trade, @Nullable Long price) {
    return new TradeMade(
        ++lastTradeId,
        slot.slot(),
        trade.buy().orderId(),
        trade.sell().orderId(),
        trade.buy().owner(),
        trade.sell().owner(),
        trade.energyWh(),
        priced(price));
  }

  private static long priced(@Nullable Long price) {
    if (price == null) {
      throw new IllegalStateException("an auction with a fill has a price");
    }
    return price;
  }
}
