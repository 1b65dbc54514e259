package org.commonwatt.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.model.DispatchCall;
import org.commonwatt.model.DispatchCall.Answer;
import org.commonwatt.model.Event.CallAnswered;
import org.commonwatt.model.Event.CallEnded;
import org.commonwatt.model.Event.StorageCalled;
import org.commonwatt.model.Event.UnitCalled;
import org.jspecify.annotations.Nullable;

/** A call as it stands: which units were called, in that order, and what they said. */
final class CallState {
  private final StorageCalled called;
  private final List<UnitCalled> units = new ArrayList<>();
  private final List<CallAnswered> answers = new ArrayList<>(); // of the same units, in order
  private final TreeMap<String, Long> lost = new TreeMap<>(); // when, by unit that had accepted
  private long wantedSlotWh;
  private @Nullable CallEnded end;

  CallState(StorageCalled called) {
    this.called = called;
    wantedSlotWh = called.call().injectionSlotWh();
  }

  StorageCalled called() {
    return called;
  }

  DispatchCall call() {
    return called.call();
  }

  List<UnitCalled> units() {
    return units;
  }

  List<CallAnswered> answers() {
    return answers;
  }

  @Nullable CallEnded end() {
    return end;
  }

  /** What somebody is called for is what it lacks of this, of each slot, Wh, with its sign. */
  long wantedSlotWh() {
    return wantedSlotWh;
  }

  void end(CallEnded ended) {
    end = ended;
  }

  /** A unit has lost what it had accepted: of a call that had ended, that is now called for. */
  void lose(String unit, long timeMillis) {
    CallEnded ended = end;
    if (ended != null) {
      wantedSlotWh = ended.promisedSlotWh();
      end = null;
    }
    lost.put(unit, timeMillis);
  }

  boolean isCancelled() {
    return end != null && end.end() == DispatchCall.End.CANCELLED;
  }

  boolean hasLost() {
    return !lost.isEmpty();
  }

  /** The unit that is to answer; null when none is. */
  @Nullable UnitCalled asked() {
    return end != null || answers.size() == units.size() ? null : units.get(units.size() - 1);
  }

  boolean wasCalled(String unit) {
    return units.stream().anyMatch(one -> one.unit().equals(unit));
  }

  /** The units that are committed. */
  List<UnitCalled> accepted() {
    List<UnitCalled> accepted = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i).answer() == Answer.ACCEPTED && !lost.containsKey(units.get(i).unit())) {
        accepted.add(units.get(i));
      }
    }
    return accepted;
  }

  /** What units have promised in each slot, Wh, with its sign. */
  long promisedSlotWh() {
    return accepted().stream().mapToLong(UnitCalled::injectionSlotWh).sum();
  }

  CallView view() {
    return new CallView(called, List.copyOf(units), List.copyOf(answers), Map.copyOf(lost), end);
  }

  void save(StateWriter out) {
    out.event(called);
    out.number(units.size());
    units.forEach(out::event);
    out.number(answers.size());
    answers.forEach(out::event);
    out.number(lost.size());
    lost.forEach(
        (unit, when) -> {
          out.text(unit);
          out.number(when);
        });
    out.number(wantedSlotWh);
    CallEnded ended = end;
    out.number(ended == null ? 0 : 1);
    if (ended != null) {
      out.event(ended);
    }
  }

  static CallState restore(StateReader in) {
    CallState call = new CallState(in.event(StorageCalled.class));
    for (int left = in.count(); left > 0; left--) {
      call.units.add(in.event(UnitCalled.class));
    }
    for (int left = in.count(); left > 0; left--) {
      call.answers.add(in.event(CallAnswered.class));
    }
    for (int left = in.count(); left > 0; left--) {
      call.lost.put(in.text(), in.number());
    }
    call.wantedSlotWh = in.number();
    if (in.number() == 1) {
      call.end = in.event(CallEnded.class);
    }
    return call;
  }
}
