package org.commonwatt.core;

import org.commonwatt.model.Event.SlotPhaseChanged;
import org.commonwatt.model.Event.TimeAdvanced;
import org.commonwatt.model.SlotPhase;

/** What follows from the passing of time: phases of slots, ends of orders, runs, forgetting. */
final class MarketClock {
  private static final long RETENTION_MILLIS = MarketStateMachine.RETENTION_HOURS * 3_600_000L;

  private final Desks desks;

  MarketClock(Desks desks) {
    this.desks = desks;
  }

  /** Brings the market to an instant; an earlier one than its own changes nothing. */
  void advance(long tickMillis, EventSink sink) {
    long before = desks.timeMillis;
    desks.timeMillis = Math.max(desks.timeMillis, tickMillis);
    desks.tradeIds.advance(desks.timeMillis);
    sink.emit(new TimeAdvanced(desks.timeMillis));
    desks.collateralDesk.advance(desks.timeMillis);
    desks.schedule.advance(desks.timeMillis, desks.bounds.backlog(), new TickSteps(before, sink));
    endUntil(desks.timeMillis, sink);
    desks.settlementDesk.settleDue(desks.timeMillis, sink); // what an earlier command left
    desks.settlementDesk.makeCorrections(sink);
    desks.disputeDesk.advance(desks.timeMillis, sink);
    desks.storageAuctionDesk.advance(desks.timeMillis, sink);
    desks.callDesk.advance(desks.timeMillis, sink);
    desks.storageDesk.advance(desks.timeMillis, sink);
    long keptFrom = desks.timeMillis - RETENTION_MILLIS;
    desks.schedule.drop(keptFrom, desks.settlementDesk::awaitsRuns, desks.orders::forget);
    desks.positions.forget(keptFrom, desks.schedule.firstKeptMillis());
    desks.boundaries.forget(keptFrom, desks.schedule.firstKeptMillis());
    desks.deliveries.forget(keptFrom, desks.schedule.firstKeptMillis());
    desks.promises.forget(keptFrom, desks.schedule.firstKeptMillis());
    desks.bilateralDesk.forget(keptFrom);
    desks.negotiationDesk.forget(keptFrom);
    desks.callDesk.forget(keptFrom);
  }

  /** Ends what ends by time until an instant, in order of time: dated orders, halts, switches. */
  private void endUntil(long instantMillis, EventSink sink) {
    while (desks.cancelAfterDesk.isDue(instantMillis)) {
      desks.continuousDesk.advanceTo(desks.cancelAfterDesk.nextMillis(), sink);
      desks.cancelAfterDesk.pass(sink);
    }
    desks.continuousDesk.advanceTo(instantMillis, sink);
  }

  /** What the steps of one tick do, each at its own instant, never before the last tick's. */
  private final class TickSteps implements SlotSchedule.Steps {
    private final EventSink sink;
    private long nowMillis;

    private TickSteps(long nowMillis, EventSink sink) {
      this.nowMillis = nowMillis;
      this.sink = sink;
    }

    @Override
    public void due(long dueMillis) {
      nowMillis = Math.max(nowMillis, dueMillis);
      endUntil(nowMillis, sink);
    }

    @Override
    public void entered(SlotState slot, SlotPhase phase) {
      if (phase == SlotPhase.CLEARED) {
        desks.gateDesk.pass(slot, sink);
        desks.continuousDesk.forgetEnded();
      } else if (phase == SlotPhase.CLOSED) {
        desks.continuousDesk.close(slot, sink);
        desks.retireBooks();
      }
      sink.emit(new SlotPhaseChanged(slot.slot(), phase));
      if (phase == SlotPhase.CONTINUOUS) {
        desks.continuousDesk.open(slot, nowMillis, sink);
      } else if (phase == SlotPhase.METERING) {
        desks.settlementDesk.settleDue(desks.timeMillis, sink);
      }
    }
  }
}
