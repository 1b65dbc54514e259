package org.commonwatt.flink.surveillance;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.commonwatt.flink.surveillance.RingState.Edge;
import org.commonwatt.flink.surveillance.RingState.Found;
import org.commonwatt.flink.surveillance.RingState.Total;
import org.commonwatt.model.Alert;
import org.commonwatt.model.Alert.Measure;
import org.commonwatt.model.AlertPattern;
import org.commonwatt.model.DeliverySlot;
import org.jspecify.annotations.Nullable;

/** Wash and circular trades among the continuous trades of a slot. */
final class RingWatch {
  private static final int MAX_EDGES = 500;
  private static final int MAX_STEPS = 20_000;

  private final SurveillanceRules rules;
  private final SurveillanceRules.Rings rings;

  RingWatch(SurveillanceRules rules) {
    this.rules = rules;
    this.rings = rules.rings();
  }

  /** What a trade gives. */
  Outcome<RingState> traded(RingState before, MarketFact fact, TradeFact trade) {
    TradeFact.@Nullable Deal deal = trade.deal();
    if (deal == null) {
      return Outcome.of(before);
    }
    Edge edge =
        new Edge(
            fact.place(),
            trade.tradeId(),
            trade.seller(),
            trade.buyer(),
            deal.sellOrderId(),
            deal.buyOrderId(),
            trade.energyWh(),
            trade.priceMicroPerKwh());
    RingState state = new RingState(withinWindow(before.edges(), edge), before.found());
    if (rules.areRelated(edge.seller(), edge.buyer())) {
      return related(state, fact.slot(), edge);
    }
    @Nullable Outcome<RingState> washed = washed(state, fact.slot(), edge);
    return washed == null ? circled(state, fact.slot(), edge) : washed;
  }

  private List<Edge> withinWindow(List<Edge> edges, Edge next) {
    long from = next.place().timeMillis() - rings.windowSeconds() * 1_000;
    List<Edge> kept = new ArrayList<>();
    edges.stream().filter(edge -> edge.place().timeMillis() >= from).forEach(kept::add);
    kept.add(next);
    return kept.size() > MAX_EDGES ? kept.subList(kept.size() - MAX_EDGES, kept.size()) : kept;
  }

  private Outcome<RingState> related(RingState state, DeliverySlot slot, Edge edge) {
    if (edge.energyWh() < rings.minWh()) {
      return Outcome.of(state);
    }
    return told(
        state,
        slot,
        AlertPattern.WASH_TRADE,
        List.of(edge),
        List.of(new Measure("relatedWh", edge.energyWh(), rings.minWh())));
  }

  /**
   * Energy that went from the buyer to the seller before, about as much, at about the price; null
   * when there is none.
   */
  private @Nullable Outcome<RingState> washed(RingState state, DeliverySlot slot, Edge edge) {
    List<Edge> there =
        state.edges().stream().filter(e -> e.goes(edge.seller(), edge.buyer())).toList();
    List<Edge> back =
        state.edges().stream().filter(e -> e.goes(edge.buyer(), edge.seller())).toList();
    long thereWh = energy(there);
    long backWh = energy(back);
    if (Math.min(thereWh, backWh) < rings.minWh()
        || !Shares.near(thereWh, backWh, rings.energyTolerancePpm())
        || !Shares.near(meanPrice(there), meanPrice(back), rings.priceTolerancePpm())) {
      return null;
    }
    long share = leastShare(state, List.of(edge.seller(), edge.buyer()), thereWh + backWh);
    if (share < rings.sharePpm()) {
      return null;
    }
    return told(
        state,
        slot,
        AlertPattern.WASH_TRADE,
        Stream.concat(there.stream(), back.stream()).toList(),
        List.of(
            new Measure("thereAndBackWh", Math.min(thereWh, backWh), rings.minWh()),
            new Measure("sharePpm", share, rings.sharePpm())));
  }

  private Outcome<RingState> circled(RingState state, DeliverySlot slot, Edge edge) {
    if (edge.energyWh() < rings.minWh()) {
      return Outcome.of(state);
    }
    List<Edge> alike =
        state.edges().stream()
            .filter(e -> Shares.near(e.energyWh(), edge.energyWh(), rings.energyTolerancePpm()))
            .filter(
                e ->
                    Shares.near(
                        e.priceMicroPerKwh(), edge.priceMicroPerKwh(), rings.priceTolerancePpm()))
            .toList();
    Circle circle = new Circle(alike, edge, rings.maxParties());
    List<Edge> path = circle.find();
    if (path.size() < 3) {
      return Outcome.of(state);
    }
    List<String> parties = path.stream().map(Edge::seller).toList();
    long leastLeg = path.stream().mapToLong(Edge::energyWh).min().orElseThrow();
    long share = leastShare(state, parties, 2 * leastLeg);
    if (share < rings.sharePpm() || leastLeg < rings.minWh()) {
      return Outcome.of(state);
    }
    return told(
        state,
        slot,
        AlertPattern.CIRCULAR_TRADE,
        path,
        List.of(
            new Measure("parties", parties.size(), 3),
            new Measure("legWh", leastLeg, rings.minWh()),
            new Measure("sharePpm", share, rings.sharePpm())));
  }

  /** The smallest part that an energy is of what one of the parties traded in the window. */
  private static long leastShare(RingState state, List<String> parties, long energyWh) {
    return parties.stream()
        .mapToLong(
            party ->
                Shares.ppm(
                    energyWh,
                    energy(state.edges().stream().filter(e -> e.hasParty(party)).toList())))
        .min()
        .orElse(0);
  }

  /** A ring is told of when it is found, and again when its energy has doubled. */
  private static Outcome<RingState> told(
      RingState state,
      DeliverySlot slot,
      AlertPattern pattern,
      List<Edge> edges,
      List<Measure> measures) {
    List<String> parties =
        edges.stream().flatMap(e -> Stream.of(e.seller(), e.buyer())).distinct().sorted().toList();
    List<Found> found = new ArrayList<>(state.found());
    Found former = new Found(pattern, parties, 0, 0, Total.NONE, List.of());
    int at = found.size();
    for (int i = 0; i < found.size(); i++) {
      if (found.get(i).pattern() == pattern && found.get(i).parties().equals(parties)) {
        former = found.get(i);
        at = i;
      }
    }
    Found next = with(former, edges, state.edges());
    boolean isNews = next.total().energyWh() / 2 >= former.toldWh();
    Found kept = isNews ? told(next) : next;
    if (at == found.size()) {
      found.add(kept);
    } else {
      found.set(at, kept);
    }
    RingState after = new RingState(state.edges(), List.copyOf(found));
    Place last = state.edges().get(state.edges().size() - 1).place();
    return new Outcome<>(after, isNews ? List.of(alert(kept, slot, last, measures)) : List.of());
  }

  private static Found with(Found found, List<Edge> edges, List<Edge> window) {
    Set<Long> known = Set.copyOf(found.recent());
    List<Edge> news =
        edges.stream()
            .filter(edge -> !known.contains(edge.tradeId()))
            .sorted(Comparator.comparingLong(edge -> edge.place().sequence()))
            .toList();
    List<Long> recent =
        Stream.concat(
                window.stream().map(Edge::tradeId).filter(known::contains),
                news.stream().map(Edge::tradeId))
            .toList();
    return new Found(
        found.pattern(),
        found.parties(),
        found.version(),
        found.toldWh(),
        found.total().plus(news),
        recent);
  }

  private static Found told(Found found) {
    return new Found(
        found.pattern(),
        found.parties(),
        found.version() + 1,
        found.total().energyWh(),
        found.total(),
        found.recent());
  }

  private static Alert alert(Found found, DeliverySlot slot, Place last, List<Measure> measures) {
    Total total = found.total();
    return new Alert(
        Alert.idOf(found.pattern(), slot, found.parties()),
        found.version(),
        found.pattern(),
        slot,
        null,
        found.parties(),
        new Alert.Evidence(
            last.timeMillis(),
            total.firstSequence(),
            last.sequence(),
            last.commandOffset(),
            total.orderIds(),
            total.tradeIds(),
            total.energyWh()),
        Stream.concat(measures.stream(), Stream.of(new Measure("trades", total.trades(), 1)))
            .toList());
  }

  private static long energy(List<Edge> edges) {
    return edges.stream().mapToLong(Edge::energyWh).reduce(0, Math::addExact);
  }

  /** The mean price, weighted with the energy, rounded down, µ/kWh; 0 of nothing. */
  private static long meanPrice(List<Edge> edges) {
    long energy = energy(edges);
    BigInteger value =
        edges.stream()
            .map(
                e ->
                    BigInteger.valueOf(e.energyWh())
                        .multiply(BigInteger.valueOf(e.priceMicroPerKwh())))
            .reduce(BigInteger.ZERO, BigInteger::add);
    return energy == 0 ? 0 : value.divide(BigInteger.valueOf(energy)).longValueExact();
  }

  /** Looks for a way back from the buyer of a trade to its seller, over different parties. */
  private static final class Circle {
    private final List<Edge> edges;
    private final Edge first;
    private final int maxParties;
    private int steps = MAX_STEPS;

    Circle(List<Edge> edges, Edge first, int maxParties) {
      this.edges = edges;
      this.first = first;
      this.maxParties = maxParties;
    }

    /** The trades of the first circle, by the order of the log; nothing when there is none. */
    List<Edge> find() {
      List<Edge> path = new ArrayList<>(List.of(first));
      return closes(path) ? path : List.of();
    }

    private boolean closes(List<Edge> path) {
      String at = path.get(path.size() - 1).buyer();
      if (at.equals(first.seller())) {
        return true;
      }
      if (path.size() == maxParties) {
        return false;
      }
      for (Edge next : edges) {
        if (--steps < 0) {
          return false; // so many trades are no ring of a few parties
        }
        if (next.seller().equals(at) && isNew(next, path)) {
          path.add(next);
          if (closes(path)) {
            return true;
          }
          path.remove(path.size() - 1);
        }
      }
      return false;
    }

    private boolean isNew(Edge next, List<Edge> path) {
      return next.buyer().equals(first.seller())
          ? path.size() >= 2
          : path.stream().noneMatch(edge -> edge.hasParty(next.buyer()));
    }
  }
}
