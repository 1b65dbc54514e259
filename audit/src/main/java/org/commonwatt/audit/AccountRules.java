package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.commonwatt.audit.Roll.Held;
import org.commonwatt.model.AccountState;
import org.commonwatt.model.Command.DecideMeterPoint;
import org.commonwatt.model.Command.HandOverMeterPoint;
import org.commonwatt.model.Command.RegisterAccount;
import org.commonwatt.model.Command.ReportCapability;
import org.commonwatt.model.Command.RequestMeterPoint;
import org.commonwatt.model.Command.SetAccountState;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AccountChanged;
import org.commonwatt.model.Event.MeterPointAssigned;
import org.commonwatt.model.Event.MeterPointRefused;
import org.commonwatt.model.Event.MeterPointRequested;
import org.commonwatt.model.Ids;
import org.commonwatt.model.MeterPoint;
import org.commonwatt.model.Registration;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Rulebook.Member;
import org.jspecify.annotations.Nullable;

/** What becomes of accounts and meter points, by their precedence of refusals. */
final class AccountRules {
  private static final long MOST_WATTS = 1_000_000_000_000L;
  private static final long AHEAD_MILLIS = 744 * 3_600_000L;
  private static final int MOST_POINTS = 16;

  private final MarketState state;
  private final Roll roll;
  private final Registrations registrations;
  private final AccountChecks checks;
  private final OpenOrderRules openOrders;

  AccountRules(
      MarketState state,
      Registrations registrations,
      AccountChecks checks,
      OpenOrderRules openOrders) {
    this.state = state;
    this.roll = state.roll;
    this.registrations = registrations;
    this.checks = checks;
    this.openOrders = openOrders;
  }

  void register(RegisterAccount asked, List<Event> out) {
    String id = asked.participant();
    RejectionCode code = refusal(id);
    Registration rules = checks.registration();
    if (code != null || rules == null) {
      AccountChecks.refuse(id, id, code, out);
      return;
    }
    AccountState next = rules.accountsAtOnce() ? AccountState.ACTIVE : AccountState.REQUESTED;
    roll.accounts.put(id, next);
    out.add(new AccountChanged(id, next));
  }

  private @Nullable RejectionCode refusal(String id) {
    Rulebook rules = state.rulebook;
    if (!Ids.isValid(id)) {
      return RejectionCode.MALFORMED;
    } else if (rules == null) {
      return RejectionCode.MARKET_NOT_READY;
    }
    Registration registration = rules.registration();
    if (registration == null) {
      return RejectionCode.NOT_IN_RULES;
    }
    boolean again = roll.accounts.get(id) == AccountState.REFUSED;
    if (!again && (state.isKnown(id) || rules.isReserved(id))) {
      return RejectionCode.ACCOUNT_EXISTS;
    }
    return hasRoom(rules) ? null : RejectionCode.REGISTRATIONS_FULL;
  }

  private boolean hasRoom(Rulebook rules) {
    Registration registration = rules.registration();
    return registration == null
        || rules.members().size() + roll.counted() < registration.maxAccounts();
  }

  void set(SetAccountState asked, List<Event> out) {
    String id = asked.participant();
    RejectionCode code =
        asked.state() == AccountState.REQUESTED
            ? RejectionCode.MALFORMED
            : checks.byOfficer(asked.officer(), id, Registration::registrar);
    AccountState now = roll.accounts.get(id);
    boolean waits = now == AccountState.REQUESTED || now == AccountState.REFUSED;
    if (code == null && waits && asked.state() == AccountState.FROZEN) {
      code = RejectionCode.ACCOUNT_NOT_ACTIVE;
    }
    if (code == null && !waits && asked.state() == AccountState.REFUSED) {
      code = RejectionCode.ACCOUNT_EXISTS;
    }
    boolean again = now == AccountState.REFUSED && asked.state() == AccountState.ACTIVE;
    Rulebook rules = state.rulebook;
    if (code == null && again && rules != null && !hasRoom(rules)) {
      code = RejectionCode.REGISTRATIONS_FULL;
    }
    if (code != null) {
      AccountChecks.refuse(asked.officer(), id, code, out);
      return;
    }
    out.add(new AccountChanged(id, asked.state()));
    if (asked.state() == AccountState.FROZEN) {
      roll.frozen.add(id);
      openOrders.freeze(id, out);
      return;
    }
    roll.frozen.remove(id);
    roll.accounts.computeIfPresent(id, (same, old) -> asked.state());
  }

  void request(RequestMeterPoint asked, List<Event> out) {
    RejectionCode code = refusal(asked);
    Registration rules = checks.registration();
    MeterPoint point = asked.point();
    if (code != null || rules == null) {
      AccountChecks.refuse(asked.participant(), point.id(), code, out);
    } else if (rules.meterPointsAtOnce()) {
      roll.requests.remove(point.id());
      assign(asked.participant(), point, Math.max(asked.fromMillis(), nextEdge()), out);
    } else {
      roll.requests.put(point.id(), asked);
      out.add(new MeterPointRequested(asked.participant(), point, asked.fromMillis()));
    }
  }

  void decide(DecideMeterPoint decided, List<Event> out) {
    RejectionCode code =
        Ids.isValid(decided.meterPoint())
            ? checks.byOfficer(
                decided.officer(), decided.participant(), Registration::meterOrganisation)
            : RejectionCode.MALFORMED;
    RequestMeterPoint asked = roll.requests.get(decided.meterPoint());
    boolean theirs = asked != null && asked.participant().equals(decided.participant());
    if (code == null && !theirs) {
      code = RejectionCode.UNKNOWN_METER_POINT;
    }
    if (code != null || asked == null) {
      AccountChecks.refuse(decided.officer(), decided.meterPoint(), code, out);
      return;
    }
    roll.requests.remove(decided.meterPoint());
    if (decided.accepted()) {
      long from = Math.max(asked.fromMillis(), nextEdge());
      assign(asked.participant(), asked.point(), from, out);
    } else {
      out.add(new MeterPointRefused(decided.participant(), decided.meterPoint()));
    }
  }

  void handOver(HandOverMeterPoint asked, List<Event> out) {
    Held now = ownerAt(asked.meterPoint(), asked.fromMillis());
    RejectionCode code = refusal(asked, now);
    if (code != null || now == null) {
      AccountChecks.refuse(asked.officer(), asked.meterPoint(), code, out);
      return;
    }
    roll.requests.remove(asked.meterPoint());
    assign(asked.participant(), now.point(), asked.fromMillis(), out);
  }

  private @Nullable RejectionCode refusal(HandOverMeterPoint asked, @Nullable Held now) {
    String to = asked.participant();
    RejectionCode code =
        Ids.isValid(asked.meterPoint())
            ? checks.byOfficer(asked.officer(), to, Registration::meterOrganisation)
            : RejectionCode.MALFORMED;
    if (code == null) {
      code = checks.unlessActive(to);
    }
    if (code == null && now != null) {
      code = byArea(to, now.point().area());
    }
    if (code == null) {
      code = byTime(asked.fromMillis());
    }
    if (code != null) {
      return code;
    }
    if (asked.fromMillis() < nextEdge()) {
      return RejectionCode.DEADLINE_PAST;
    }
    if (now == null) {
      return RejectionCode.UNKNOWN_METER_POINT;
    }
    return now.participant().equals(to) ? RejectionCode.METER_POINT_EXISTS : byRoom(to);
  }

  private @Nullable RejectionCode refusal(RequestMeterPoint asked) {
    MeterPoint point = asked.point();
    String id = asked.participant();
    if (!Ids.isValid(point.id()) || !Ids.isValid(point.area()) || !Ids.isValid(point.meter())) {
      return RejectionCode.MALFORMED;
    }
    RejectionCode code = checks.unlessKnown(id);
    code = code == null ? checks.unlessActive(id) : code;
    code = code == null ? byArea(id, point.area()) : code;
    code = code == null ? byTime(asked.fromMillis()) : code;
    if (code != null) {
      return code;
    }
    boolean inRange =
        Math.min(point.feedInW(), point.loadW()) >= 0
            && Math.max(point.feedInW(), point.loadW()) <= MOST_WATTS;
    if (!inRange) {
      return RejectionCode.VALUE_OUT_OF_RANGE;
    }
    return checks.registration() == null ? RejectionCode.NOT_IN_RULES : byPoint(id, point);
  }

  /** An id that is known is the same connection of the same owner; a new one is nobody's. */
  private @Nullable RejectionCode byPoint(String id, MeterPoint wanted) {
    boolean known = false;
    boolean own = true;
    for (MeterPoint other : points()) {
      if (other.id().equals(wanted.id())) {
        known = true;
        own &= other.meter().equals(wanted.meter()) && other.area().equals(wanted.area());
      } else if (other.meter().equals(wanted.meter())) {
        own = false;
      }
    }
    if (known) {
      Held last = at(wanted.id(), Long.MAX_VALUE);
      RequestMeterPoint asked = roll.requests.get(wanted.id());
      own &= last == null || last.participant().equals(id);
      own &= asked == null || asked.participant().equals(id);
      return own ? null : RejectionCode.METER_POINT_EXISTS;
    }
    for (Member member : members()) {
      own &= !member.meters().contains(wanted.id()) && !member.meters().contains(wanted.meter());
    }
    return own ? byRoom(id) : RejectionCode.METER_POINT_EXISTS;
  }

  private @Nullable Held at(String id, long slotStartMillis) {
    return roll.at(id, slotStartMillis);
  }

  private List<MeterPoint> points() {
    List<MeterPoint> all = new ArrayList<>();
    roll.points.values().forEach(owners -> all.add(owners.lastEntry().getValue().point()));
    roll.requests.values().forEach(asked -> all.add(asked.point()));
    return all;
  }

  private List<Member> members() {
    Rulebook rules = state.rulebook;
    return rules == null ? List.of() : rules.members();
  }

  private @Nullable RejectionCode byRoom(String id) {
    return pointsOf(id).size() < MOST_POINTS ? null : RejectionCode.REGISTRATIONS_FULL;
  }

  /** The points that somebody asks for, has, or had in a slot that is remembered. */
  private Set<MeterPoint> pointsOf(String id) {
    Set<MeterPoint> own = new HashSet<>();
    Set<String> ids = new HashSet<>();
    for (RequestMeterPoint asked : roll.requests.values()) {
      if (asked.participant().equals(id) && ids.add(asked.point().id())) {
        own.add(asked.point());
      }
    }
    roll.points.forEach(
        (point, owners) ->
            owners.values().stream()
                .filter(held -> held.participant().equals(id))
                .findFirst()
                .filter(held -> ids.add(point))
                .ifPresent(held -> own.add(held.point())));
    return own;
  }

  private @Nullable RejectionCode byArea(String id, String area) {
    Rulebook rules = state.rulebook;
    if (rules == null || !rules.areas().ids().contains(area)) {
      return RejectionCode.UNKNOWN_AREA;
    }
    for (Member member : rules.members()) {
      if (member.participant().equals(id)) {
        return member.area().equals(area) ? null : RejectionCode.UNKNOWN_AREA;
      }
    }
    boolean elsewhere = pointsOf(id).stream().anyMatch(own -> !own.area().equals(area));
    return elsewhere ? RejectionCode.UNKNOWN_AREA : null;
  }

  private @Nullable RejectionCode byTime(long fromMillis) {
    Rulebook rules = state.rulebook;
    if (rules == null) {
      return RejectionCode.MARKET_NOT_READY;
    }
    if (!DeliverySlot.isBorder(fromMillis, rules.timing().slotMinutes())) {
      return RejectionCode.SLOT_MISALIGNED;
    }
    long next = Math.max(state.nextStartMillis(rules), state.clock);
    boolean near = fromMillis >= 0 && fromMillis <= Math.max(next, 0) + AHEAD_MILLIS;
    return near ? null : RejectionCode.VALUE_OUT_OF_RANGE;
  }

  /** Whose a meter point is: by a registration, or by the rulebook, which knows meters only. */
  private @Nullable Held ownerAt(String id, long slotStartMillis) {
    Held held = at(id, slotStartMillis);
    for (Member member : members()) {
      if (held == null && member.meters().contains(id)) {
        ReportCapability own = registrations.ofConnection(member.participant(), slotStartMillis);
        long feedIn = own == null ? MOST_WATTS : own.feedInW();
        long load = own == null ? MOST_WATTS : own.loadW();
        held = new Held(member.participant(), new MeterPoint(id, member.area(), id, feedIn, load));
      }
    }
    return held;
  }

  private void assign(String to, MeterPoint point, long from, List<Event> out) {
    roll.hold(to, point, from, firstKept());
    out.add(new MeterPointAssigned(to, point, from));
    for (SlotState slot : state.slots.tailMap(from, true).values()) {
      slot.rules = roll.rules(slot.asActivated, slot.slot.startMillis());
    }
    Rulebook rules = state.rulebook;
    for (Member member : members()) {
      boolean gone =
          rules != null
              && member.meters().contains(point.meter())
              && !state.isMember(roll.rules(rules, from), member.participant());
      if (gone) {
        registrations.end(member.participant(), from);
      }
    }
    openOrders.handedOver(out);
  }

  /** Start of the first slot that is remembered, or else of the next one that opens. */
  private long firstKept() {
    if (!state.slots.isEmpty()) {
      return state.slots.firstKey();
    }
    Rulebook rules = state.rulebook;
    return rules == null ? 0 : state.nextStartMillis(rules);
  }

  /** Start of the first slot that has not begun and that no earlier rulebook governs. */
  private long nextEdge() {
    Rulebook rules = state.rulebook;
    long length = (rules == null ? 15 : rules.timing().slotMinutes()) * 60_000L;
    long edge = (Math.max(0, state.clock) / length + 1) * length;
    for (SlotState slot : state.slots.values()) {
      boolean former = rules != null && slot.asActivated.version() < rules.version();
      edge = former ? Math.max(edge, slot.slot.endMillis()) : edge;
    }
    return edge;
  }
}
