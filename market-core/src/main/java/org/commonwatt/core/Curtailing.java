package org.commonwatt.core;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Curtailment;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.LinkFlow;
import org.commonwatt.model.Event.TradeMade;
import org.jspecify.annotations.Nullable;

/**
 * Which trades of a slot lose how much energy until every link carries no more than it may. With a
 * trade of the auction that a link has a part in go those that brought the energy to it and took it
 * away, so that each link still sells what it buys.
 */
final class Curtailing {
  private final SlotState slot;
  private final Curtailment.Order order;
  private final Map<String, LinkFlow> auctionFlows = new LinkedHashMap<>(); // by link, as left
  private final Map<String, Long> continuousFlows = new HashMap<>(); // by link, Wh, as left
  private final Map<Long, Long> lost = new HashMap<>(); // by trade

  private Curtailing(SlotState slot, Curtailment.Order order) {
    this.slot = slot;
    this.order = order;
    if (slot.auction() != null) {
      slot.auction().links().forEach(flow -> auctionFlows.put(flow.party(), flow));
    }
    slot.continuousTrades().forEach(trade -> addFlows(trade, trade.energyWh()));
  }

  /**
   * What is to be lost.
   *
   * @param lostWh positive, by trade id
   * @param auctionFlows what the auction sends over each link afterwards; empty before the gate
   */
  record Result(Map<Long, Long> lostWh, List<LinkFlow> auctionFlows) {}

  /** Works it out; the slot stays as it is. */
  static Result of(SlotState slot, Curtailment.Order order) {
    Curtailing curtailing = new Curtailing(slot, order);
    AreaLink over = curtailing.overloaded();
    while (over != null) {
      curtailing.relieve(over);
      over = curtailing.overloaded();
    }
    return new Result(curtailing.lost, List.copyOf(curtailing.auctionFlows.values()));
  }

  private @Nullable AreaLink overloaded() {
    return slot.links().all().stream().filter(link -> excess(link) != 0).findFirst().orElse(null);
  }

  /** By how much a link carries too much, in its direction or, negative, in reverse. */
  private long excess(AreaLink link) {
    long flow = Math.addExact(auctionFlow(link), continuousFlows.getOrDefault(link.party(), 0L));
    return Math.max(flow - link.maxFlowWh(), 0) + Math.min(flow - link.minFlowWh(), 0);
  }

  /** What flows the way of the excess is at least the excess, because no flow is always allowed. */
  private void relieve(AreaLink link) {
    long excess = excess(link);
    int sign = Long.signum(excess);
    if (order == Curtailment.Order.CONTINUOUS_FIRST) {
      long left = relieveContinuous(link, sign, Math.abs(excess));
      relieveAuction(link, sign, left);
    } else {
      long left = relieveAuction(link, sign, Math.abs(excess));
      relieveContinuous(link, sign, left);
    }
  }

  private long relieveContinuous(AreaLink link, int sign, long energyWh) {
    long left = energyWh;
    List<ContinuousTrade> trades = slot.continuousTrades();
    for (int i = trades.size() - 1; i >= 0 && left > 0; i--) {
      ContinuousTrade trade = trades.get(i);
      if (sign(trade, link) == sign) {
        long by = lose(trade.tradeId(), trade.energyWh(), left);
        addFlows(trade, -by);
        left -= by;
      }
    }
    return left;
  }

  private long relieveAuction(AreaLink link, int sign, long energyWh) {
    long flow = auctionFlow(link);
    if (Long.signum(flow) != sign || energyWh == 0) {
      return energyWh;
    }
    long by = Math.min(Math.abs(flow), energyWh);
    reduceFlow(link.party(), by);
    buyLess(link.party(), by);
    sellLess(link.party(), by);
    return energyWh - by;
  }

  /** A link brings less: who sold to it sells less. */
  private void buyLess(String link, long energyWh) {
    long left = energyWh;
    List<TradeMade> trades = slot.trades();
    for (int i = trades.size() - 1; i >= 0 && left > 0; i--) {
      TradeMade trade = trades.get(i);
      if (trade.buyer().equals(link)) {
        long by = lose(trade.tradeId(), trade.energyWh(), left);
        left -= by;
        if (AreaLink.isParty(trade.seller()) && by > 0) {
          reduceFlow(trade.seller(), by);
          buyLess(trade.seller(), by);
        }
      }
    }
  }

  /** A link brings less: who bought from it buys less. */
  private void sellLess(String link, long energyWh) {
    long left = energyWh;
    List<TradeMade> trades = slot.trades();
    for (int i = trades.size() - 1; i >= 0 && left > 0; i--) {
      TradeMade trade = trades.get(i);
      if (trade.seller().equals(link)) {
        long by = lose(trade.tradeId(), trade.energyWh(), left);
        left -= by;
        if (AreaLink.isParty(trade.buyer()) && by > 0) {
          reduceFlow(trade.buyer(), by);
          sellLess(trade.buyer(), by);
        }
      }
    }
  }

  private void reduceFlow(String link, long byWh) {
    auctionFlows.computeIfPresent(
        link, (party, flow) -> flow.withFlow(flow.flowWh() - Long.signum(flow.flowWh()) * byWh));
  }

  private long auctionFlow(AreaLink link) {
    LinkFlow flow = auctionFlows.get(link.party());
    return flow == null ? 0 : flow.flowWh();
  }

  /** Takes energy from a trade, as much as it has; returns how much. */
  private long lose(long tradeId, long energyWh, long wantedWh) {
    long by = Math.min(leftWh(tradeId, energyWh), wantedWh);
    if (by > 0) {
      lost.merge(tradeId, by, Math::addExact);
    }
    return by;
  }

  private long leftWh(long tradeId, long energyWh) {
    return energyWh - lost.getOrDefault(tradeId, 0L);
  }

  /** Adds energy of a trade to what its links carry. */
  private void addFlows(ContinuousTrade trade, long energyWh) {
    for (LinkFlow part : trade.path()) {
      continuousFlows.merge(part.party(), Long.signum(part.flowWh()) * energyWh, Math::addExact);
    }
  }

  /** Whether a trade goes over a link: 1 in its direction, −1 in reverse, 0 not. */
  private static int sign(ContinuousTrade trade, AreaLink link) {
    for (LinkFlow part : trade.path()) {
      if (part.party().equals(link.party())) {
        return Long.signum(part.flowWh());
      }
    }
    return 0;
  }
}
