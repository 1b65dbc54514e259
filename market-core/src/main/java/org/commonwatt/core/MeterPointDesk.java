package org.commonwatt.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Command.DecideMeterPoint;
import org.commonwatt.model.Command.HandOverMeterPoint;
import org.commonwatt.model.Command.RequestMeterPoint;
import org.commonwatt.model.Event.MeterPointAssigned;
import org.commonwatt.model.Event.MeterPointRefused;
import org.commonwatt.model.Event.MeterPointRequested;
import org.commonwatt.model.Event.RegistrationRejected;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;

/** Takes, confirms and hands over meter points: at slots' edges, never of a slot that has begun. */
final class MeterPointDesk {
  private final SlotSchedule schedule;
  private final LimitDesk limits;
  private final AmendDesk amendDesk;
  private final MeterPointChecks checks;

  MeterPointDesk(
      SlotSchedule schedule, LimitDesk limits, AmendDesk amendDesk, MeterPointChecks checks) {
    this.schedule = schedule;
    this.limits = limits;
    this.amendDesk = amendDesk;
    this.checks = checks;
  }

  void request(RequestMeterPoint command, long timeMillis, EventSink sink) {
    Rejection rejection = checks.refusal(command, timeMillis);
    Registration registration = registration();
    if (rejection != null || registration == null) {
      refuse(command.participant(), command.point().id(), rejection, sink);
      return;
    }
    MeterPointRequested asked =
        new MeterPointRequested(command.participant(), command.point(), command.fromMillis());
    RegisteredPoint point =
        schedule.roster().pointAt(command.point().id(), new RegisteredPoint(command.point()));
    if (registration.meterPointsAtOnce()) {
      point.ask(null);
      assign(assigned(asked, timeMillis), sink);
    } else {
      point.ask(asked);
      sink.emit(asked);
    }
  }

  void decide(DecideMeterPoint command, long timeMillis, EventSink sink) {
    Rejection rejection = checks.refusal(command);
    RegisteredPoint point = schedule.roster().point(command.meterPoint());
    MeterPointRequested asked = point == null ? null : point.request();
    if (rejection != null || asked == null || point == null) {
      refuse(command.officer(), command.meterPoint(), rejection, sink);
      return;
    }
    point.ask(null);
    if (command.accepted()) {
      assign(assigned(asked, timeMillis), sink);
    } else {
      schedule.roster().tidy(command.meterPoint());
      sink.emit(new MeterPointRefused(command.participant(), command.meterPoint()));
    }
  }

  void handOver(HandOverMeterPoint command, long timeMillis, EventSink sink) {
    Rejection rejection = checks.refusal(command, timeMillis);
    MeterPointAssigned now = checks.ownerAt(command.meterPoint(), command.fromMillis());
    if (rejection != null || now == null) {
      refuse(command.officer(), command.meterPoint(), rejection, sink);
      return;
    }
    RegisteredPoint point =
        schedule.roster().pointAt(command.meterPoint(), new RegisteredPoint(now.point()));
    point.ask(null);
    assign(new MeterPointAssigned(command.participant(), now.point(), command.fromMillis()), sink);
  }

  /** What was asked for, from the first slot on that has not begun. */
  private MeterPointAssigned assigned(MeterPointRequested asked, long timeMillis) {
    long from = Math.max(asked.fromMillis(), checks.nextEdgeMillis(timeMillis));
    return new MeterPointAssigned(asked.participant(), asked.point(), from);
  }

  private void assign(MeterPointAssigned next, EventSink sink) {
    RegisteredPoint point = schedule.roster().point(next.point().id());
    if (point == null) {
      throw new IllegalStateException("a meter point that is assigned is there");
    }
    Map<SlotState, List<String>> members = new HashMap<>();
    schedule.slots().forEach(slot -> members.put(slot, slot.rules().members()));
    point.assign(next, Math.min(schedule.firstKeptMillis(), next.fromMillis()));
    sink.emit(next);
    List<OrderEntry> ended = new ArrayList<>();
    for (SlotState slot : schedule.govern(next.fromMillis())) {
      for (String member : members.getOrDefault(slot, List.of())) {
        if (!slot.rules().isMember(member) && slot.takesOrders()) {
          ended.addAll(slot.openOrders(member));
        }
      }
    }
    endConnections(next);
    ended.sort(Comparator.comparingLong(OrderEntry::orderId));
    amendDesk.cancelWhole(ended, CancelReason.HANDED_OVER, sink);
  }

  /** A member of the rulebook without a meter of its own has no connection any more. */
  private void endConnections(MeterPointAssigned next) {
    Rules rules = schedule.rules();
    if (rules == null) {
      return;
    }
    Rules after = schedule.roster().rules(rules, next.fromMillis());
    for (Rulebook.Member member : rules.rulebook().members()) {
      if (member.meters().contains(next.point().meter()) && !after.isMember(member.participant())) {
        limits.end(member.participant(), next.fromMillis());
      }
    }
  }

  private @Nullable Registration registration() {
    Rules rules = schedule.rules();
    return rules == null ? null : rules.rulebook().registration();
  }

  private static void refuse(
      String account, String subject, @Nullable Rejection rejection, EventSink sink) {
    if (rejection == null) {
      throw new IllegalStateException("what is refused has a reason");
    }
    sink.emit(new RegistrationRejected(account, subject, rejection));
  }
}
