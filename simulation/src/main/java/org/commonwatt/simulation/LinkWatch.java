package org.commonwatt.simulation;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.BustCause;
import org.commonwatt.model.Curtailment;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SlotPhase;
import org.commonwatt.simulation.LinkLosses.Carried;
import org.jspecify.annotations.Nullable;

/**
 * Follows what the market's links carry in each slot, from event to event: never more than they
 * may, and each sells what it buys; their limits are only lowered, and in time; then trades lose
 * exactly what the rules say.
 */
final class LinkWatch {
  private final SlotRules rules;
  private final Sights sights;
  private final Map<DeliverySlot, Load> loads = new HashMap<>();
  private final Map<Long, Long> told = new TreeMap<>(); // what trades lost, by id
  private long timeMillis;
  private @Nullable Load limited; // what trades of it lose is told from event to event
  private Map<Long, Long> owed = Map.of();

  /** What links may carry and carry in a slot. */
  private static final class Load {
    private final Curtailment.Order order;
    private final TreeMap<Long, Carried> trades = new TreeMap<>();
    private final Map<String, Integer> directions = new HashMap<>();
    private Map<String, Long> cleared = Map.of(); // what flows by the auction, by party
    private List<AreaLink> links;

    Load(Rulebook rulebook) {
      links =
          rulebook.areas().links().stream()
              .sorted(Comparator.comparing(AreaLink::from).thenComparing(AreaLink::to))
              .toList();
      order = requireNonNull(requireNonNull(rulebook.fallbacks()).curtailment()).order();
    }

    long flowWh(AreaLink link) {
      return LinkLosses.flowWh(link, trades, directions);
    }

    @Nullable String problem() {
      return links.stream()
          .map(link -> overload(link, flowWh(link)))
          .filter(Objects::nonNull)
          .findFirst()
          .orElseGet(this::unbalanced);
    }

    /** A link that does not sell in the auction what it buys. */
    private @Nullable String unbalanced() {
      for (AreaLink link : links) {
        long bought = auctioned(trade -> trade.buyer().equals(link.party()));
        long sold = auctioned(trade -> trade.seller().equals(link.party()));
        if (bought != sold) {
          return "the link %s buys %d Wh and sells %d Wh".formatted(link.party(), bought, sold);
        }
      }
      return null;
    }

    /** A link over which another energy flows than the auction says, or too much. */
    @Nullable String otherThanCleared() {
      for (AreaLink link : links) {
        long flow = flowWh(link);
        if (flow != cleared.getOrDefault(link.party(), 0L)) {
          return "the link %s carries %d Wh, by the auction %s"
              .formatted(link.party(), flow, cleared);
        }
      }
      return problem();
    }

    static @Nullable String overload(AreaLink link, long flow) {
      return flow > link.maxFlowWh() || flow < link.minFlowWh()
          ? "the link %s carries %d Wh, of %d to %d"
              .formatted(link.party(), flow, link.minFlowWh(), link.maxFlowWh())
          : null;
    }

    private long auctioned(Predicate<Carried> which) {
      return trades.values().stream()
          .filter(Carried::auction)
          .filter(which)
          .mapToLong(Carried::energyWh)
          .sum();
    }
  }

  /**
   * The links carry nothing.
   *
   * @param versions the rulebooks that may be activated, by version; each has a curtailment
   */
  LinkWatch(List<Rulebook> versions, Sights sights) {
    this.rules = new SlotRules(versions);
    this.sights = sights;
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
      return flows(auction);
    } else if (event instanceof Event.TradeMade trade) {
      load(trade.slot())
          .trades
          .put(
              trade.tradeId(),
              new Carried(true, trade.buyer(), trade.seller(), Map.of(), trade.energyWh()));
    } else if (event instanceof Event.ContinuousTrade trade) {
      return trade(trade);
    } else if (event instanceof Event.TradeBusted busted) {
      return bust(busted);
    } else if (event instanceof Event.SlotPhaseChanged changed
        && changed.phase() == SlotPhase.CLEARED) {
      return load(changed.slot()).otherThanCleared();
    }
    return null;
  }

  private Load load(DeliverySlot slot) {
    return loads.computeIfAbsent(slot, first -> new Load(rules.of(first)));
  }

  private @Nullable String limit(Event.LinkLimited limit) {
    Load load = load(limit.slot());
    String party = AreaLink.party(limit.from(), limit.to());
    AreaLink before =
        load.links.stream().filter(link -> link.party().equals(party)).findFirst().orElse(null);
    if (before == null) {
      return "a link is limited that the slot's rules do not have";
    }
    boolean lowered =
        limit.minFlowWh() >= before.minFlowWh()
            && limit.minFlowWh() <= 0
            && limit.maxFlowWh() <= before.maxFlowWh()
            && limit.maxFlowWh() >= 0;
    AreaLink now =
        new AreaLink(
            limit.from(),
            limit.to(),
            limit.minFlowWh(),
            limit.maxFlowWh(),
            before.feeMicroPerKwh());
    load.links = load.links.stream().map(link -> link == before ? now : link).toList();
    owed = LinkLosses.of(load.links, load.trades, load.directions, load.order);
    told.clear();
    limited = load;
    seeLosses(load, now);
    if (timeMillis >= limit.slot().startMillis()) {
      return "a link is limited in a slot whose delivery has begun";
    }
    return lowered ? null : "the limit of a link is raised";
  }

  /** Whether another link will carry less than it does. */
  private void seeLosses(Load load, AreaLink limitedLink) {
    boolean others =
        load.trades.entrySet().stream()
            .filter(trade -> owed.containsKey(trade.getKey()))
            .map(Map.Entry::getValue)
            .anyMatch(
                trade ->
                    trade.path().size() > 1
                        || (AreaLink.isParty(trade.buyer())
                            && AreaLink.isParty(trade.seller())
                            && (trade.buyer().equals(limitedLink.party())
                                || trade.seller().equals(limitedLink.party()))));
    sights.seeIf(others, Sight.LOSS_OVER_LINKS);
  }

  private void lose(Event.TradeCurtailed loss) {
    told.merge(loss.tradeId(), loss.byWh(), Long::sum);
    load(loss.slot())
        .trades
        .computeIfPresent(loss.tradeId(), (id, trade) -> trade.less(loss.byWh()));
  }

  private @Nullable String relieved(Load load) {
    if (!told.equals(owed)) {
      return "trades lost " + told + " Wh, and the rules say " + owed;
    }
    return load.problem();
  }

  /** The trades follow; once the slot is cleared they are compared. */
  private @Nullable String flows(Event.AuctionCleared auction) {
    Load load = load(auction.slot());
    load.cleared =
        auction.links().stream()
            .collect(Collectors.toMap(Event.LinkFlow::party, Event.LinkFlow::flowWh));
    load.cleared.forEach((party, flow) -> load.directions.put(party, Long.signum(flow)));
    return load.links.stream()
        .map(link -> Load.overload(link, load.cleared.getOrDefault(link.party(), 0L)))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private @Nullable String trade(Event.ContinuousTrade trade) {
    Load load = load(trade.slot());
    Map<String, Integer> path =
        trade.path().stream()
            .collect(Collectors.toMap(Event.LinkFlow::party, part -> Long.signum(part.flowWh())));
    sights.seeIf(path.size() > 1, Sight.TRADE_OVER_LINKS);
    sights.seeIf(path.containsKey(Rulebooks.NEW_LINK), Sight.TRADE_OVER_NEW_LINK);
    if (trade.path().stream().anyMatch(part -> Math.abs(part.flowWh()) != trade.energyWh())) {
      return "a link carries another energy than the trade has";
    }
    load.trades.put(
        trade.tradeId(), new Carried(false, trade.buyer(), trade.seller(), path, trade.energyWh()));
    return load.problem();
  }

  /** Without a busted trade the links may not carry too much the other way. */
  private @Nullable String bust(Event.TradeBusted busted) {
    Load load = load(busted.slot());
    load.trades.remove(busted.tradeId());
    // With a cancelled auction all trades over links fall away, one after the other.
    return busted.cause() == BustCause.ERRONEOUS ? load.problem() : null;
  }
}
