package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.DispatchCall;
import org.commonwatt.model.DispatchCall.End;
import org.commonwatt.model.Event.StorageCalled;
import org.commonwatt.model.Event.UnitCalled;
import org.jspecify.annotations.Nullable;

/** What has become of a dispatch call so far. */
final class CallCourse {
  final StorageCalled called;
  final Map<String, UnitCalled> asked = new HashMap<>(); // by unit
  final List<UnitCalled> accepted = new ArrayList<>();
  long wanted; // of each slot, Wh, with its sign
  boolean shrank; // whether a unit has lost what it had accepted
  @Nullable UnitCalled open; // who is to answer
  @Nullable End end;

  CallCourse(StorageCalled called) {
    this.called = called;
    wanted = called.call().injectionSlotWh();
  }

  DispatchCall call() {
    return called.call();
  }

  long promised() {
    return accepted.stream().mapToLong(UnitCalled::injectionSlotWh).sum();
  }
}
