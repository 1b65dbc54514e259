package org.commonwatt.flink;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.Types;
import org.commonwatt.flink.netting.Members;
import org.commonwatt.flink.netting.MeterOwners.Owner;
import org.jspecify.annotations.Nullable;

/**
 * Who has which meter in which slot, and who is in which area then: those that the job was started
 * with, and what the market's events say since. Kept in memory beside the state, which is read
 * once.
 */
final class Owners {
  /** From {@code meter} and the start of a slot to the owner from that slot on, and the area. */
  static final MapStateDescriptor<String, String> STATE =
      new MapStateDescriptor<>("meter-owners", Types.STRING, Types.STRING);

  private static final String FROM = " from "; // no id has a space

  private static final int REMEMBERED_SLOTS = 4; // most energies are of the same few slots

  private final MeterRegistry registry;
  private final TreeMap<String, TreeMap<Long, Owner>> byMeter = new TreeMap<>();
  private final Map<String, Set<String>> metersOf = new HashMap<>(); // ever, from events
  private final LinkedHashMap<Long, Areas> areas = new LinkedHashMap<>(); // by start of slot
  private boolean read;

  Owners(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Takes what an event says. */
  static void keep(MarketChange change, BroadcastState<String, String> state) throws Exception {
    List<String> later = new ArrayList<>(); // first, as the state may not change while it is read
    for (Map.Entry<String, String> one : state.immutableEntries()) {
      if (one.getKey().startsWith(change.meter() + FROM)
          && fromMillis(one.getKey()) > change.fromMillis()) {
        later.add(one.getKey());
      }
    }
    for (String key : later) {
      state.remove(key); // as the market does: it was said before this
    }
    state.put(
        change.meter() + FROM + change.fromMillis(), change.participant() + " " + change.area());
  }

  /** Another owner is known: all is read again. */
  void changed() {
    read = false;
  }

  /** Brings this up to what the state has. */
  Owners with(ReadOnlyBroadcastState<String, String> state) throws Exception {
    if (!read) {
      byMeter.clear();
      metersOf.clear();
      areas.clear();
      for (Map.Entry<String, String> one : state.immutableEntries()) {
        String meter = one.getKey().substring(0, one.getKey().indexOf(FROM));
        String[] value = one.getValue().split(" ", 2);
        Owner owner =
            new Owner(fromMillis(one.getKey()), value[0], value.length < 2 ? "" : value[1]);
        byMeter
            .computeIfAbsent(meter, first -> new TreeMap<>())
            .put(fromMillis(one.getKey()), owner);
        metersOf.computeIfAbsent(owner.participant(), first -> new HashSet<>()).add(meter);
      }
      read = true;
    }
    return this;
  }

  /** Who has a meter at a time, the edge of the first slot of an owner included; null: nobody. */
  @Nullable String at(String meter, long timeMillis) {
    TreeMap<Long, Owner> owners = byMeter.get(meter);
    Map.Entry<Long, Owner> owner = owners == null ? null : owners.floorEntry(timeMillis);
    return owner == null ? registry.participantOf(meter) : owner.getValue().participant();
  }

  /** Where what is reported of a meter belongs in a slot, and of how many accounts. */
  AreaPlace placeOf(String meter, String participant, long slotStartMillis) {
    if (!registry.grid().isKnown()) {
      return AreaPlace.NOWHERE;
    }
    Areas members = areas(slotStartMillis);
    @Nullable String boundary = registry.grid().areaOfBoundary(meter);
    @Nullable String area = boundary == null ? members.byParticipant().get(participant) : boundary;
    return area == null || area.isEmpty()
        ? AreaPlace.NOWHERE
        : new AreaPlace(area, members.accounts().getOrDefault(area, 0));
  }

  private Areas areas(long slotStartMillis) {
    Areas known = areas.get(slotStartMillis);
    if (known == null) {
      TreeMap<String, Owner> owners = new TreeMap<>();
      byMeter.forEach(
          (meter, each) -> {
            Map.Entry<Long, Owner> owner = each.floorEntry(slotStartMillis);
            if (owner != null) {
              owners.put(meter, owner.getValue());
            }
          });
      known = Areas.of(Members.areas(registry.homes(), owners));
      if (areas.size() == REMEMBERED_SLOTS) {
        areas.remove(areas.keySet().iterator().next());
      }
      areas.put(slotStartMillis, known);
    }
    return known;
  }

  /** Who is in which area in a slot, and how many are in each. */
  private record Areas(Map<String, String> byParticipant, Map<String, Integer> accounts) {
    static Areas of(Map<String, String> byParticipant) {
      Map<String, Integer> accounts = new HashMap<>();
      byParticipant.values().forEach(area -> accounts.merge(area, 1, Integer::sum));
      return new Areas(byParticipant, accounts);
    }
  }

  /** How many meters a participant has in a slot. */
  int metersOf(String participant, long slotStartMillis) {
    Set<String> meters = new HashSet<>(registry.metersOfParticipant(participant));
    meters.addAll(metersOf.getOrDefault(participant, Set.of()));
    meters.removeIf(meter -> !participant.equals(at(meter, slotStartMillis)));
    return meters.size();
  }

  private static long fromMillis(String key) {
    return Long.parseLong(key.substring(key.indexOf(FROM) + FROM.length()));
  }
}
