package org.commonwatt.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.commonwatt.model.AccountState;
import org.commonwatt.model.Event.MeterPointAssigned;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Rulebook.Member;
import org.jspecify.annotations.Nullable;

/**
 * The accounts and meter points that were registered, beside those that the rulebook names. Whose
 * meters are in a slot says who is its member: {@link #rules}.
 */
final class Roster {
  private final Map<String, Integer> numbers = new HashMap<>(); // of accounts, from 1, as they came
  private final TreeMap<String, AccountState> accounts = new TreeMap<>(); // without frozen ones
  private final TreeSet<String> frozen = new TreeSet<>(); // members of the rulebook, too
  private final TreeMap<String, RegisteredPoint> points = new TreeMap<>(); // by id
  private final Map<String, String> pointOfMeter = new HashMap<>();
  private final TreeSet<Long> changes = new TreeSet<>(); // when owners change; what follows from it
  private final Map<Rules, Map<Long, Rules>> bySlot = new HashMap<>(); // as far as asked for
  private final Map<String, List<RegisteredPoint>> owned = new HashMap<>(); // as far as asked for

  /** The state of a registered account, null when there is none. */
  @Nullable AccountState account(String participant) {
    AccountState state = accounts.get(participant);
    return state == AccountState.ACTIVE && frozen.contains(participant)
        ? AccountState.FROZEN
        : state;
  }

  /** Whether an account was asked for under this id. */
  boolean isRegistered(String participant) {
    return accounts.containsKey(participant);
  }

  boolean isFrozen(String participant) {
    return frozen.contains(participant);
  }

  /** Who is frozen, members of the rulebook included, by id. */
  Set<String> frozen() {
    return Collections.unmodifiableSet(frozen);
  }

  /** All registered accounts, by id. */
  Map<String, AccountState> accounts() {
    return Collections.unmodifiableMap(accounts);
  }

  /** How many accounts there are that were not refused: as many take room. */
  long counted() {
    return accounts.values().stream().filter(state -> state != AccountState.REFUSED).count();
  }

  /** Puts an account into a state; a frozen one stays what it was besides. */
  void set(String participant, AccountState state) {
    if (state == AccountState.FROZEN) {
      frozen.add(participant);
      return;
    }
    frozen.remove(participant);
    if (accounts.containsKey(participant) || state == AccountState.REQUESTED) {
      accounts.put(participant, state);
    }
  }

  /** Takes a new account. */
  void add(String participant, AccountState state) {
    numbers.putIfAbsent(participant, numbers.size() + 1);
    accounts.put(participant, state);
  }

  /** A meter point, null when there is none. */
  @Nullable RegisteredPoint point(String id) {
    return points.get(id);
  }

  /** A meter point, made when there is none. */
  RegisteredPoint pointAt(String id, RegisteredPoint fresh) {
    RegisteredPoint known = points.putIfAbsent(id, fresh);
    pointOfMeter.putIfAbsent(fresh.meter(), id);
    return known == null ? fresh : known;
  }

  /** All meter points, by id. */
  Map<String, RegisteredPoint> points() {
    return Collections.unmodifiableMap(points);
  }

  /** The id of the point of a meter, null when it has none. */
  @Nullable String pointOf(String meter) {
    return pointOfMeter.get(meter);
  }

  /** Forgets a meter point that nobody has or asks for. */
  void tidy(String id) {
    RegisteredPoint point = points.get(id);
    if (point != null && point.isNobodys()) {
      points.remove(id);
      pointOfMeter.remove(point.meter());
    }
  }

  /** A meter point has other owners than before. */
  void changed() {
    changes.clear();
    bySlot.clear();
    owned.clear();
  }

  /** The area that a participant is bound to by its meter points, null when it has none. */
  @Nullable String areaOf(String participant) {
    for (RegisteredPoint point : points.values()) {
      if (point.concerns(participant)) {
        return point.area();
      }
    }
    return null;
  }

  /** How many meter points a participant has, had lately or asks for. */
  long pointsOf(String participant) {
    return points.values().stream().filter(point -> point.concerns(participant)).count();
  }

  /** The sum of what a participant's registered points may carry in a slot, null without any. */
  @Nullable Capability capability(String participant, long slotStartMillis) {
    if (points.isEmpty()) {
      return null;
    }
    Capability sum = null;
    for (RegisteredPoint point : owned.computeIfAbsent(participant, this::ownedBy)) {
      MeterPointAssigned owner = point.at(slotStartMillis);
      if (owner != null && owner.participant().equals(participant)) {
        Capability own =
            new Capability(owner.fromMillis(), owner.point().feedInW(), owner.point().loadW());
        sum = sum == null ? own : sum.plus(own);
      }
    }
    return sum;
  }

  /**
   * The rules of a slot: those of a rulebook, with the members that have a meter in the slot.
   *
   * @param base rules with the members that the rulebook names
   */
  Rules rules(Rules base, long slotStartMillis) {
    if (points.isEmpty()) {
      return base;
    }
    if (changes.isEmpty()) {
      points.values().forEach(point -> changes.addAll(point.changes()));
    }
    Long section = changes.floor(slotStartMillis); // nothing changes until the next one
    return section == null
        ? base
        : bySlot
            .computeIfAbsent(base, first -> new HashMap<>())
            .computeIfAbsent(
                section, first -> base.with(members(base.rulebook(), section), numbers));
  }

  private List<RegisteredPoint> ownedBy(String participant) {
    return points.values().stream().filter(point -> point.isOwnedBy(participant)).toList();
  }

  /** Who has meters in a slot: the rulebook's members in its order, then the others by id. */
  private List<Member> members(Rulebook rulebook, long slotStartMillis) {
    TreeMap<String, List<String>> registered = new TreeMap<>(); // meters by participant
    Map<String, String> areas = new HashMap<>();
    for (RegisteredPoint point : points.values()) {
      MeterPointAssigned owner = point.at(slotStartMillis);
      if (owner != null) {
        registered
            .computeIfAbsent(owner.participant(), first -> new ArrayList<>())
            .add(point.meter());
        areas.put(owner.participant(), point.area());
      }
    }
    List<Member> members = new ArrayList<>();
    for (Member member : rulebook.members()) {
      List<String> meters = new ArrayList<>(member.meters());
      meters.removeIf(meter -> isTaken(meter, slotStartMillis));
      List<String> more = registered.remove(member.participant());
      if (more != null) {
        meters.addAll(more);
      }
      if (!meters.isEmpty()) {
        members.add(new Member(member.participant(), member.area(), meters));
      }
    }
    registered.forEach(
        (participant, meters) ->
            members.add(new Member(participant, areas.getOrDefault(participant, ""), meters)));
    return members;
  }

  /** Whether a meter that the rulebook names was handed over before a slot. */
  private boolean isTaken(String meter, long slotStartMillis) {
    String id = pointOfMeter.get(meter);
    RegisteredPoint point = id == null ? null : points.get(id);
    return point != null && point.at(slotStartMillis) != null;
  }

  void save(StateWriter out) {
    out.number(numbers.size());
    numbers.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .forEach(
            entry -> {
              out.text(entry.getKey());
              out.text(accounts.getOrDefault(entry.getKey(), AccountState.REFUSED).name());
            });
    out.number(frozen.size());
    frozen.forEach(out::text);
    out.number(points.size());
    points.forEach(
        (id, point) -> {
          out.text(id);
          point.save(out);
        });
  }

  void restore(StateReader in) {
    for (int left = in.count(); left > 0; left--) {
      add(in.text(), AccountState.valueOf(in.text()));
    }
    for (int left = in.count(); left > 0; left--) {
      frozen.add(in.text());
    }
    for (int left = in.count(); left > 0; left--) {
      String id = in.text();
      pointAt(id, RegisteredPoint.restore(in, id));
    }
  }
}
