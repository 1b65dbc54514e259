package org.commonwatt.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.GateMissed;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;

/** Takes a slot through its gate: to its auction, or to what the rulebook says of a missed gate. */
final class GateDesk {
  private static final long MILLIS_PER_SECOND = 1_000;
  private static final long MILLIS_PER_MINUTE = 60_000;

  private final SlotSchedule schedule;
  private final GateAuction auction;
  private final TradeIds tradeIds;
  private final RoomChecks room;
  private final Map<SlotState, GateResult> together = new HashMap<>(); // until each enters

  GateDesk(SlotSchedule schedule, TradeIds tradeIds, RoomChecks room) {
    this.schedule = schedule;
    this.auction = new GateAuction(tradeIds);
    this.tradeIds = tradeIds;
    this.room = room;
  }

  /** A slot is at its gate; the market's clock says how late. */
  void pass(SlotState slot, EventSink sink) {
    if (!together.containsKey(slot)) {
      clearTogether(slot, sink);
    }
    Fallbacks fallbacks = slot.rules().rulebook().fallbacks();
    if (fallbacks == null || !isLate(slot, fallbacks)) {
      hold(slot, sink);
      return;
    }
    SlotState earlier = earlier(slot, fallbacks);
    MissedGate fallback = fallback(slot, fallbacks, earlier);
    sink.emit(new GateMissed(slot.slot(), lateMillis(slot), fallback));
    if (fallback == MissedGate.LATE_AUCTION) {
      hold(slot, sink);
    } else if (fallback == MissedGate.PREVIOUS_SCHEDULE && earlier != null) {
      auction.repeat(slot, earlier, sink);
    } else {
      auction.skip(slot, sink);
    }
  }

  private void hold(SlotState slot, EventSink sink) {
    GateResult result = together.remove(slot);
    auction.hold(slot, result == null ? new GateCase(slot).clear() : result, sink);
  }

  /**
   * Clears the slots behind a gate together, if blocks take part, when the first of them enters its
   * auction; the others follow at the same instant.
   */
  private void clearTogether(SlotState first, EventSink sink) {
    Rulebook rulebook = first.rules().rulebook();
    if (rulebook.safeguards().auctionWindowSlots() == 0) {
      return;
    }
    List<SlotState> held = schedule.behindGate(first).stream().filter(this::isHeld).toList();
    WindowCase window = new WindowCase(rulebook, held);
    if (window.hasBlocks()) {
      WindowCase.Results results = window.clear();
      sink.emit(results.cleared());
      results.slots().keySet().forEach(SlotState::clearTogether);
      together.putAll(results.slots());
    }
  }

  private boolean isHeld(SlotState slot) {
    Fallbacks fallbacks = slot.rules().rulebook().fallbacks();
    return fallbacks == null
        || !isLate(slot, fallbacks)
        || fallback(slot, fallbacks, null) == MissedGate.LATE_AUCTION;
  }

  private boolean isLate(SlotState slot, Fallbacks fallbacks) {
    return lateMillis(slot) > fallbacks.gateToleranceSeconds() * MILLIS_PER_SECOND;
  }

  private long lateMillis(SlotState slot) {
    return tradeIds.timeMillis() - slot.rules().rulebook().gateMillis(slot.slot());
  }

  /** What can be done of what the rulebook says. */
  private MissedGate fallback(SlotState slot, Fallbacks fallbacks, @Nullable SlotState earlier) {
    boolean possible =
        switch (fallbacks.missedGate()) {
          case LATE_AUCTION -> tradeIds.timeMillis() < slot.slot().startMillis();
          case NO_TRADE -> true;
          case PREVIOUS_SCHEDULE -> earlier != null;
        };
    return possible ? fallbacks.missedGate() : MissedGate.NO_TRADE;
  }

  /** The slot whose schedule can be repeated, null when there is none under the same rulebook. */
  private @Nullable SlotState earlier(SlotState slot, Fallbacks fallbacks) {
    SlotState earlier =
        schedule.slot(slot.slot().startMillis() - fallbacks.scheduleMinutes() * MILLIS_PER_MINUTE);
    boolean repeatable =
        earlier != null
            && earlier.hasAuction()
            && earlier.rules().rulebook().version() == slot.rules().rulebook().version()
            && earlier.trades().size() <= room.left(slot)
            && fits(slot, earlier);
    return repeatable ? earlier : null;
  }

  /** Whether links may carry here what the earlier auction sends over them. */
  private static boolean fits(SlotState slot, SlotState earlier) {
    AuctionCleared auction = earlier.auction();
    return auction != null
        && auction.links().stream()
            .allMatch(
                flow -> {
                  AreaLink link = slot.links().of(flow.from(), flow.to());
                  return link.minFlowWh() <= flow.flowWh() && flow.flowWh() <= link.maxFlowWh();
                });
  }
}
