package org.commonwatt.flink.netting;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.flink.surveillance.Memory;
import org.commonwatt.model.Event;
import org.jspecify.annotations.Nullable;

/**
 * Who is a member of the market in a slot: who has a meter in it, by the community file or, since
 * it was assigned on the log, by that.
 */
public final class Members {
  private final List<Home> homes;
  private final Memory<String, MeterOwners> assigned;

  Members(List<Home> homes, Memory<String, MeterOwners> assigned) {
    this.homes = List.copyOf(homes);
    this.assigned = assigned;
  }

  /** A meter has an owner, or another one. */
  void take(Event.MeterPointAssigned event, long nowMillis) {
    String meter = event.point().meter();
    @Nullable MeterOwners known = assigned.get(meter);
    MeterOwners before = known == null ? MeterOwners.NONE : known;
    assigned.put(
        meter,
        before.with(
            new MeterOwners.Owner(event.fromMillis(), event.participant(), event.point().area()),
            nowMillis));
  }

  /** The areas of the members of a slot, by participant. */
  TreeMap<String, String> of(long slotStartMillis) {
    TreeMap<String, MeterOwners.Owner> owners = new TreeMap<>();
    for (String meter : assigned.keys()) {
      MeterOwners.@Nullable Owner owner =
          Objects.requireNonNull(assigned.get(meter)).at(slotStartMillis);
      if (owner != null) {
        owners.put(meter, owner);
      }
    }
    return areas(homes, owners);
  }

  /**
   * The areas of members, by participant.
   *
   * @param homes those that the community file names
   * @param owners who has the meters that were assigned, by meter
   */
  public static TreeMap<String, String> areas(
      List<Home> homes, SortedMap<String, MeterOwners.Owner> owners) {
    TreeMap<String, String> members = new TreeMap<>();
    owners.values().forEach(owner -> members.put(owner.participant(), owner.area()));
    Set<String> taken = new HashSet<>(owners.keySet());
    for (Home home : homes) {
      if (!taken.containsAll(home.meters())) {
        members.put(home.participant(), home.area());
      }
    }
    return members;
  }
}
