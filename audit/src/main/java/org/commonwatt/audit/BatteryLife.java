package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A battery as the audit has it: what statements say, and nothing that follows from that. */
final class BatteryLife {
  final String id;
  final String kind;
  final List<BatteryLife> parts = new ArrayList<>();
  final Set<String> ownHolds = new TreeSet<>();
  final Map<String, Metered> windows = new TreeMap<>();
  final List<String> codes = new ArrayList<>(); // as they were written
  long ratedWh;
  String state;
  boolean isUnknown; // whether it, or what it was got from, was taken in without a history
  @Nullable BatteryLife whole;
  boolean isolated;
  @Nullable Tested test;

  /** The least that was found since a lab explained a rise. */
  long leastWh;

  BatteryLife(String id, String kind, long ratedWh, String state) {
    this.id = id;
    this.kind = kind;
    this.ratedWh = ratedWh;
    this.state = state;
  }

  /** The newest test. */
  record Tested(String basis, long energyWh, long atMillis) {}

  /** A window of metering: when it was first told of, and its newest figures. */
  record Metered(long atMillis, long revision, long dischargeWh) {}

  boolean isClosed() {
    return state.equals("RECYCLED") || state.equals("DESTROYED");
  }

  /** Holds that reach it: its own, and those of its parts that are not cut off. */
  int holds() {
    int holds = ownHolds.size();
    for (BatteryLife part : parts) {
      holds += part.isolated ? 0 : part.holds();
    }
    return holds;
  }

  BatteryLife root() {
    BatteryLife at = this;
    while (at.whole != null) {
      at = at.whole;
    }
    return at;
  }

  /** Leaves what it is in. */
  void leave() {
    if (whole != null) {
      whole.parts.remove(this);
    }
    whole = null;
    isolated = false;
  }

  /** Goes into a whole. */
  void join(BatteryLife into) {
    whole = into;
    into.parts.add(this);
    state = "INTEGRATED";
  }

  /** Ends with all of its parts. */
  void destroy() {
    if (!isClosed()) {
      state = "DESTROYED";
    }
    parts.forEach(BatteryLife::destroy);
  }
}
