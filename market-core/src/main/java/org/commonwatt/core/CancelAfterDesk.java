package org.commonwatt.core;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.commonwatt.model.Command.CancelAfter;
import org.commonwatt.model.Event.CancelAfterPassed;
import org.commonwatt.model.Event.CancelAfterSet;
import org.commonwatt.model.Event.CancelRejected;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;

/**
 * Dead man's switches: cancels the open orders of participants that have not renewed theirs in
 * time. The time is the market's, which only ticks advance, so a replay cancels the same orders.
 */
final class CancelAfterDesk {
  /** The longest that a switch waits. */
  static final int MAX_SECONDS = 600;

  private final SlotSchedule schedule;
  private final AmendDesk amendDesk;
  private final Map<String, Switch> switches = new HashMap<>();
  private final TreeSet<Switch> inTime =
      new TreeSet<>(
          Comparator.comparingLong(Switch::deadlineMillis).thenComparing(Switch::participant));

  CancelAfterDesk(SlotSchedule schedule, AmendDesk amendDesk) {
    this.schedule = schedule;
    this.amendDesk = amendDesk;
  }

  private record Switch(String participant, long deadlineMillis) {}

  /** Sets, renews or takes away a switch. */
  void set(CancelAfter command, long nowMillis, EventSink sink) {
    String participant = command.participant();
    Rejection rejection = refusal(command);
    if (rejection != null) {
      sink.emit(new CancelRejected(participant, 0, rejection));
      return;
    }
    Switch before = switches.remove(participant);
    if (before != null) {
      inTime.remove(before);
    }
    long deadline =
        command.seconds() == 0 ? 0 : Math.addExact(nowMillis, command.seconds() * 1_000L);
    if (deadline != 0) {
      add(new Switch(participant, deadline));
    }
    sink.emit(new CancelAfterSet(participant, deadline));
  }

  /** When the next switch passes; there must be one. */
  long nextMillis() {
    return inTime.first().deadlineMillis();
  }

  /** Whether a switch passes until an instant. */
  boolean isDue(long timeMillis) {
    return !inTime.isEmpty() && inTime.first().deadlineMillis() <= timeMillis;
  }

  /** The next switch passes: cancels the open orders of its owner, by id. */
  void pass(EventSink sink) {
    Switch passed = first();
    switches.remove(passed.participant());
    int orders = amendDesk.cancelSilent(passed.participant(), sink);
    sink.emit(new CancelAfterPassed(passed.participant(), passed.deadlineMillis(), orders));
  }

  private Switch first() {
    Switch first = inTime.first();
    inTime.remove(first);
    return first;
  }

  void save(StateWriter out) {
    out.number(inTime.size());
    for (Switch one : inTime) {
      out.text(one.participant());
      out.number(one.deadlineMillis());
    }
  }

  void restore(StateReader in) {
    for (int left = in.count(); left > 0; left--) {
      add(new Switch(in.text(), in.number()));
    }
  }

  private void add(Switch one) {
    switches.put(one.participant(), one);
    inTime.add(one);
  }

  /** Who has an open order may set a switch, also when the rulebook in force does not name it. */
  private @Nullable Rejection refusal(CancelAfter command) {
    boolean hasOrders = !amendDesk.openOrders(command.participant()).isEmpty();
    Rejection stranger = hasOrders ? null : OrderChecks.stranger(command.participant(), schedule);
    if (stranger != null || (command.seconds() >= 0 && command.seconds() <= MAX_SECONDS)) {
      return stranger;
    }
    return new Rejection(
        RejectionCode.VALUE_OUT_OF_RANGE,
        "a switch waits 0 to " + MAX_SECONDS + " seconds, not " + command.seconds());
  }
}
