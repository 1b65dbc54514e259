package org.commonwatt.core;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonwatt.model.BustCause;
import org.commonwatt.model.Command.BustTrade;
import org.commonwatt.model.Command.CancelAuction;
import org.commonwatt.model.Event.AuctionCancelRejected;
import org.commonwatt.model.Event.AuctionCancelled;
import org.commonwatt.model.Event.BustRejected;
import org.commonwatt.model.Event.TradeBusted;
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

  /**
   * Cancels an auction: its trades fall away, and with them the continuous trades that went over
   * links, which used what the auction had left of them. By trade id. An auction that blocks join
   * to those of other slots is cancelled with them.
   */
  void cancel(CancelAuction command, long timeMillis, EventSink sink) {
    SlotState slot = schedule.slot(command.slotStartMillis());
    Rejection rejection = OperatorChecks.refusal(command, schedule, timeMillis);
    if (rejection != null || slot == null) {
      Rejection told = rejection == null ? OperatorChecks.noAuction(command) : rejection;
      sink.emit(new AuctionCancelRejected(command.operator(), command.slotStartMillis(), told));
      return;
    }
    schedule.clearedWith(slot).forEach(one -> cancel(one, command.reason(), sink));
  }

  private void cancel(SlotState slot, String reason, EventSink sink) {
    List<StandingTrade> falling =
        Stream.concat(
                slot.trades().stream().map(StandingTrade::of),
                slot.continuousTrades().stream()
                    .filter(trade -> !trade.path().isEmpty())
                    .map(StandingTrade::of))
            .toList();
    sink.emit(new AuctionCancelled(slot.slot(), reason));
    slot.cancelAuction();
    fall(slot, falling, trade -> trade.busted(BustCause.AUCTION_CANCELLED, reason), sink);
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
    List<StandingTrade> falling =
        slot.standing().all().filter(trade -> trade.tradeId() == command.tradeId()).toList();
    fall(slot, falling, trade -> trade.busted(BustCause.ERRONEOUS, command.reason()), sink);
  }

  private @Nullable SlotState slotOf(long tradeId) {
    return schedule.newestFirst().stream()
        .filter(slot -> slot.standing().has(tradeId))
        .findFirst()
        .orElse(null);
  }

  private void fall(
      SlotState slot,
      List<StandingTrade> trades,
      Function<StandingTrade, TradeBusted> told,
      EventSink sink) {
    slot.standing().drop(trades.stream().map(StandingTrade::tradeId).collect(Collectors.toSet()));
    for (StandingTrade trade : trades) {
      orders.fallAway(trade, trade.energyWh());
      sink.emit(told.apply(trade));
    }
    if (slot.phase() == SlotPhase.CONTINUOUS) {
      books.of(slot).limitLinks(slot);
    }
  }
}
