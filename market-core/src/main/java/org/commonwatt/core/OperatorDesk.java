package org.commonwatt.core;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonwatt.model.BustCause;
import org.commonwatt.model.Command.BustTrade;
import org.commonwatt.model.Command.CancelAuction;
import org.commonwatt.model.Event.AuctionCancelRejected;
import org.commonwatt.model.Event.AuctionCancelled;
import org.commonwatt.model.Event.BustRejected;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.TradeBusted;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/**
 * Does what only the operator of a market may: cancels an auction, busts a trade. What falls away
 * was never made: nobody delivers, takes or pays for it, and nothing is reserved for it. Its energy
 * is not open again.
 */
final class OperatorDesk {
  private final SlotSchedule schedule;
  private final Orders orders;
  private final Books books;

  OperatorDesk(SlotSchedule schedule, Orders orders, Books books) {
    this.schedule = schedule;
    this.orders = orders;
    this.books = books;
  }

  /** What the two kinds of trades have in common. */
  private record Deal(TradeBusted told, long buyOrderId, long sellOrderId) {
    static Deal of(TradeMade trade, BustCause cause, String reason) {
      return new Deal(
          new TradeBusted(
              trade.tradeId(),
              trade.slot(),
              trade.buyer(),
              trade.seller(),
              trade.energyWh(),
              trade.priceMicroPerKwh(),
              cause,
              reason),
          trade.buyOrderId(),
          trade.sellOrderId());
    }

    static Deal of(ContinuousTrade trade, BustCause cause, String reason) {
      return new Deal(
          new TradeBusted(
              trade.tradeId(),
              trade.slot(),
              trade.buyer(),
              trade.seller(),
              trade.energyWh(),
              trade.priceMicroPerKwh(),
              cause,
              reason),
          trade.buyOrderId(),
          trade.sellOrderId());
    }
  }

  /**
   * Cancels an auction: its trades fall away, and with them the continuous trades that went over
   * links, which used what the auction had left of them. By trade id.
   */
  void cancel(CancelAuction command, long timeMillis, EventSink sink) {
    SlotState slot = schedule.slot(command.slotStartMillis());
    Rejection rejection = OperatorChecks.refusal(command, schedule, timeMillis);
    if (rejection != null || slot == null) {
      Rejection told = rejection == null ? OperatorChecks.noAuction(command) : rejection;
      sink.emit(new AuctionCancelRejected(command.operator(), command.slotStartMillis(), told));
      return;
    }
    List<Deal> falling =
        Stream.concat(
                slot.trades().stream()
                    .map(t -> Deal.of(t, BustCause.AUCTION_CANCELLED, command.reason())),
                slot.continuousTrades().stream()
                    .filter(trade -> !trade.path().isEmpty())
                    .map(t -> Deal.of(t, BustCause.AUCTION_CANCELLED, command.reason())))
            .toList();
    sink.emit(new AuctionCancelled(slot.slot(), command.reason()));
    slot.cancelAuction();
    fall(slot, falling, sink);
  }

  /** Busts one trade. */
  void bust(BustTrade command, long timeMillis, EventSink sink) {
    SlotState slot = slotOf(command.tradeId());
    Rejection rejection = OperatorChecks.refusal(command, slot, schedule.rules(), timeMillis);
    if (rejection != null || slot == null) {
      Rejection told = rejection == null ? OperatorChecks.unknownTrade(command) : rejection;
      sink.emit(new BustRejected(command.operator(), command.tradeId(), told));
      return;
    }
    List<Deal> falling =
        Stream.concat(
                slot.trades().stream()
                    .filter(trade -> trade.tradeId() == command.tradeId())
                    .map(trade -> Deal.of(trade, BustCause.ERRONEOUS, command.reason())),
                slot.continuousTrades().stream()
                    .filter(trade -> trade.tradeId() == command.tradeId())
                    .map(trade -> Deal.of(trade, BustCause.ERRONEOUS, command.reason())))
            .toList();
    fall(slot, falling, sink);
  }

  private @Nullable SlotState slotOf(long tradeId) {
    return schedule.newestFirst().stream()
        .filter(slot -> slot.hasTrade(tradeId))
        .findFirst()
        .orElse(null);
  }

  private void fall(SlotState slot, List<Deal> deals, EventSink sink) {
    slot.drop(deals.stream().map(deal -> deal.told.tradeId()).collect(Collectors.toSet()));
    for (Deal deal : deals) {
      unfill(deal.buyOrderId, deal.told.energyWh());
      unfill(deal.sellOrderId, deal.told.energyWh());
      sink.emit(deal.told);
    }
    if (slot.phase() == SlotPhase.CONTINUOUS) {
      books.of(slot).limitLinks(slot);
    }
  }

  /** A link, and who traded by a repeated schedule, has no order. */
  private void unfill(long orderId, long energyWh) {
    OrderEntry order = orders.find(orderId);
    if (order != null) {
      order.fallAway(energyWh);
    }
  }
}
