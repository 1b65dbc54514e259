package org.commonwatt.core;

import org.commonwatt.model.Event.PositionRecorded;
import org.commonwatt.model.Event.PositionRejected;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;

/** Takes metered positions. Checks stand in the order of precedence of {@link RejectionCode}. */
final class PositionDesk {
  private final SlotSchedule schedule;
  private final Positions positions;
  private final SettlementDesk settlements;
  private final SlotHorizon horizon;

  PositionDesk(
      SlotSchedule schedule, Positions positions, SettlementDesk settlements, SlotHorizon horizon) {
    this.schedule = schedule;
    this.positions = positions;
    this.settlements = settlements;
    this.horizon = horizon;
  }

  void report(MeteredPosition position, EventSink sink) {
    Rejection rejection = check(position, schedule.rulesOf(position.slot().startMillis()));
    if (rejection != null) {
      sink.emit(new PositionRejected(position, rejection));
      return;
    }
    MeteredPosition former = positions.find(position.participant(), position.slot().startMillis());
    positions.put(position);
    if (former != null) {
      settlements.correct(former);
    }
    sink.emit(new PositionRecorded(position));
  }

  private @Nullable Rejection check(MeteredPosition position, @Nullable Rules rules) {
    if (rules == null) {
      return Refusals.notReady();
    }
    if (!rules.isMember(position.participant())) {
      return Refusals.unknownParticipant(position.participant(), rules);
    }
    if (position.slot().minutes() != rules.rulebook().timing().slotMinutes()) {
      return Refusals.misaligned(position.slot().startMillis(), rules);
    }
    if (Math.max(position.importWh(), position.exportWh()) > rules.maxMeteredWh()) {
      return new Rejection(
          RejectionCode.VALUE_OUT_OF_RANGE,
          "import "
              + position.importWh()
              + " Wh and export "
              + position.exportWh()
              + " Wh: this market settles at most "
              + rules.maxMeteredWh()
              + " Wh each per participant and slot; report a corrected version");
    }
    Rejection tooFar = horizon.refusal(position.slot(), rules);
    return tooFar == null ? checkHistory(position, rules) : tooFar;
  }

  private @Nullable Rejection checkHistory(MeteredPosition position, Rules rules) {
    MeteredPosition known = positions.find(position.participant(), position.slot().startMillis());
    if (known != null && position.version() <= known.version()) {
      return new Rejection(
          RejectionCode.POSITION_NOT_NEWER,
          "version "
              + known.version()
              + " of this position is in the books: report a correction with a higher version than"
              + " that");
    }
    long start = position.slot().startMillis();
    if (!settlements.isSettled(start) || settlements.awaitsRuns(start)) {
      return null;
    }
    String last = rules.rulebook().settlement() == null ? "initial" : "final";
    return new Rejection(
        RejectionCode.SLOT_SETTLED,
        "slot " + position.slot() + " has its " + last + " settlement: dispute it instead");
  }
}
