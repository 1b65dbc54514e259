package org.commonwatt.core;

import java.util.ArrayList;
import java.util.List;
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
  private @Nullable CallEnded end;

  CallState(StorageCalled called) {
    this.called = called;
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

  void end(CallEnded ended) {
    end = ended;
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
      if (answers.get(i).answer() == Answer.ACCEPTED) {
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
    return new CallView(called, List.copyOf(units), List.copyOf(answers), end);
  }

  void save(StateWriter out) {
    out.event(called);
    out.number(units.size());
    units.forEach(out::event);
    out.number(answers.size());
    answers.forEach(out::event);
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
    if (in.number() == 1) {
      call.end = in.event(CallEnded.class);
    }
    return call;
  }
}
