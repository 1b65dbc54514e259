package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Curtailment;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.LinkFlow;
import org.commonwatt.model.Event.TradeCurtailed;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Rulebook.TariffStep;

/**
 * Which trades lose what when links of a slot may carry less: link by link what is too much goes,
 * then whatever leaves a link with more bought than sold or the reverse, until all is even.
 */
final class CurtailmentRules {
  private final SlotState slot;
  private final Curtailment rules;
  private final SortedMap<Long, Long> energies = new TreeMap<>(); // that stand, by trade

  private CurtailmentRules(SlotState slot, Curtailment rules) {
    this.slot = slot;
    this.rules = rules;
    slot.trades.forEach(trade -> energies.put(trade.tradeId(), trade.energyWh()));
    slot.continuousTrades.forEach(trade -> energies.put(trade.tradeId(), trade.energyWh()));
  }

  /** Takes from the trades of a slot what its links no longer carry, and says so. */
  static void apply(SlotState slot, Curtailment rules, List<Event> out) {
    new CurtailmentRules(slot, rules).apply(out);
  }

  private void apply(List<Event> out) {
    for (int l = 0; l < slot.links.size(); l++) {
      if (relieve(slot.links.get(l))) {
        l = -1; // from the first link on again
      }
    }
    List<TradeCurtailed> told = new ArrayList<>();
    slot.trades.forEach(trade -> tell(AnyTrade.of(trade), told));
    slot.continuousTrades.forEach(trade -> tell(AnyTrade.of(trade), told));
    slot.curtailments.addAll(told);
    out.addAll(told);
    if (!told.isEmpty()) {
      takeOver();
    }
  }

  private boolean relieve(AreaLink link) {
    long flow = auctionFlow(link.party()) + continuousFlow(link.party());
    long over = flow > link.maxFlowWh() ? flow - link.maxFlowWh() : 0;
    over += flow < link.minFlowWh() ? flow - link.minFlowWh() : 0;
    if (over == 0) {
      return false;
    }
    boolean forward = over > 0;
    long left = Math.abs(over);
    if (rules.order() == Curtailment.Order.AUCTION_FIRST) {
      left -= takeFromAuction(link.party(), forward, left);
      takeContinuous(link.party(), forward, left);
    } else {
      left -= takeContinuous(link.party(), forward, left);
      takeFromAuction(link.party(), forward, left);
    }
    return true;
  }

  private long takeContinuous(String link, boolean forward, long most) {
    List<Long> ids = new ArrayList<>();
    for (ContinuousTrade trade : slot.continuousTrades) {
      for (LinkFlow part : trade.path()) {
        if (part.party().equals(link) && part.flowWh() > 0 == forward) {
          ids.add(trade.tradeId());
        }
      }
    }
    return take(ids, most);
  }

  private long takeFromAuction(String link, boolean forward, long most) {
    long flow = auctionFlow(link);
    long wanted = flow != 0 && flow > 0 == forward ? Math.min(Math.abs(flow), most) : 0;
    take(ids(trade -> trade.buyer().equals(link)), wanted);
    take(ids(trade -> trade.seller().equals(link)), wanted);
    boolean even = false;
    while (!even) {
      even = true;
      for (AreaLink other : slot.links) {
        List<Long> buys = ids(trade -> trade.buyer().equals(other.party()));
        List<Long> sells = ids(trade -> trade.seller().equals(other.party()));
        long kept = sum(buys) - sum(sells);
        even &= kept == 0;
        take(kept > 0 ? buys : sells, Math.abs(kept));
      }
    }
    return wanted;
  }

  /** Takes energy from trades, the last one first. */
  private long take(List<Long> ids, long most) {
    long left = most;
    for (int i = ids.size() - 1; i >= 0; i--) {
      long energy = energies.getOrDefault(ids.get(i), 0L);
      long by = Math.min(energy, left);
      energies.put(ids.get(i), energy - by);
      left -= by;
    }
    return most - left;
  }

  private List<Long> ids(Predicate<TradeMade> which) {
    return slot.trades.stream().filter(which).map(TradeMade::tradeId).toList();
  }

  private long sum(List<Long> ids) {
    return ids.stream().mapToLong(id -> energies.getOrDefault(id, 0L)).sum();
  }

  /** What the auction's trades that stand send over a link, in its direction. */
  private long auctionFlow(String link) {
    long direction = 0;
    if (slot.auction != null) {
      for (LinkFlow flow : slot.auction.links()) {
        direction = flow.party().equals(link) ? Long.signum(flow.flowWh()) : direction;
      }
    }
    return direction * sum(ids(trade -> trade.buyer().equals(link)));
  }

  private long continuousFlow(String link) {
    long sum = 0;
    for (ContinuousTrade trade : slot.continuousTrades) {
      for (LinkFlow part : trade.path()) {
        long energy = leftOf(trade.tradeId());
        sum += part.party().equals(link) ? Long.signum(part.flowWh()) * energy : 0;
      }
    }
    return sum;
  }

  private void tell(AnyTrade trade, List<TradeCurtailed> told) {
    long left = leftOf(trade.id());
    if (left == trade.energyWh()) {
      return;
    }
    TariffStep tariff = slot.rules.tariffAt(slot.slot);
    long missed = tariff.retailMicroPerKwh() - trade.paid();
    long lost = trade.received() - tariff.feedInMicroPerKwh();
    told.add(
        new TradeCurtailed(
            trade.id(),
            slot.slot,
            trade.buyer(),
            trade.seller(),
            trade.energyWh() - left,
            left,
            AreaLink.isParty(trade.buyer()) ? 0 : part(missed),
            AreaLink.isParty(trade.seller()) ? 0 : part(lost)));
  }

  private long part(long micro) {
    return micro <= 0 ? 0 : Math.multiplyExact(micro, rules.compensationPpm()) / 1_000_000;
  }

  /** The trades, the auction and the book as they stand now. */
  private void takeOver() {
    AuctionCleared before = slot.auction;
    if (before == null) {
      throw new IllegalStateException("what is curtailed follows an auction");
    }
    slot.auction =
        before.withLinks(
            before.links().stream().map(f -> f.withFlow(auctionFlow(f.party()))).toList());
    slot.trades.replaceAll(trade -> trade.withEnergy(leftOf(trade.tradeId())));
    slot.trades.removeIf(trade -> trade.energyWh() == 0);
    slot.continuousTrades.replaceAll(trade -> trade.withEnergy(leftOf(trade.tradeId())));
    slot.continuousTrades.removeIf(trade -> trade.energyWh() == 0);
  }

  private long leftOf(long tradeId) {
    return energies.getOrDefault(tradeId, 0L);
  }
}
