package org.commonwatt.flink;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/**
 * Who has which meter in which slot: those that the job was started with, and what the market's
 * events say since. Kept in memory beside the state, which is read once.
 */
final class Owners {
  /** From {@code meter} and the start of a slot to the owner from that slot on. */
  static final MapStateDescriptor<String, String> STATE =
      new MapStateDescriptor<>("meter-owners", Types.STRING, Types.STRING);

  private static final String FROM = " from "; // no id has a space

  private final MeterRegistry registry;
  private final Map<String, TreeMap<Long, String>> byMeter = new HashMap<>();
  private final Map<String, Set<String>> metersOf = new HashMap<>(); // ever, from events
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
    state.put(change.meter() + FROM + change.fromMillis(), change.participant());
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
      for (Map.Entry<String, String> one : state.immutableEntries()) {
        String meter = one.getKey().substring(0, one.getKey().indexOf(FROM));
        byMeter
            .computeIfAbsent(meter, first -> new TreeMap<>())
            .put(fromMillis(one.getKey()), one.getValue());
        metersOf.computeIfAbsent(one.getValue(), first -> new HashSet<>()).add(meter);
      }
      read = true;
    }
    return this;
  }

  /** Who has a meter at a time, the edge of the first slot of an owner included; null: nobody. */
  @Nullable String at(String meter, long timeMillis) {
    TreeMap<Long, String> owners = byMeter.get(meter);
    Map.Entry<Long, String> owner = owners == null ? null : owners.floorEntry(timeMillis);
    return owner == null ? registry.participantOf(meter) : owner.getValue();
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
