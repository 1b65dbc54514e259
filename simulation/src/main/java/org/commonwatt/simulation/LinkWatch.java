package org.commonwatt.simulation;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.BustCause;
import org.commonwatt.model.Curtailment;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;

/**
 * Follows what the market's only link carries in each slot, from event to event: never more than it
 * may; its limits are only lowered, and in time; then trades lose as much energy as is too much,
 * those first that the rules name first.
 */
final class LinkWatch {
  private final SlotRules rules;
  private final Map<DeliverySlot, Load> loads = new HashMap<>();
  private long timeMillis;
  private @Nullable Load limited; // what trades of it lose is told from event to event

  /** What the link may carry and carries in a slot, Wh, positive in its direction. */
  private static final class Load {
    private final Curtailment.Order order;
    private final Map<Long, Long> continuous = new HashMap<>(); // by trade
    private long minWh;
    private long maxWh;
    private long auctionWh;
    private long excessWh; // when the limit was lowered, negative in reverse
    private long auctionLostWh;
    private long continuousLostWh;

    Load(Rulebook rulebook) {
      AreaLink link = rulebook.areas().links().get(0);
      minWh = link.minFlowWh();
      maxWh = link.maxFlowWh();
      order = requireNonNull(requireNonNull(rulebook.fallbacks()).curtailment()).order();
    }

    long flowWh() {
      return auctionWh + continuous.values().stream().mapToLong(Long::longValue).sum();
    }

    long tooMuchWh() {
      long flow = flowWh();
      return Math.max(flow - maxWh, 0) + Math.min(flow - minWh, 0);
    }

    /** What continuous trades send the way of what was too much. */
    long continuousThatWay() {
      return continuous.values().stream()
          .filter(flow -> Long.signum(flow) == Long.signum(excessWh))
          .mapToLong(Math::abs)
          .sum();
    }

    long auctionThatWay() {
      return Long.signum(auctionWh) == Long.signum(excessWh) ? Math.abs(auctionWh) : 0;
    }
  }

  /**
   * The link carries nothing.
   *
   * @param versions the rulebooks that may be activated, by version; each has a curtailment
   */
  LinkWatch(List<Rulebook> versions) {
    this.rules = new SlotRules(versions);
  }

  /** What is wrong after an event, null when nothing is. */
  @Nullable String take(Event event) {
    rules.take(event);
    String problem = null;
    if (event instanceof Event.TradeCurtailed loss) {
      lose(loss);
    } else if (limited != null) {
      problem = relieved(limited);
      limited = null;
    }
    String now = follow(event);
    problem = problem == null ? now : problem;
    return problem == null ? null : problem + ": " + event;
  }

  private @Nullable String follow(Event event) {
    if (event instanceof Event.TimeAdvanced advanced) {
      timeMillis = advanced.timeMillis();
    } else if (event instanceof Event.LinkLimited limit) {
      return limit(limit);
    } else if (event instanceof Event.AuctionCleared auction) {
      return flows(auction.slot(), auction.links());
    } else if (event instanceof Event.AuctionCancelled auction) {
      load(auction.slot()).auctionWh = 0;
    } else if (event instanceof Event.ContinuousTrade trade) {
      return trade(trade);
    } else if (event instanceof Event.TradeBusted busted) {
      return bust(busted);
    }
    return null;
  }

  private Load load(DeliverySlot slot) {
    return loads.computeIfAbsent(slot, first -> new Load(rules.of(first)));
  }

  private @Nullable String limit(Event.LinkLimited limit) {
    Load load = load(limit.slot());
    boolean lowered =
        limit.minFlowWh() >= load.minWh
            && limit.minFlowWh() <= 0
            && limit.maxFlowWh() <= load.maxWh
            && limit.maxFlowWh() >= 0;
    load.minWh = limit.minFlowWh();
    load.maxWh = limit.maxFlowWh();
    load.excessWh = load.tooMuchWh();
    load.auctionLostWh = 0;
    load.continuousLostWh = 0;
    limited = load;
    if (timeMillis >= limit.slot().startMillis()) {
      return "a link is limited in a slot whose delivery has begun";
    }
    return lowered ? null : "the limit of a link is raised";
  }

  /** In a trade of the auction the link buys, and in another sells the same: one counts. */
  private void lose(Event.TradeCurtailed loss) {
    Load load = load(loss.slot());
    Long flow = load.continuous.get(loss.tradeId());
    if (flow != null) {
      load.continuous.put(loss.tradeId(), flow - Long.signum(flow) * loss.byWh());
      load.continuousLostWh += loss.byWh();
    } else if (AreaLink.isParty(loss.buyer())) {
      load.auctionWh -= Long.signum(load.auctionWh) * loss.byWh();
      load.auctionLostWh += loss.byWh();
    }
  }

  private static @Nullable String relieved(Load load) {
    long lost = load.auctionLostWh + load.continuousLostWh;
    if (lost != Math.abs(load.excessWh) || load.tooMuchWh() != 0) {
      return "trades lost " + lost + " Wh, and " + load.excessWh + " Wh were too much";
    }
    boolean turn =
        load.order == Curtailment.Order.CONTINUOUS_FIRST
            ? load.auctionLostWh == 0 || load.continuousThatWay() == 0
            : load.continuousLostWh == 0 || load.auctionThatWay() == 0;
    return turn ? null : "trades lost energy whose turn it was not";
  }

  private @Nullable String flows(DeliverySlot slot, List<Event.LinkFlow> flows) {
    Load load = load(slot);
    load.auctionWh = flows.stream().mapToLong(Event.LinkFlow::flowWh).sum();
    return fits(load);
  }

  private @Nullable String trade(Event.ContinuousTrade trade) {
    Load load = load(trade.slot());
    if (!trade.path().isEmpty()) {
      load.continuous.put(trade.tradeId(), trade.path().get(0).flowWh());
    }
    return fits(load);
  }

  /** Without a busted trade the link may not carry too much the other way. */
  private @Nullable String bust(Event.TradeBusted busted) {
    Load load = load(busted.slot());
    load.continuous.remove(busted.tradeId());
    // With a cancelled auction all trades over the link fall away, one after the other.
    return busted.cause() == BustCause.ERRONEOUS ? fits(load) : null;
  }

  private static @Nullable String fits(Load load) {
    return load.tooMuchWh() == 0
        ? null
        : "the link carries " + load.flowWh() + " Wh, of " + load.minWh + " to " + load.maxWh;
  }
}
