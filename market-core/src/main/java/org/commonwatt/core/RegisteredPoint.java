package org.commonwatt.core;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.commonwatt.model.Event.MeterPointAssigned;
import org.commonwatt.model.Event.MeterPointRequested;
import org.commonwatt.model.MeterPoint;
import org.jspecify.annotations.Nullable;

/** A meter point, whose it is from which slot on, and what is asked for it. */
final class RegisteredPoint {
  private final TreeMap<Long, MeterPointAssigned> owners = new TreeMap<>(); // by their first slot
  private final String area;
  private final String meter;
  private @Nullable MeterPointRequested request;

  RegisteredPoint(MeterPoint point) {
    this.area = point.area();
    this.meter = point.meter();
  }

  String area() {
    return area;
  }

  String meter() {
    return meter;
  }

  /** What is asked for it, null when nothing is. */
  @Nullable MeterPointRequested request() {
    return request;
  }

  void ask(@Nullable MeterPointRequested asked) {
    request = asked;
  }

  /** Whether nobody has it, had it, or asks for it. */
  boolean isNobodys() {
    return owners.isEmpty() && request == null;
  }

  /** Who has it in a slot, null when nobody has, or who the rulebook names. */
  @Nullable MeterPointAssigned at(long slotStartMillis) {
    Map.Entry<Long, MeterPointAssigned> found = owners.floorEntry(slotStartMillis);
    return found == null ? null : found.getValue();
  }

  /** Who has it in the end, null when nobody has. */
  @Nullable MeterPointAssigned last() {
    return owners.isEmpty() ? null : owners.lastEntry().getValue();
  }

  /** Who has it in a slot, and from later ones on. */
  Collection<MeterPointAssigned> from(long slotStartMillis) {
    Long now = owners.floorKey(slotStartMillis);
    return now == null ? owners.values() : owners.tailMap(now, true).values();
  }

  /** Whether a participant has it, is to have it, had it lately, or asks for it. */
  boolean concerns(String participant) {
    return (request != null && request.participant().equals(participant)) || isOwnedBy(participant);
  }

  /** Whether a participant has it, is to have it, or had it lately. */
  boolean isOwnedBy(String participant) {
    return owners.values().stream().anyMatch(owner -> owner.participant().equals(participant));
  }

  /** The instants at which its owner or its capability changes. */
  Set<Long> changes() {
    return owners.keySet();
  }

  /**
   * Gives it to somebody from a slot on, whatever was said of later ones.
   *
   * @param keptFromMillis who had it in earlier slots only is forgotten
   */
  void assign(MeterPointAssigned next, long keptFromMillis) {
    owners.tailMap(next.fromMillis(), true).clear();
    owners.put(next.fromMillis(), next);
    Long needed = owners.floorKey(keptFromMillis);
    if (needed != null) {
      owners.headMap(needed, false).clear();
    }
  }

  void save(StateWriter out) {
    out.text(area);
    out.text(meter);
    out.number(owners.size());
    owners.values().forEach(out::event);
    out.number(request == null ? 0 : 1);
    if (request != null) {
      out.event(request);
    }
  }

  static RegisteredPoint restore(StateReader in, String id) {
    RegisteredPoint point = new RegisteredPoint(new MeterPoint(id, in.text(), in.text(), 0, 0));
    for (int left = in.count(); left > 0; left--) {
      MeterPointAssigned owner = in.event(MeterPointAssigned.class);
      point.owners.put(owner.fromMillis(), owner);
    }
    if (in.count() > 0) {
      point.request = in.event(MeterPointRequested.class);
    }
    return point;
  }
}
