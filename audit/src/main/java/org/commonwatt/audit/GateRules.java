package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.GateMissed;
import org.commonwatt.model.Event.LinkFlow;
import org.commonwatt.model.Event.OrderExpired;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.MissedGate;
import org.jspecify.annotations.Nullable;

/** Which gates were missed, and what stands in for their auctions: "Fallbacks". */
final class GateRules {
  private final MarketState state;

  GateRules(MarketState state) {
    this.state = state;
  }

  /**
   * Says that a gate was missed, if it was, and carries out what stands in for its auction.
   *
   * @return whether the auction is held all the same
   */
  boolean isHeld(SlotState slot, List<Event> out) {
    slot.clearedAt = state.clock;
    Fallbacks rules = slot.rules.fallbacks();
    long late = state.clock - slot.rules.gateMillis(slot.slot);
    if (rules == null || late <= 1000L * rules.gateToleranceSeconds()) {
      return true;
    }
    SlotState model = model(slot, rules);
    boolean lateAuction =
        rules.missedGate() == MissedGate.LATE_AUCTION && state.clock < slot.slot.startMillis();
    if (lateAuction) {
      out.add(new GateMissed(slot.slot, late, MissedGate.LATE_AUCTION));
      return true;
    }
    if (model == null) {
      out.add(new GateMissed(slot.slot, late, MissedGate.NO_TRADE));
      stateResult(slot, empty(slot), out);
      return false;
    }
    out.add(new GateMissed(slot.slot, late, MissedGate.PREVIOUS_SCHEDULE));
    repeat(slot, model, out);
    return false;
  }

  /** Whether a slot at its gate will hold its auction. */
  boolean willHold(SlotState slot) {
    Fallbacks rules = slot.rules.fallbacks();
    return rules == null
        || state.clock - slot.rules.gateMillis(slot.slot) <= 1000L * rules.gateToleranceSeconds()
        || (rules.missedGate() == MissedGate.LATE_AUCTION && state.clock < slot.slot.startMillis());
  }

  /** The slot whose trades are made again, null when none are. */
  private @Nullable SlotState model(SlotState slot, Fallbacks rules) {
    if (rules.missedGate() != MissedGate.PREVIOUS_SCHEDULE) {
      return null;
    }
    SlotState model = state.slots.get(slot.slot.startMillis() - rules.scheduleMinutes() * 60_000L);
    boolean fits =
        model != null
            && model.auction != null
            && !model.auctionCancelled
            && model.rules.version() == slot.rules.version()
            && model.trades.size() <= Room.left(state, slot)
            && slot.links.stream().allMatch(link -> carries(link, model.auction));
    return fits ? model : null;
  }

  private void repeat(SlotState slot, SlotState model, List<Event> out) {
    AuctionCleared last = model.auction;
    if (last == null) {
      throw new IllegalStateException("a schedule is that of an auction");
    }
    stateResult(
        slot,
        new AuctionCleared(
            slot.slot, last.areas(), last.links(), last.welfareNano(), last.optimal()),
        out);
    for (TradeMade old : model.trades) {
      long energy = old.energyWh();
      slot.countedWh += AreaLink.isParty(old.buyer()) ? 0 : energy;
      slot.countedWh += AreaLink.isParty(old.seller()) ? 0 : energy;
      TradeMade again =
          new TradeMade(
              ++state.lastTradeId,
              slot.slot,
              0,
              0,
              old.buyer(),
              old.seller(),
              energy,
              old.priceMicroPerKwh(),
              old.surplusMicroPerKwh());
      slot.trades.add(again);
      slot.used.auctionTrades(1);
      out.add(again);
    }
  }

  /** The result, and the end of every open order. */
  private static void stateResult(SlotState slot, AuctionCleared result, List<Event> out) {
    slot.auction = result;
    out.add(result);
    slot.open.forEach(
        (id, order) -> {
          slot.countedWh -= order.energy();
          out.add(new OrderExpired(id, order.energy()));
        });
    slot.open.clear();
  }

  /** The result of an auction in which nobody trades. */
  static AuctionCleared empty(SlotState slot) {
    List<AreaCleared> areas = new ArrayList<>();
    for (String area : slot.rules.areas().ids()) {
      areas.add(new AreaCleared(area, null, null, null, 0, 0));
    }
    areas.sort(Comparator.comparing(AreaCleared::area));
    List<LinkFlow> links = new ArrayList<>();
    slot.links.forEach(link -> links.add(new LinkFlow(link.from(), link.to(), 0)));
    return new AuctionCleared(slot.slot, areas, links, BigInteger.ZERO);
  }

  private static boolean carries(AreaLink link, AuctionCleared auction) {
    return auction.links().stream()
        .filter(flow -> flow.party().equals(link.party()))
        .allMatch(flow -> flow.flowWh() >= link.minFlowWh() && flow.flowWh() <= link.maxFlowWh());
  }
}
