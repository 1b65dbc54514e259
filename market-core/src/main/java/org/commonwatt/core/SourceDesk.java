package org.commonwatt.core;

import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Command.ReportSource;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Event.SourceRegistered;
import org.commonwatt.model.Event.SourceRejected;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;

/** Keeps what injections are made of, and lets nobody declare another source. */
final class SourceDesk {
  private final SlotSchedule schedule;
  private final TreeMap<String, TreeMap<Long, SourceRegistered>> registered = new TreeMap<>();

  SourceDesk(SlotSchedule schedule) {
    this.schedule = schedule;
  }

  void report(ReportSource command, EventSink sink) {
    Rejection rejection = check(command, schedule.rules());
    if (rejection != null) {
      sink.emit(new SourceRejected(command.participant(), rejection));
      return;
    }
    SourceRegistered now =
        new SourceRegistered(command.participant(), command.validFromMillis(), command.source());
    put(now);
    sink.emit(now);
  }

  /** What is registered for a slot, null when nothing is. */
  @Nullable EnergySource of(String participant, long slotStartMillis) {
    TreeMap<Long, SourceRegistered> all = registered.get(participant);
    Map.Entry<Long, SourceRegistered> last = all == null ? null : all.floorEntry(slotStartMillis);
    return last == null ? null : last.getValue().source();
  }

  /** Refuses an order that declares what is not registered. */
  @Nullable Rejection refusal(PlaceOrder order) {
    EnergySource declared = order.terms().source();
    EnergySource known = declared == null ? null : of(order.participant(), order.slotStartMillis());
    return declared == null || declared == known
        ? null
        : new Rejection(
            RejectionCode.SOURCE_NOT_REGISTERED,
            "the order declares "
                + declared.id()
                + ", registered for "
                + order.participant()
                + " in this slot is "
                + (known == null ? "no source" : known.id())
                + ": leave the source out, or have it registered");
  }

  void save(StateWriter out) {
    out.number(registered.values().stream().mapToLong(Map::size).sum());
    registered.values().forEach(all -> all.values().forEach(out::event));
  }

  void restore(StateReader in) {
    for (int left = in.count(); left > 0; left--) {
      put(in.event(SourceRegistered.class));
    }
  }

  private void put(SourceRegistered source) {
    TreeMap<Long, SourceRegistered> all =
        registered.computeIfAbsent(source.participant(), first -> new TreeMap<>());
    all.tailMap(source.validFromMillis(), true).clear();
    all.put(source.validFromMillis(), source);
  }

  private static @Nullable Rejection check(ReportSource command, @Nullable Rules rules) {
    Rejection malformed = Refusals.unlessId("participant", command.participant());
    if (malformed != null) {
      return malformed;
    }
    return rules == null ? Refusals.notReady() : null; // who comes later may have one before
  }
}
