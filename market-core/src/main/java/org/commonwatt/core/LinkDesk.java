package org.commonwatt.core;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.Command.LimitLink;
import org.commonwatt.model.Curtailment;
import org.commonwatt.model.Event.LinkLimitRejected;
import org.commonwatt.model.Event.LinkLimited;
import org.commonwatt.model.Event.TradeCurtailed;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.Rulebook.TariffStep;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/** Lowers the limit of a link in a slot: trades that no longer fit lose energy, compensated. */
final class LinkDesk {
  private final SlotSchedule schedule;
  private final Orders orders;
  private final Books books;

  LinkDesk(SlotSchedule schedule, Orders orders, Books books) {
    this.schedule = schedule;
    this.orders = orders;
    this.books = books;
  }

  void limit(LimitLink command, long timeMillis, EventSink sink) {
    SlotState slot = schedule.slot(command.slotStartMillis());
    Rejection rejection = LinkChecks.refusal(command, schedule, timeMillis);
    Curtailment rules = slot == null ? null : rules(slot);
    if (rejection != null || slot == null || rules == null) {
      Rejection told = rejection == null ? LinkChecks.slotNotOpen(command) : rejection;
      sink.emit(
          new LinkLimitRejected(
              command.operator(), command.slotStartMillis(), command.from(), command.to(), told));
      return;
    }
    slot.links().limit(command.from(), command.to(), command.minFlowWh(), command.maxFlowWh());
    sink.emit(
        new LinkLimited(
            slot.slot(),
            command.from(),
            command.to(),
            command.minFlowWh(),
            command.maxFlowWh(),
            command.reason()));
    curtail(slot, rules, sink);
    if (slot.phase() == SlotPhase.CONTINUOUS) {
      books.of(slot).limitLinks(slot);
    }
  }

  static @Nullable Curtailment rules(SlotState slot) {
    Fallbacks fallbacks = slot.rules().rulebook().fallbacks();
    return fallbacks == null ? null : fallbacks.curtailment();
  }

  private void curtail(SlotState slot, Curtailment rules, EventSink sink) {
    Curtailing.Result result = Curtailing.of(slot, rules.order());
    TariffStep tariff = slot.rules().rulebook().tariffAt(slot.slot());
    List<TradeCurtailed> told = new ArrayList<>();
    slot.standing()
        .all()
        .forEach(
            trade -> {
              Long byWh = result.lostWh().get(trade.tradeId());
              if (byWh != null) {
                orders.fallAway(trade, byWh);
                told.add(trade.curtailed(byWh, rules, tariff));
              }
            });
    slot.curtail(result.auctionFlows(), told);
    told.forEach(sink::emit);
  }
}
