package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.model.AccountState;
import org.commonwatt.model.Command.RequestMeterPoint;
import org.commonwatt.model.MeterPoint;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Rulebook.Member;
import org.jspecify.annotations.Nullable;

/** Accounts and meter points that were registered, and who is a member of a slot by them. */
final class Roll {
  /** What registered accounts are, but for frozen ones. */
  final Map<String, AccountState> accounts = new HashMap<>();

  final Set<String> frozen = new HashSet<>();

  /** Who had which meter point from which slot on, by its id. */
  final SortedMap<String, TreeMap<Long, Held>> points = new TreeMap<>();

  /** What is asked for meter points, by id. */
  final SortedMap<String, RequestMeterPoint> requests = new TreeMap<>();

  /** Deposits that wait for the bank, nano-currency. */
  final Map<String, Long> deposits = new HashMap<>();

  private final Map<Rulebook, TreeMap<Long, Rulebook>> found = new HashMap<>();

  /**
   * Whose a meter point is from a slot on.
   *
   * @param participant its owner
   * @param point what it may carry
   */
  record Held(String participant, MeterPoint point) {}

  /** Accounts that take room: all but those that were refused. */
  int counted() {
    int counted = 0;
    for (AccountState account : accounts.values()) {
      counted += account == AccountState.REFUSED ? 0 : 1;
    }
    return counted;
  }

  /**
   * Gives a meter point to somebody, whatever was said of later slots.
   *
   * @param keptFromMillis who had it in earlier slots only is forgotten
   */
  void hold(String participant, MeterPoint point, long fromMillis, long keptFromMillis) {
    TreeMap<Long, Held> owners = points.computeIfAbsent(point.id(), first -> new TreeMap<>());
    owners.keySet().removeIf(from -> from >= fromMillis);
    owners.put(fromMillis, new Held(participant, point));
    Long needed = owners.floorKey(Math.min(keptFromMillis, fromMillis));
    owners.keySet().removeIf(from -> needed != null && from < needed);
    found.clear();
  }

  /** Whose a meter point is in a slot, null when it is nobody's by a registration. */
  @Nullable Held at(String id, long slotStartMillis) {
    TreeMap<Long, Held> owners = points.get(id);
    Map.Entry<Long, Held> entry = owners == null ? null : owners.floorEntry(slotStartMillis);
    return entry == null ? null : entry.getValue();
  }

  /** The registered meter points of a participant in a slot. */
  Held[] heldBy(String participant, long slotStartMillis) {
    List<Held> held = new ArrayList<>();
    for (String id : points.keySet()) {
      Held one = at(id, slotStartMillis);
      if (one != null && one.participant().equals(participant)) {
        held.add(one);
      }
    }
    return held.toArray(new Held[0]);
  }

  /** A rulebook with those who have a meter in a slot as members. */
  Rulebook rules(Rulebook rulebook, long slotStartMillis) {
    if (points.isEmpty()) {
      return rulebook;
    }
    long section = Long.MIN_VALUE; // nothing changes between two of these
    for (TreeMap<Long, Held> owners : points.values()) {
      Long last = owners.floorKey(slotStartMillis);
      section = last == null ? section : Math.max(section, last);
    }
    return found
        .computeIfAbsent(rulebook, first -> new TreeMap<>())
        .computeIfAbsent(
            section, first -> rulebook.withMembers(members(rulebook, slotStartMillis)));
  }

  private List<Member> members(Rulebook rulebook, long slotStartMillis) {
    SortedMap<String, List<String>> meters = new TreeMap<>();
    Map<String, String> areas = new HashMap<>();
    Set<String> given = new HashSet<>();
    for (String id : points.keySet()) {
      Held held = at(id, slotStartMillis);
      if (held != null) {
        given.add(held.point().meter());
        areas.put(held.participant(), held.point().area());
        meters
            .computeIfAbsent(held.participant(), first -> new ArrayList<>())
            .add(held.point().meter());
      }
    }
    for (Member member : rulebook.members()) {
      for (String meter : member.meters()) {
        if (!given.contains(meter)) {
          areas.put(member.participant(), member.area());
          meters.computeIfAbsent(member.participant(), first -> new ArrayList<>()).add(meter);
        }
      }
    }
    List<Member> members = new ArrayList<>();
    meters.forEach((id, own) -> members.add(new Member(id, String.valueOf(areas.get(id)), own)));
    return members;
  }
}
