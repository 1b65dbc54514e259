package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.commonwatt.audit.Roll.Held;
import org.commonwatt.model.Command.RequestMeterPoint;
import org.commonwatt.model.MeterPoint;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Rulebook.Member;

/** Whether a rulebook leaves those out who are registered already, and has room for them. */
final class RollClash {
  private RollClash() {}

  /**
   * Whether a rulebook is refused.
   *
   * @param fromMillis start of the first slot that it would govern
   */
  static boolean isThere(Rulebook next, Roll roll, long fromMillis) {
    List<MeterPoint> points = new ArrayList<>();
    roll.points.values().forEach(owners -> points.add(owners.lastEntry().getValue().point()));
    roll.requests.values().forEach(asked -> points.add(asked.point()));
    if (roll.accounts.isEmpty() && points.isEmpty()) {
      return false;
    }
    Registration rules = next.registration();
    if (rules == null || rules.maxAccounts() < next.members().size() + roll.counted()) {
      return true;
    }
    for (Member member : next.members()) {
      if (roll.accounts.containsKey(member.participant())
          || points.stream().anyMatch(point -> isInTheWay(member, point))) {
        return true;
      }
    }
    return roll.accounts.keySet().stream().anyMatch(next::isReserved)
        || isHolderLeftOut(next, roll, fromMillis)
        || points.stream().anyMatch(point -> !next.areas().ids().contains(point.area()));
  }

  /** Who has, or asks for, a meter point has an account or is named with the area of the point. */
  private static boolean isHolderLeftOut(Rulebook next, Roll roll, long fromMillis) {
    Map<String, Set<String>> areas = new HashMap<>(); // of their points, by holder
    for (TreeMap<Long, Held> owners : roll.points.values()) {
      Long first = owners.floorKey(fromMillis);
      for (Held held : owners.tailMap(first == null ? fromMillis : first, true).values()) {
        areas.computeIfAbsent(held.participant(), none -> new HashSet<>()).add(held.point().area());
      }
    }
    for (RequestMeterPoint asked : roll.requests.values()) {
      areas.computeIfAbsent(asked.participant(), none -> new HashSet<>()).add(asked.point().area());
    }
    areas.keySet().removeAll(roll.accounts.keySet());
    for (Member member : next.members()) {
      areas.remove(member.participant(), Set.of(member.area()));
    }
    return !areas.isEmpty();
  }

  /** A meter of the rulebook that was handed over is a meter point of its own name. */
  private static boolean isInTheWay(Member member, MeterPoint point) {
    boolean handedOver = point.id().equals(point.meter()) && member.area().equals(point.area());
    List<String> meters = member.meters();
    return !handedOver && (meters.contains(point.id()) || meters.contains(point.meter()));
  }
}
