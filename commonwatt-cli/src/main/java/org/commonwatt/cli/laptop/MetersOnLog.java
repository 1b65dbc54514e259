package org.commonwatt.cli.laptop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.commonwatt.model.Event;
import org.commonwatt.model.Rulebook;

/** Which meters one participant has or had, by the rulebooks and registrations on the log. */
final class MetersOnLog {
  private final String participant;
  private final Set<String> named = new TreeSet<>(); // all that any rulebook gave it
  private final Map<String, String> owners = new HashMap<>(); // of meters, by the last rulebook
  private final TreeMap<String, TreeMap<Long, String>> assigned = new TreeMap<>(); // by first slot
  private boolean known;

  MetersOnLog(String participant) {
    this.participant = participant;
  }

  /**
   * The slots in which the participant has a meter.
   *
   * @param fromMillis start of the first; {@link Long#MIN_VALUE}: no other had it before
   * @param untilMillis start of the first that is another's; {@link Long#MAX_VALUE}: none is
   */
  record Span(String meter, long fromMillis, long untilMillis) {}

  /** Takes a rulebook, the one in force last. */
  void see(Rulebook rulebook) {
    owners.clear();
    for (Rulebook.Member member : rulebook.members()) {
      boolean own = member.participant().equals(participant);
      known |= own;
      for (String meter : member.meters()) {
        owners.put(meter, member.participant());
        if (own) {
          named.add(meter);
        }
      }
    }
  }

  /** Takes what an event says. */
  void see(Event event) {
    if (event instanceof Event.AccountChanged changed) {
      known |= changed.participant().equals(participant);
    } else if (event instanceof Event.MeterPointAssigned next) {
      known |= next.participant().equals(participant);
      TreeMap<Long, String> timeline =
          assigned.computeIfAbsent(next.point().meter(), first -> new TreeMap<>());
      timeline.tailMap(next.fromMillis(), true).clear(); // as the market does
      timeline.put(next.fromMillis(), next.participant());
    }
  }

  /** Whether the market ever had a member or an account of this id. */
  boolean isKnown() {
    return known;
  }

  /** Meters that are nobody else's, and that nobody else had by a registration; by id. */
  List<String> own() {
    return meters().stream().filter(meter -> isOnlyOf(timeline(meter))).toList();
  }

  /** Meters that it has or had, and that are or were another's, too; by id. */
  List<String> shared() {
    return meters().stream().filter(meter -> !isOnlyOf(timeline(meter))).toList();
  }

  /** When it has or had which of its meters. */
  List<Span> spans() {
    List<Span> spans = new ArrayList<>();
    for (String meter : meters()) {
      NavigableMap<Long, String> timeline = timeline(meter);
      timeline.forEach(
          (from, owner) -> {
            if (owner.equals(participant)) {
              Long until = timeline.higherKey(from);
              spans.add(
                  new Span(
                      meter,
                      timeline.lowerKey(from) == null ? Long.MIN_VALUE : from,
                      until == null ? Long.MAX_VALUE : until));
            }
          });
    }
    return spans;
  }

  private Set<String> meters() {
    Set<String> meters = new TreeSet<>(named);
    assigned.forEach(
        (meter, timeline) -> {
          if (timeline.containsValue(participant)) {
            meters.add(meter);
          }
        });
    return meters;
  }

  private boolean isOnlyOf(NavigableMap<Long, String> timeline) {
    return timeline.values().stream().allMatch(participant::equals);
  }

  /** Who has a meter from when on; before its first registration, whom the rulebook names. */
  private NavigableMap<Long, String> timeline(String meter) {
    NavigableMap<Long, String> timeline = new TreeMap<>();
    String first = owners.get(meter);
    if (first == null && named.contains(meter)) {
      first = participant; // of a former rulebook
    }
    if (first != null) {
      timeline.put(Long.MIN_VALUE, first);
    }
    timeline.putAll(assigned.getOrDefault(meter, new TreeMap<>()));
    return timeline;
  }
}
