package org.commonwatt.audit;

import java.util.Comparator;
import java.util.List;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.BustCause;
import org.commonwatt.model.Command.BustTrade;
import org.commonwatt.model.Command.CancelAuction;
import org.commonwatt.model.Command.LimitLink;
import org.commonwatt.model.Curtailment;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AuctionCancelRejected;
import org.commonwatt.model.Event.AuctionCancelled;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.BustRejected;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.LinkFlow;
import org.commonwatt.model.Event.LinkLimitRejected;
import org.commonwatt.model.Event.LinkLimited;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.Ids;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/** What an operator may take back, until when, and what falls away with it. */
final class OperatorRules {
  private static final long MINUTE = 60_000;

  private final MarketState state;

  OperatorRules(MarketState state) {
    this.state = state;
  }

  void cancel(CancelAuction cancel, List<Event> out) {
    SlotState slot = state.slots.get(cancel.slotStartMillis());
    RejectionCode code = refusal(cancel, slot);
    if (code != null || slot == null || slot.auction == null) {
      RejectionCode told = code == null ? RejectionCode.NO_AUCTION : code;
      out.add(
          new AuctionCancelRejected(
              cancel.operator(), cancel.slotStartMillis(), Expected.refusal(told)));
      return;
    }
    for (SlotState one : together(slot)) {
      takeBack(one, cancel, out);
    }
  }

  /** The slots whose auctions blocks joined; else a slot alone. */
  private List<SlotState> together(SlotState slot) {
    if (!slot.clearedTogether) {
      return List.of(slot);
    }
    return state.slots.values().stream()
        .filter(one -> one.clearedTogether && one.rules.version() == slot.rules.version())
        .filter(one -> one.rules.gateMillis(one.slot) == slot.rules.gateMillis(slot.slot))
        .sorted(Comparator.comparing(one -> one.slot))
        .toList();
  }

  private static void takeBack(SlotState slot, CancelAuction cancel, List<Event> out) {
    AuctionCleared cancelled = slot.auction;
    if (cancelled == null) {
      return;
    }
    out.add(new AuctionCancelled(slot.slot, cancel.reason()));
    for (TradeMade trade : List.copyOf(slot.trades)) {
      out.add(AnyTrade.of(drop(slot, trade)).busted(BustCause.AUCTION_CANCELLED, cancel.reason()));
    }
    slot.auction = GateRules.empty(slot);
    slot.auctionCancelled = true;
    slot.curtailments.clear();
    takeFlows(slot, cancelled.links());
    for (ContinuousTrade trade : List.copyOf(slot.continuousTrades)) {
      if (!trade.path().isEmpty()) {
        out.add(
            AnyTrade.of(drop(slot, trade)).busted(BustCause.AUCTION_CANCELLED, cancel.reason()));
      }
    }
  }

  void bust(BustTrade bust, List<Event> out) {
    for (SlotState slot : state.slots.values()) {
      for (TradeMade trade : List.copyOf(slot.trades)) {
        if (trade.tradeId() == bust.tradeId()) {
          RejectionCode code = refusal(bust, slot);
          boolean link = AnyTrade.of(trade).isWithLink();
          if (!refused(bust, code == null && link ? RejectionCode.TRADE_WITH_LINK : code, out)) {
            out.add(AnyTrade.of(drop(slot, trade)).busted(BustCause.ERRONEOUS, bust.reason()));
          }
          return;
        }
      }
      for (ContinuousTrade trade : List.copyOf(slot.continuousTrades)) {
        if (trade.tradeId() == bust.tradeId()) {
          RejectionCode code = refusal(bust, slot);
          boolean over = code == null && overloads(slot, trade);
          if (!refused(bust, over ? RejectionCode.LINK_OVERLOADED : code, out)) {
            out.add(AnyTrade.of(drop(slot, trade)).busted(BustCause.ERRONEOUS, bust.reason()));
          }
          return;
        }
      }
    }
    RejectionCode code = stranger(bust.operator(), bust.reason(), state.rulebook);
    refused(bust, code == null ? RejectionCode.UNKNOWN_TRADE : code, out);
  }

  private static boolean refused(BustTrade bust, @Nullable RejectionCode code, List<Event> out) {
    if (code != null) {
      out.add(new BustRejected(bust.operator(), bust.tradeId(), Expected.refusal(code)));
    }
    return code != null;
  }

  /** Lowers the limit of a link. */
  void limit(LimitLink limit, List<Event> out) {
    SlotState slot = state.slots.get(limit.slotStartMillis());
    RejectionCode code = refusal(limit, slot);
    Fallbacks fallbacks = slot == null ? null : slot.rules.fallbacks();
    Curtailment curtailment = fallbacks == null ? null : fallbacks.curtailment();
    if (code != null || slot == null || curtailment == null) {
      RejectionCode told = code == null ? RejectionCode.SLOT_NOT_OPEN : code;
      out.add(
          new LinkLimitRejected(
              limit.operator(),
              limit.slotStartMillis(),
              limit.from(),
              limit.to(),
              Expected.refusal(told)));
      return;
    }
    slot.links = slot.links.stream().map(link -> lowered(link, limit)).toList();
    out.add(
        new LinkLimited(
            slot.slot,
            limit.from(),
            limit.to(),
            limit.minFlowWh(),
            limit.maxFlowWh(),
            limit.reason()));
    CurtailmentRules.apply(slot, curtailment, out);
    for (int l = 0; slot.book != null && l < slot.links.size(); l++) {
      AreaLink link = slot.links.get(l);
      slot.book.limit(l, link.minFlowWh(), link.maxFlowWh(), slot.flowWh(link.party()));
    }
  }

  private static AreaLink lowered(AreaLink link, LimitLink limit) {
    return link.from().equals(limit.from()) && link.to().equals(limit.to())
        ? new AreaLink(
            link.from(), link.to(), limit.minFlowWh(), limit.maxFlowWh(), link.feeMicroPerKwh())
        : link;
  }

  private @Nullable RejectionCode refusal(LimitLink limit, @Nullable SlotState slot) {
    Rulebook rules = slot == null ? state.rulebook : slot.rules;
    boolean spelt = Ids.isValid(limit.from()) && Ids.isValid(limit.to());
    RejectionCode code =
        spelt ? stranger(limit.operator(), limit.reason(), rules) : RejectionCode.MALFORMED;
    if (code != null || rules == null) {
      return code;
    }
    List<AreaLink> links = slot == null ? rules.areas().links() : slot.links;
    AreaLink now = null;
    for (AreaLink link : links) {
      now = link.from().equals(limit.from()) && link.to().equals(limit.to()) ? link : now;
    }
    if (now == null) {
      return RejectionCode.UNKNOWN_LINK;
    }
    if (!DeliverySlot.isBorder(limit.slotStartMillis(), rules.timing().slotMinutes())) {
      return RejectionCode.SLOT_MISALIGNED;
    }
    if (slot == null) {
      return RejectionCode.SLOT_NOT_OPEN;
    }
    boolean raises = limit.minFlowWh() < now.minFlowWh() || limit.maxFlowWh() > now.maxFlowWh();
    if (raises || limit.minFlowWh() > 0 || limit.maxFlowWh() < 0) {
      return RejectionCode.VALUE_OUT_OF_RANGE;
    }
    Fallbacks fallbacks = rules.fallbacks();
    if (fallbacks == null || fallbacks.curtailment() == null) {
      return RejectionCode.NOT_IN_RULES;
    }
    boolean begun =
        slot.phase.compareTo(SlotPhase.DELIVERY) >= 0 || state.clock >= slot.slot.startMillis();
    return begun ? RejectionCode.DEADLINE_PAST : null;
  }

  private @Nullable RejectionCode refusal(CancelAuction cancel, @Nullable SlotState slot) {
    Rulebook rules = slot == null ? state.rulebook : slot.rules;
    RejectionCode code = stranger(cancel.operator(), cancel.reason(), rules);
    if (code != null || rules == null) {
      return code;
    }
    if (!DeliverySlot.isBorder(cancel.slotStartMillis(), rules.timing().slotMinutes())) {
      return RejectionCode.SLOT_MISALIGNED;
    }
    if (slot == null || slot.auction == null || slot.auctionCancelled) {
      return RejectionCode.NO_AUCTION;
    }
    Fallbacks fallbacks = rules.fallbacks();
    for (SlotState one : together(slot)) {
      code = byTime(one, one.clearedAt, fallbacks == null ? 0 : fallbacks.cancelMinutes());
      if (code != null) {
        return code;
      }
    }
    return null;
  }

  private @Nullable RejectionCode refusal(BustTrade bust, SlotState slot) {
    RejectionCode code = stranger(bust.operator(), bust.reason(), slot.rules);
    Fallbacks fallbacks = slot.rules.fallbacks();
    long made = slot.madeAt.getOrDefault(bust.tradeId(), slot.clearedAt);
    return code == null
        ? byTime(slot, made, fallbacks == null ? 0 : fallbacks.bustMinutes())
        : code;
  }

  private static @Nullable RejectionCode stranger(
      String operator, String reason, @Nullable Rulebook rules) {
    if (!Ids.isValid(operator) || reason.isBlank() || reason.length() > 200) {
      return RejectionCode.MALFORMED;
    }
    if (rules == null) {
      return RejectionCode.MARKET_NOT_READY;
    }
    Fallbacks fallbacks = rules.fallbacks();
    boolean other = fallbacks != null && !fallbacks.operator().equals(operator);
    return other ? RejectionCode.NOT_OPERATOR : null;
  }

  private @Nullable RejectionCode byTime(SlotState slot, long since, int minutes) {
    if (minutes == 0) {
      return RejectionCode.NOT_IN_RULES;
    }
    boolean begun =
        slot.phase.compareTo(SlotPhase.DELIVERY) >= 0 || state.clock >= slot.slot.startMillis();
    return begun || state.clock - since > minutes * MINUTE ? RejectionCode.DEADLINE_PAST : null;
  }

  private static boolean overloads(SlotState slot, ContinuousTrade trade) {
    for (LinkFlow part : trade.path()) {
      for (AreaLink link : slot.links) {
        if (link.party().equals(part.party())) {
          long left = slot.flowWh(part.party()) - part.flowWh();
          if (left > link.maxFlowWh() || left < link.minFlowWh()) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static TradeMade drop(SlotState slot, TradeMade trade) {
    slot.trades.remove(trade);
    slot.curtailments.removeIf(told -> told.tradeId() == trade.tradeId());
    return trade;
  }

  private static ContinuousTrade drop(SlotState slot, ContinuousTrade trade) {
    slot.continuousTrades.remove(trade);
    slot.curtailments.removeIf(told -> told.tradeId() == trade.tradeId());
    takeFlows(slot, trade.path());
    return trade;
  }

  /** While the slot trades, its links may carry that again. */
  private static void takeFlows(SlotState slot, List<LinkFlow> flows) {
    if (slot.book == null) {
      return;
    }
    for (LinkFlow part : flows) {
      for (int link = 0; link < slot.links.size(); link++) {
        if (slot.links.get(link).party().equals(part.party())) {
          slot.book.addFlow(link, -part.flowWh());
        }
      }
    }
  }
}
