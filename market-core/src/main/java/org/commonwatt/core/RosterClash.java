package org.commonwatt.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.Event.MeterPointRequested;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Rulebook.Member;
import org.jspecify.annotations.Nullable;

/** What a rulebook may not say because accounts and meter points are registered. */
final class RosterClash {
  private RosterClash() {}

  /**
   * Why a rulebook cannot be activated, null when nothing is in its way.
   *
   * @param fromMillis start of the first slot that it will govern
   */
  static @Nullable Rejection of(Rulebook next, Roster roster, long fromMillis) {
    String problem = problem(next, roster, fromMillis);
    return problem == null ? null : new Rejection(RejectionCode.RULEBOOK_OUT_OF_ORDER, problem);
  }

  private static @Nullable String problem(Rulebook next, Roster roster, long fromMillis) {
    if (roster.accounts().isEmpty() && roster.points().isEmpty()) {
      return null;
    }
    Registration registration = next.registration();
    long needed = next.members().size() + roster.counted();
    if (registration == null || registration.maxAccounts() < needed) {
      return "accounts are registered: keep registration, with maxAccounts of at least " + needed;
    }
    Map<String, Member> named = new HashMap<>(); // by participant
    Map<String, Member> metered = new HashMap<>(); // by meter
    for (Member member : next.members()) {
      named.put(member.participant(), member);
      member.meters().forEach(meter -> metered.put(meter, member));
    }
    for (String participant : roster.accounts().keySet()) {
      if (next.isReserved(participant) || named.containsKey(participant)) {
        return "the account " + participant + " is registered: leave it out of the rulebook";
      }
    }
    for (Map.Entry<String, RegisteredPoint> entry : roster.points().entrySet()) {
      RegisteredPoint point = entry.getValue();
      String left = leftOut(named, roster, point, fromMillis);
      if (left != null) {
        return left;
      }
      if (!next.areas().ids().contains(point.area())) {
        return "meter point " + entry.getKey() + " is registered in area " + point.area();
      }
      if (isNamed(metered, entry.getKey(), point)) {
        return "meter point " + entry.getKey() + " is registered: leave its meter out";
      }
    }
    return null;
  }

  /** A member that has or asks for a registered meter point stays one, in the area of the point. */
  private static @Nullable String leftOut(
      Map<String, Member> named, Roster roster, RegisteredPoint point, long fromMillis) {
    List<String> holders = new ArrayList<>();
    point.from(fromMillis).forEach(owner -> holders.add(owner.participant()));
    MeterPointRequested asked = point.request();
    if (asked != null) {
      holders.add(asked.participant());
    }
    for (String holder : holders) {
      Member member = named.get(holder);
      boolean stays = member != null && member.area().equals(point.area());
      if (!stays && !roster.isRegistered(holder)) {
        return "participant " + holder + " has meter points: keep it, in area " + point.area();
      }
    }
    return null;
  }

  /** A meter of the rulebook that was handed over is a meter point under its own id. */
  private static boolean isNamed(Map<String, Member> metered, String id, RegisteredPoint point) {
    Member ofId = metered.get(id);
    Member ofMeter = metered.get(point.meter());
    boolean handedOver =
        id.equals(point.meter()) && ofId != null && ofId.area().equals(point.area());
    return !handedOver && (ofId != null || ofMeter != null);
  }
}
