package org.commonwatt.core;

import java.time.Instant;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Command.LimitLink;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/** Why the limit of a link is not lowered, in the order of precedence of the codes. */
final class LinkChecks {
  private LinkChecks() {}

  static @Nullable Rejection refusal(LimitLink command, SlotSchedule schedule, long timeMillis) {
    Rejection malformed = Refusals.unlessId("from", command.from());
    if (malformed == null) {
      malformed = Refusals.unlessId("to", command.to());
    }
    Rules rules = schedule.rulesOf(command.slotStartMillis());
    Rejection rejection =
        OperatorChecks.stranger(command.operator(), command.reason(), malformed, rules);
    if (rejection != null || rules == null) {
      return rejection;
    }
    String party = AreaLink.party(command.from(), command.to());
    if (rules.rulebook().areas().links().stream().noneMatch(l -> l.party().equals(party))) {
      return new Rejection(
          RejectionCode.UNKNOWN_LINK,
          "the market has no link " + party + ": name it as GET /v1/market does");
    }
    rejection = OrderChecks.misaligned(command.slotStartMillis(), rules);
    if (rejection != null) {
      return rejection;
    }
    SlotState slot = schedule.slot(command.slotStartMillis());
    return slot == null ? slotNotOpen(command) : bySlot(command, slot, timeMillis);
  }

  static Rejection slotNotOpen(LimitLink command) {
    return new Rejection(
        RejectionCode.SLOT_NOT_OPEN,
        "the slot of "
            + Instant.ofEpochMilli(command.slotStartMillis())
            + " is not open yet, or is past memory");
  }

  private static @Nullable Rejection bySlot(LimitLink command, SlotState slot, long timeMillis) {
    AreaLink now = slot.links().of(command.from(), command.to());
    boolean lowers =
        command.minFlowWh() >= now.minFlowWh()
            && command.minFlowWh() <= 0
            && command.maxFlowWh() >= 0
            && command.maxFlowWh() <= now.maxFlowWh();
    if (!lowers) {
      return new Rejection(
          RejectionCode.VALUE_OUT_OF_RANGE,
          "link "
              + now.party()
              + " may carry "
              + now.minFlowWh()
              + " to "
              + now.maxFlowWh()
              + " Wh in this slot: limits are lowered, never raised, and no flow stays allowed");
    }
    if (LinkDesk.rules(slot) == null) {
      return new Rejection(
          RejectionCode.NOT_IN_RULES,
          "rulebook "
              + slot.rules().rulebook().version()
              + " lowers no limit of a link: that needs fallbacks with a curtailment");
    }
    boolean begun = slot.phase().compareTo(SlotPhase.DELIVERY) >= 0;
    return begun || timeMillis >= slot.slot().startMillis()
        ? new Rejection(
            RejectionCode.DEADLINE_PAST,
            "delivery in slot " + slot.slot() + " has begun: what flows is metered")
        : null;
  }
}
