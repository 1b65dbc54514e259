package org.commonwatt.audit;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.model.BoundaryFlow;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.BoundaryRecorded;
import org.commonwatt.model.Event.BoundaryRejected;
import org.commonwatt.model.LossRules;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/** Which flows over the boundaries of areas are taken. */
final class BoundaryRules {
  private final MarketState state;

  BoundaryRules(MarketState state) {
    this.state = state;
  }

  void take(BoundaryFlow flow, List<Event> out) {
    RejectionCode code = refusal(flow);
    if (code != null) {
      out.add(new BoundaryRejected(flow, Expected.refusal(code)));
      return;
    }
    known(flow).put(flow.area(), flow);
    out.add(new BoundaryRecorded(flow));
  }

  private @Nullable RejectionCode refusal(BoundaryFlow flow) {
    Rulebook rules = state.rulesOf(flow.slot().startMillis());
    if (rules == null) {
      return RejectionCode.MARKET_NOT_READY;
    }
    if (!rules.areas().ids().contains(flow.area())) {
      return RejectionCode.UNKNOWN_AREA;
    }
    LossRules losses = rules.losses();
    if (losses == null
        || losses.areas().stream().noneMatch(one -> one.area().equals(flow.area()))) {
      return RejectionCode.NOT_IN_RULES;
    }
    if (flow.slot().minutes() != rules.timing().slotMinutes()) {
      return RejectionCode.SLOT_MISALIGNED;
    }
    long most = EnergyLimits.boundaryWh(rules, losses);
    if (flow.importWh() > most || flow.exportWh() > most) {
      return RejectionCode.VALUE_OUT_OF_RANGE;
    }
    if (state.isTooFar(rules, flow.slot())) {
      return RejectionCode.SLOT_NOT_OPEN;
    }
    BoundaryFlow before = known(flow).get(flow.area());
    if (before != null && before.version() >= flow.version()) {
      return RejectionCode.POSITION_NOT_NEWER;
    }
    return isOver(rules, flow) ? RejectionCode.SLOT_SETTLED : null;
  }

  private boolean isOver(Rulebook rules, BoundaryFlow flow) {
    long start = flow.slot().startMillis();
    SlotState slot = state.slots.get(start);
    boolean settled =
        slot == null
            ? state.isForgotten(rules, start)
            : slot.phase.compareTo(SlotPhase.SETTLED) >= 0;
    return settled && !state.laterRuns.containsKey(start);
  }

  private SortedMap<String, BoundaryFlow> known(BoundaryFlow flow) {
    return state.boundaries.computeIfAbsent(flow.slot(), slot -> new TreeMap<>());
  }
}
