package org.commonwatt.core;

import java.time.Instant;
import java.util.List;
import org.commonwatt.model.Command.DecideMeterPoint;
import org.commonwatt.model.Command.HandOverMeterPoint;
import org.commonwatt.model.Command.RequestMeterPoint;
import org.commonwatt.model.Event.MeterPointAssigned;
import org.commonwatt.model.Event.MeterPointRequested;
import org.commonwatt.model.MeterPoint;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;

/** Why something about a meter point is refused, in the order of precedence of the codes. */
final class MeterPointChecks {
  /** The most meter points of an account. */
  static final int MAX_POINTS = 16;

  private static final long HORIZON_MILLIS = SlotHorizon.HOURS * 3_600_000L;
  private static final long MILLIS_PER_MINUTE = 60_000;

  private final SlotSchedule schedule;
  private final LimitDesk limits;
  private final RegistrationChecks checks;

  MeterPointChecks(SlotSchedule schedule, LimitDesk limits, RegistrationChecks checks) {
    this.schedule = schedule;
    this.limits = limits;
    this.checks = checks;
  }

  @Nullable Rejection refusal(RequestMeterPoint command, long timeMillis) {
    MeterPoint point = command.point();
    Rejection rejection = malformed(point);
    if (rejection == null) {
      rejection = checks.known(command.participant());
    }
    if (rejection == null) {
      rejection = checks.active(command.participant());
    }
    if (rejection == null) {
      rejection = ofArea(command.participant(), point.area());
    }
    if (rejection == null) {
      rejection = ofTime(command.fromMillis(), timeMillis);
    }
    if (rejection == null
        && !(LimitDesk.isPower(point.feedInW()) && LimitDesk.isPower(point.loadW()))) {
      rejection =
          new Rejection(
              RejectionCode.VALUE_OUT_OF_RANGE,
              "feedInW is "
                  + point.feedInW()
                  + " and loadW "
                  + point.loadW()
                  + ": register 0 to "
                  + MeterPoint.MAX_W
                  + " W each");
    }
    if (rejection == null) {
      rejection = checks.inRules();
    }
    return rejection == null ? ofPoint(command.participant(), point) : rejection;
  }

  @Nullable Rejection refusal(DecideMeterPoint command) {
    Rejection rejection = Refusals.unlessId("meterPoint", command.meterPoint());
    if (rejection == null) {
      rejection =
          checks.officer(command.officer(), command.participant(), Registration::meterOrganisation);
    }
    if (rejection != null) {
      return rejection;
    }
    RegisteredPoint point = schedule.roster().point(command.meterPoint());
    MeterPointRequested asked = point == null ? null : point.request();
    return asked != null && asked.participant().equals(command.participant())
        ? null
        : unknown(command.participant() + " asks for no meter point " + command.meterPoint());
  }

  @Nullable Rejection refusal(HandOverMeterPoint command, long timeMillis) {
    String to = command.participant();
    Rejection rejection = Refusals.unlessId("meterPoint", command.meterPoint());
    if (rejection == null) {
      rejection = checks.officer(command.officer(), to, Registration::meterOrganisation);
    }
    if (rejection == null) {
      rejection = checks.active(to);
    }
    MeterPointAssigned now = ownerAt(command.meterPoint(), command.fromMillis());
    if (rejection == null && now != null) {
      rejection = ofArea(to, now.point().area());
    }
    if (rejection == null) {
      rejection = ofTime(command.fromMillis(), timeMillis);
    }
    if (rejection != null) {
      return rejection;
    }
    if (command.fromMillis() < nextEdgeMillis(timeMillis)) {
      return new Rejection(
          RejectionCode.DEADLINE_PAST,
          "the slot of "
              + Instant.ofEpochMilli(command.fromMillis())
              + " has begun or is under an earlier rulebook: hand over from a later slot on");
    }
    if (now == null) {
      return unknown("no meter point " + command.meterPoint() + " has an owner then");
    }
    return now.participant().equals(to)
        ? exists(to + " has meter point " + command.meterPoint() + " already")
        : room(to);
  }

  /**
   * Who has a meter point in a slot and what it carries; of a meter that the rulebook names, its
   * member. Null when nobody has it.
   */
  @Nullable MeterPointAssigned ownerAt(String id, long slotStartMillis) {
    RegisteredPoint point = schedule.roster().point(id);
    MeterPointAssigned owner = point == null ? null : point.at(slotStartMillis);
    Rules rules = schedule.rules();
    if (owner != null || rules == null) {
      return owner;
    }
    for (Rulebook.Member member : rules.rulebook().members()) {
      if (member.meters().contains(id)) {
        Capability own = limits.ofConnection(member.participant(), slotStartMillis);
        long feedIn = own == null ? MeterPoint.MAX_W : own.feedInW();
        long load = own == null ? MeterPoint.MAX_W : own.loadW();
        return new MeterPointAssigned(
            member.participant(),
            new MeterPoint(id, member.area(), id, feedIn, load),
            slotStartMillis);
      }
    }
    return null;
  }

  /** Start of the first slot that has not begun and is not under an earlier rulebook. */
  long nextEdgeMillis(long timeMillis) {
    Rules rules = schedule.rules();
    if (rules == null) {
      throw new IllegalStateException("a market without rules has no slots");
    }
    long length = rules.rulebook().timing().slotMinutes() * MILLIS_PER_MINUTE;
    return Math.max((timeMillis / length + 1) * length, schedule.formerRulesEndMillis());
  }

  private static @Nullable Rejection malformed(MeterPoint point) {
    Rejection rejection = Refusals.unlessId("meterPoint", point.id());
    if (rejection == null) {
      rejection = Refusals.unlessId("area", point.area());
    }
    return rejection == null ? Refusals.unlessId("meter", point.meter()) : rejection;
  }

  /** An account has all its meter points in one area. */
  private @Nullable Rejection ofArea(String participant, String area) {
    Rules rules = schedule.rules();
    if (rules == null) {
      return Refusals.notReady();
    }
    List<String> areas = rules.rulebook().areas().ids();
    if (!areas.contains(area)) {
      return new Rejection(
          RejectionCode.UNKNOWN_AREA,
          "the market has no area " + area + "; its areas are " + String.join(", ", areas));
    }
    String named = rules.areaOf(participant);
    String own = named == null ? schedule.roster().areaOf(participant) : named;
    return own == null || own.equals(area)
        ? null
        : new Rejection(
            RejectionCode.UNKNOWN_AREA,
            participant + " has its meter points in area " + own + ", not in " + area);
  }

  private @Nullable Rejection ofTime(long fromMillis, long timeMillis) {
    Rules rules = schedule.rules();
    if (rules == null) {
      return Refusals.notReady();
    }
    Rejection rejection = OrderChecks.misaligned(fromMillis, rules);
    long last = Math.max(timeMillis, schedule.nextStartMillis()) + HORIZON_MILLIS;
    return rejection == null && (fromMillis < 0 || fromMillis > last)
        ? new Rejection(
            RejectionCode.VALUE_OUT_OF_RANGE,
            "a meter point changes from a slot on that starts until "
                + Instant.ofEpochMilli(last)
                + ", not from "
                + Instant.ofEpochMilli(fromMillis))
        : rejection;
  }

  /** Refuses ids that belong to another's, or more than an account may have. */
  private @Nullable Rejection ofPoint(String participant, MeterPoint wanted) {
    RegisteredPoint known = schedule.roster().point(wanted.id());
    if (known != null) {
      return isOwn(participant, wanted, known) ? null : taken(wanted);
    }
    Rules rules = schedule.rules();
    boolean named =
        rules != null
            && rules.rulebook().members().stream()
                .anyMatch(
                    member ->
                        member.meters().contains(wanted.id())
                            || member.meters().contains(wanted.meter()));
    return named || schedule.roster().pointOf(wanted.meter()) != null
        ? taken(wanted)
        : room(participant);
  }

  private static boolean isOwn(String participant, MeterPoint wanted, RegisteredPoint known) {
    MeterPointAssigned last = known.last();
    MeterPointRequested asked = known.request();
    return known.meter().equals(wanted.meter())
        && known.area().equals(wanted.area())
        && (last == null || last.participant().equals(participant))
        && (asked == null || asked.participant().equals(participant));
  }

  private @Nullable Rejection room(String participant) {
    return schedule.roster().pointsOf(participant) < MAX_POINTS
        ? null
        : RegistrationChecks.full("an account has at most " + MAX_POINTS + " meter points");
  }

  private static Rejection taken(MeterPoint wanted) {
    return exists(
        "meter point "
            + wanted.id()
            + " or meter "
            + wanted.meter()
            + " is registered: ask the meter organisation whose it is");
  }

  private static Rejection exists(String message) {
    return new Rejection(RejectionCode.METER_POINT_EXISTS, message);
  }

  private static Rejection unknown(String message) {
    return new Rejection(RejectionCode.UNKNOWN_METER_POINT, message);
  }
}
