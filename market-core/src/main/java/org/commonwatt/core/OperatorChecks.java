package org.commonwatt.core;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Command.BustTrade;
import org.commonwatt.model.Command.CancelAuction;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.LinkFlow;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/** Why what an operator asks for is refused, in the order of precedence of the codes. */
final class OperatorChecks {
  /** The longest reason that an operator gives, in characters. */
  static final int MAX_REASON = 200;

  private static final long MILLIS_PER_MINUTE = 60_000;

  private OperatorChecks() {}

  /** Checks the cancellation of an auction. */
  static @Nullable Rejection refusal(
      CancelAuction command, SlotSchedule schedule, long timeMillis) {
    Rules rules = schedule.rulesOf(command.slotStartMillis());
    Rejection rejection = stranger(command.operator(), command.reason(), null, rules);
    if (rejection != null || rules == null) {
      return rejection;
    }
    rejection = OrderChecks.misaligned(command.slotStartMillis(), rules);
    if (rejection != null) {
      return rejection;
    }
    SlotState slot = schedule.slot(command.slotStartMillis());
    if (slot == null || !slot.hasAuction()) {
      return noAuction(command);
    }
    Fallbacks fallbacks = rules.rulebook().fallbacks();
    int minutes = fallbacks == null ? 0 : fallbacks.cancelMinutes();
    return minutes == 0
        ? notInRules(rules, "cancelMinutes", "an auction")
        : firstOverdue(schedule.clearedWith(slot), minutes, timeMillis);
  }

  private static @Nullable Rejection firstOverdue(
      List<SlotState> slots, int minutes, long timeMillis) {
    for (SlotState slot : slots) {
      Rejection rejection = overdue(slot, slot.clearedMillis(), minutes, timeMillis);
      if (rejection != null) {
        return rejection;
      }
    }
    return null;
  }

  /**
   * Checks the bust of a trade.
   *
   * @param slot the slot in which it stands, null when it stands in none
   * @param current the rules in force
   */
  static @Nullable Rejection refusal(
      BustTrade command, @Nullable SlotState slot, @Nullable Rules current, long timeMillis) {
    Rules rules = slot == null ? current : slot.rules();
    Rejection rejection = stranger(command.operator(), command.reason(), null, rules);
    if (rejection != null || rules == null) {
      return rejection;
    }
    if (slot == null) {
      return unknownTrade(command);
    }
    Fallbacks fallbacks = rules.rulebook().fallbacks();
    int minutes = fallbacks == null ? 0 : fallbacks.bustMinutes();
    if (minutes == 0) {
      return notInRules(rules, "bustMinutes", "a trade");
    }
    rejection = overdue(slot, slot.standing().madeMillis(command.tradeId()), minutes, timeMillis);
    if (rejection == null) {
      rejection = withLink(command.tradeId(), slot);
    }
    return rejection == null ? overloaded(command.tradeId(), slot) : rejection;
  }

  static Rejection noAuction(CancelAuction command) {
    return new Rejection(
        RejectionCode.NO_AUCTION,
        "no auction of the slot of "
            + Instant.ofEpochMilli(command.slotStartMillis())
            + " stands: it was not held yet, was cancelled before, or is past memory");
  }

  static Rejection unknownTrade(BustTrade command) {
    return new Rejection(
        RejectionCode.UNKNOWN_TRADE,
        "no trade "
            + command.tradeId()
            + " stands: it was never made, fell away before, or is past memory");
  }

  /**
   * Refuses bad spelling, a market without rules, and who is not the operator they name.
   *
   * @param otherwiseMalformed what else is spelt badly
   */
  static @Nullable Rejection stranger(
      String operator,
      String reason,
      @Nullable Rejection otherwiseMalformed,
      @Nullable Rules rules) {
    Rejection malformed = Refusals.unlessId("operator", operator);
    if (malformed != null || otherwiseMalformed != null) {
      return malformed == null ? otherwiseMalformed : malformed;
    }
    if (reason.isBlank() || reason.length() > MAX_REASON) {
      return new Rejection(
          RejectionCode.MALFORMED,
          "reason must be a sentence of 1 to " + MAX_REASON + " characters that everybody reads");
    }
    if (rules == null) {
      return Refusals.notReady();
    }
    Fallbacks fallbacks = rules.rulebook().fallbacks();
    return fallbacks == null || fallbacks.operator().equals(operator)
        ? null
        : new Rejection(
            RejectionCode.NOT_OPERATOR,
            operator
                + " is not the operator of the market: under rulebook "
                + rules.rulebook().version()
                + " that is "
                + fallbacks.operator());
  }

  private static Rejection notInRules(Rules rules, String setting, String what) {
    return new Rejection(
        RejectionCode.NOT_IN_RULES,
        "rulebook "
            + rules.rulebook().version()
            + " lets nobody take back "
            + what
            + ": that needs fallbacks with "
            + setting
            + " above 0");
  }

  /** Refuses what comes too late after an instant, or after the start of delivery. */
  private static @Nullable Rejection overdue(
      SlotState slot, long sinceMillis, int minutes, long timeMillis) {
    long deadline =
        Math.min(
            Math.addExact(sinceMillis, minutes * MILLIS_PER_MINUTE), slot.slot().startMillis() - 1);
    boolean begun = slot.phase().compareTo(SlotPhase.DELIVERY) >= 0;
    return !begun && timeMillis <= deadline
        ? null
        : new Rejection(
            RejectionCode.DEADLINE_PAST,
            "this was possible until "
                + Instant.ofEpochMilli(deadline)
                + ", the market's clock is at "
                + Instant.ofEpochMilli(timeMillis)
                + ": settle it outside the market");
  }

  private static @Nullable Rejection withLink(long tradeId, SlotState slot) {
    boolean link =
        slot.trades().stream()
            .filter(trade -> trade.tradeId() == tradeId)
            .anyMatch(t -> AreaLink.isParty(t.buyer()) || AreaLink.isParty(t.seller()));
    return link
        ? new Rejection(
            RejectionCode.TRADE_WITH_LINK,
            "one side of trade "
                + tradeId
                + " is a link, which would keep the energy: cancel the auction instead")
        : null;
  }

  /** Refuses to take out a trade whose flow another one relies on. */
  private static @Nullable Rejection overloaded(long tradeId, SlotState slot) {
    List<LinkFlow> path =
        slot.continuousTrades().stream()
            .filter(trade -> trade.tradeId() == tradeId)
            .map(ContinuousTrade::path)
            .findFirst()
            .orElse(List.of());
    Map<String, Long> flows = path.isEmpty() ? Map.of() : slot.flowsWh();
    for (LinkFlow part : path) {
      long left = flows.getOrDefault(part.party(), 0L) - part.flowWh();
      for (AreaLink link : slot.links().all()) {
        boolean over = left < link.minFlowWh() || left > link.maxFlowWh();
        if (link.party().equals(part.party()) && over) {
          return new Rejection(
              RejectionCode.LINK_OVERLOADED,
              "without trade "
                  + tradeId
                  + " link "
                  + part.party()
                  + " would carry "
                  + left
                  + " Wh, more than it may: bust later trades over it first");
        }
      }
    }
    return null;
  }
}
