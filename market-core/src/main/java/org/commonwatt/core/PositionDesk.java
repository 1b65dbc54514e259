package org.commonwatt.core;

import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.PositionRecorded;
import org.commonwatt.model.Event.PositionRejected;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;

/** Takes metered positions. Checks stand in the order of precedence of {@link RejectionCode}. */
final class PositionDesk {
  /** Positions are taken of slots that start less than so long after the last slot that is open. */
  static final int HORIZON_HOURS = 744;

  private static final long HORIZON_MILLIS = HORIZON_HOURS * 3_600_000L;

  private final SlotSchedule schedule;
  private final Positions positions;
  private final SettlementDesk settlements;
  private final int backlog;

  /**
   * Takes positions.
   *
   * @param backlog how much the slots that are not open yet, and have positions, weigh
   */
  PositionDesk(
      SlotSchedule schedule, Positions positions, SettlementDesk settlements, int backlog) {
    this.schedule = schedule;
    this.positions = positions;
    this.settlements = settlements;
    this.backlog = backlog;
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
    return isTooFar(position.slot(), rules) ? tooFar(position) : checkHistory(position, rules);
  }

  /** Positions of slots that open only later are kept, too: so they must not be of any time. */
  private boolean isTooFar(DeliverySlot slot, Rules rules) {
    long next = schedule.nextStartMillis();
    if (slot.startMillis() <= next) {
      return false;
    }
    long ahead = slot.startMillis() - next; // no market begins before 1970, so it fits
    return ahead >= HORIZON_MILLIS
        || ahead / slot.lengthMillis() * Backlog.weight(rules) >= backlog;
  }

  private static Rejection tooFar(MeteredPosition position) {
    return new Rejection(
        RejectionCode.SLOT_NOT_OPEN,
        "slot "
            + position.slot()
            + " opens in more than "
            + HORIZON_HOURS
            + " hours, or after more slots than may wait with positions: report its position when it"
            + " has been metered and nearer slots are open");
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
