package org.commonwatt.core;

import org.commonwatt.model.BoundaryFlow;
import org.commonwatt.model.Event.BoundaryRecorded;
import org.commonwatt.model.Event.BoundaryRejected;
import org.commonwatt.model.LossRules;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;

/**
 * Takes what was metered at the boundaries of areas. Checks stand in the order of precedence that
 * {@code docs/market-rules.md} gives.
 */
final class BoundaryDesk {
  private final SlotSchedule schedule;
  private final Boundaries boundaries;
  private final SettlementDesk settlements;
  private final SlotHorizon horizon;

  BoundaryDesk(
      SlotSchedule schedule,
      Boundaries boundaries,
      SettlementDesk settlements,
      SlotHorizon horizon) {
    this.schedule = schedule;
    this.boundaries = boundaries;
    this.settlements = settlements;
    this.horizon = horizon;
  }

  void report(BoundaryFlow flow, EventSink sink) {
    Rejection rejection = check(flow, schedule.rulesOf(flow.slot().startMillis()));
    if (rejection != null) {
      sink.emit(new BoundaryRejected(flow, rejection));
      return;
    }
    boundaries.put(flow);
    sink.emit(new BoundaryRecorded(flow));
  }

  private @Nullable Rejection check(BoundaryFlow flow, @Nullable Rules rules) {
    if (rules == null) {
      return Refusals.notReady();
    }
    if (!rules.rulebook().areas().ids().contains(flow.area())) {
      return new Rejection(
          RejectionCode.UNKNOWN_AREA,
          "market "
              + rules.rulebook().market()
              + " has no area "
              + flow.area()
              + ": GET /v1/market names them");
    }
    LossRules losses = rules.rulebook().losses();
    if (losses == null || losses.of(flow.area()) == null) {
      return new Rejection(
          RejectionCode.NOT_IN_RULES,
          "rulebook "
              + rules.rulebook().version()
              + ", which is the slot's, settles no losses of "
              + flow.area());
    }
    if (flow.slot().minutes() != rules.rulebook().timing().slotMinutes()) {
      return Refusals.misaligned(flow.slot().startMillis(), rules);
    }
    if (Math.max(flow.importWh(), flow.exportWh()) > rules.maxBoundaryWh()) {
      return new Rejection(
          RejectionCode.VALUE_OUT_OF_RANGE,
          "import "
              + flow.importWh()
              + " Wh and export "
              + flow.exportWh()
              + " Wh: this market settles at most "
              + rules.maxBoundaryWh()
              + " Wh each per boundary and slot; report a corrected version");
    }
    Rejection tooFar = horizon.refusal(flow.slot(), rules);
    return tooFar == null ? checkHistory(flow) : tooFar;
  }

  private @Nullable Rejection checkHistory(BoundaryFlow flow) {
    long start = flow.slot().startMillis();
    BoundaryFlow known = boundaries.find(flow.area(), start);
    if (known != null && flow.version() <= known.version()) {
      return new Rejection(
          RejectionCode.POSITION_NOT_NEWER,
          "version "
              + known.version()
              + " of this boundary's flow is in the books: report a correction with a higher"
              + " version than that");
    }
    return settlements.isSettled(start) && !settlements.awaitsRuns(start)
        ? new Rejection(
            RejectionCode.SLOT_SETTLED,
            "slot " + flow.slot() + " has its final settlement: its losses stand")
        : null;
  }
}
