package org.commonwatt.simulation;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BustCause;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;

/**
 * Follows which trades stand, from event to event: a gate is missed exactly when the clock passed
 * it too late, what falls away or loses energy had stood and does so in time, and a settlement
 * bills what stands of trades, pays for what they lost, and nothing else.
 */
final class FallbackWatch {
  private static final long MINUTE_MILLIS = 60_000;

  private final SlotRules rules;
  private final Map<Long, Standing> trades = new HashMap<>();
  private final Compensation compensation;
  private final Map<DeliverySlot, Long> held = new HashMap<>(); // auctions, and when
  private final Map<DeliverySlot, MissedGate> missed = new HashMap<>();
  private final Set<DeliverySlot> cancelled = new HashSet<>();
  private long timeMillis;
  private int fallen;
  private int curtailed;

  /** What a trade is. */
  private record Trade(
      long id, DeliverySlot slot, String buyer, String seller, long energyWh, long price) {
    Trade withEnergy(long wh) {
      return new Trade(id, slot, buyer, seller, wh, price);
    }
  }

  /**
   * A trade that stands.
   *
   * @param fee what the buyer pays for the grid, µ/kWh
   */
  private record Standing(Trade trade, long fee, boolean auction, long madeMillis) {}

  /**
   * No trade stands.
   *
   * @param versions the rulebooks that may be activated, by version; each has fallbacks
   */
  FallbackWatch(List<Rulebook> versions) {
    this.rules = new SlotRules(versions);
    this.compensation = new Compensation(rules);
  }

  /** How many gates were missed, auctions cancelled and trades fell away. */
  int seen() {
    return missed.size() + cancelled.size() + fallen;
  }

  /** How many times a trade lost energy. */
  int curtailed() {
    return curtailed;
  }

  /** What is wrong after an event, null when nothing is. */
  @Nullable String take(Event event) {
    String problem = null;
    rules.take(event);
    if (event instanceof Event.TimeAdvanced advanced) {
      timeMillis = advanced.timeMillis();
    } else if (event instanceof Event.GateMissed gate) {
      problem = miss(gate);
    } else if (event instanceof Event.AuctionCleared auction) {
      problem = hold(auction);
    } else if (event instanceof Event.AuctionCancelled auction) {
      problem = cancel(auction.slot());
    } else if (event instanceof Event.TradeBusted busted) {
      problem = fall(busted);
    } else if (event instanceof Event.TradeCurtailed loss) {
      problem = lose(loss);
    } else if (event instanceof Event.SlotSettled settled) {
      problem = bill(settled);
    } else {
      make(event);
    }
    return problem == null ? null : problem + ": " + event;
  }

  private @Nullable String miss(Event.GateMissed gate) {
    boolean late = gate.lateMillis() == lateMillis(gate.slot()) && isLate(gate.slot());
    boolean inDelivery = timeMillis >= gate.slot().startMillis();
    missed.put(gate.slot(), gate.fallback());
    if (!late || held.containsKey(gate.slot())) {
      return "a gate is said to be missed that was not";
    }
    return inDelivery && gate.fallback() == MissedGate.LATE_AUCTION
        ? "an auction sells what has flowed"
        : null;
  }

  private @Nullable String hold(Event.AuctionCleared auction) {
    DeliverySlot slot = auction.slot();
    MissedGate fallback = missed.get(slot);
    if (isLate(slot) && fallback == null) {
      return "a gate was missed, and nobody says so";
    }
    if (held.put(slot, timeMillis) != null) {
      return "a second auction of a slot";
    }
    return fallback == MissedGate.NO_TRADE && auction.volumeWh() != 0
        ? "an auction traded although there was to be no trade"
        : null;
  }

  private @Nullable String cancel(DeliverySlot slot) {
    Long at = held.get(slot);
    if (at == null || !cancelled.add(slot)) {
      return "no auction stood that could be cancelled";
    }
    compensation.forget(slot);
    return inTime(slot, at, fallbacks(slot).cancelMinutes())
        ? null
        : "it was too late to cancel an auction";
  }

  private void make(Event event) {
    if (event instanceof Event.TradeMade made) {
      stand(
          new Trade(
              made.tradeId(),
              made.slot(),
              made.buyer(),
              made.seller(),
              made.energyWh(),
              made.priceMicroPerKwh()),
          0,
          true);
    } else if (event instanceof Event.ContinuousTrade made) {
      stand(
          new Trade(
              made.tradeId(),
              made.slot(),
              made.buyer(),
              made.seller(),
              made.energyWh(),
              made.priceMicroPerKwh()),
          made.feeMicroPerKwh(),
          false);
    }
  }

  private void stand(Trade trade, long fee, boolean auction) {
    trades.put(trade.id(), new Standing(trade, fee, auction, timeMillis));
  }

  private @Nullable String fall(Event.TradeBusted busted) {
    Standing standing = trades.remove(busted.tradeId());
    compensation.forget(busted.tradeId());
    fallen++;
    if (standing == null) {
      return "a trade fell away that did not stand";
    }
    Trade told =
        new Trade(
            busted.tradeId(),
            busted.slot(),
            busted.buyer(),
            busted.seller(),
            busted.energyWh(),
            busted.priceMicroPerKwh());
    if (!told.equals(standing.trade())) {
      return "a trade fell away as another than was made";
    }
    boolean withAuction = busted.cause() == BustCause.AUCTION_CANCELLED;
    if (withAuction && !cancelled.contains(busted.slot())) {
      return "a trade fell away with an auction that was not cancelled";
    }
    return withAuction
            || inTime(busted.slot(), standing.madeMillis(), fallbacks(busted.slot()).bustMinutes())
        ? null
        : "it was too late to bust a trade";
  }

  private @Nullable String lose(Event.TradeCurtailed loss) {
    Standing standing = trades.remove(loss.tradeId());
    curtailed++;
    if (standing == null) {
      return "a trade lost energy that did not stand";
    }
    Trade trade = standing.trade();
    Trade left = trade.withEnergy(loss.leftWh());
    boolean same =
        loss.slot().equals(trade.slot())
            && loss.buyer().equals(trade.buyer())
            && loss.seller().equals(trade.seller())
            && loss.byWh() > 0
            && loss.byWh() + loss.leftWh() == trade.energyWh();
    if (!same || loss.leftWh() < 0) {
      return "a trade lost energy as another than was made";
    }
    if (loss.leftWh() > 0) {
      trades.put(
          trade.id(),
          new Standing(left, standing.fee(), standing.auction(), standing.madeMillis()));
    }
    return timeMillis < loss.slot().startMillis()
        ? compensation.owe(loss, trade.price(), standing.fee())
        : "it was too late to take energy from a trade";
  }

  /**
   * What stands of each trade has a line for its buyer and one for its seller; no other has one,
   * and what trades lost is paid for.
   */
  private @Nullable String bill(Event.SlotSettled settled) {
    DeliverySlot slot = settled.batch().slot();
    Map<Long, Long> expected = new HashMap<>();
    boolean auctionStands = false;
    for (Standing standing : List.copyOf(trades.values())) {
      if (standing.trade().slot().equals(slot)) {
        expected.put(standing.trade().id(), standing.trade().energyWh());
        auctionStands |= standing.auction();
      }
    }
    trades.keySet().removeAll(expected.keySet());
    for (BillLine.Kind side : List.of(BillLine.Kind.TRADE_BUY, BillLine.Kind.TRADE_SELL)) {
      Map<Long, Long> billed = new HashMap<>();
      settled.billLines().stream()
          .filter(line -> line.kind() == side)
          .forEach(line -> billed.merge(line.tradeId(), line.energyWh(), Long::sum));
      if (!billed.equals(expected)) {
        return "a settlement bills " + billed + ", the trades that stand are " + expected;
      }
    }
    if (auctionStands && cancelled.contains(slot)) {
      return "a trade stands although its auction was cancelled";
    }
    return compensation.settle(settled);
  }

  private boolean inTime(DeliverySlot slot, long sinceMillis, int minutes) {
    return timeMillis <= sinceMillis + minutes * MINUTE_MILLIS && timeMillis < slot.startMillis();
  }

  private boolean isLate(DeliverySlot slot) {
    return lateMillis(slot) > fallbacks(slot).gateToleranceSeconds() * 1_000L;
  }

  private long lateMillis(DeliverySlot slot) {
    return timeMillis - rules.of(slot).gateMillis(slot);
  }

  private Fallbacks fallbacks(DeliverySlot slot) {
    return requireNonNull(rules.of(slot).fallbacks());
  }
}
