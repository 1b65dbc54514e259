package org.commonwatt.simulation;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Curtailment;
import org.jspecify.annotations.Nullable;

/**
 * What trades lose when links may carry less, worked out anew from the text of the rules: the first
 * overloaded link in order of (from, to) is relieved, and so on until none is.
 */
final class LinkLosses {
  private final List<AreaLink> links;
  private final TreeMap<Long, Carried> trades;
  private final Map<String, Integer> directions;
  private final TreeMap<Long, Long> lost = new TreeMap<>();

  /**
   * A trade as far as links carry it.
   *
   * @param auction whether the auction made it; then links are parties to it
   * @param path of a continuous trade: 1 or -1 for each link on its way, by its party
   */
  record Carried(
      boolean auction, String buyer, String seller, Map<String, Integer> path, long energyWh) {
    Carried less(long byWh) {
      return new Carried(auction, buyer, seller, path, energyWh - byWh);
    }
  }

  private LinkLosses(
      List<AreaLink> links, Map<Long, Carried> trades, Map<String, Integer> directions) {
    this.links = links;
    this.trades = new TreeMap<>(trades);
    this.directions = directions;
  }

  /**
   * The energy that each trade loses, Wh, by its id.
   *
   * @param links with their limits, in order of (from, to)
   * @param trades those that stand, by id
   * @param directions of what the auction sends over links, 1 or -1, by party
   */
  static Map<Long, Long> of(
      List<AreaLink> links,
      Map<Long, Carried> trades,
      Map<String, Integer> directions,
      Curtailment.Order order) {
    LinkLosses losses = new LinkLosses(links, trades, directions);
    AreaLink over = losses.overloaded();
    while (over != null) {
      losses.relieve(over, order);
      over = losses.overloaded();
    }
    return losses.lost;
  }

  /** What trades send over a link, Wh, negative in reverse. */
  static long flowWh(AreaLink link, Map<Long, Carried> trades, Map<String, Integer> directions) {
    String party = link.party();
    return trades.values().stream()
        .mapToLong(
            trade ->
                trade.auction()
                    ? trade.buyer().equals(party)
                        ? directions.getOrDefault(party, 0) * trade.energyWh()
                        : 0
                    : trade.path().getOrDefault(party, 0) * trade.energyWh())
        .sum();
  }

  private long excessWh(AreaLink link) {
    long flow = flowWh(link, trades, directions);
    return Math.max(flow - link.maxFlowWh(), 0) + Math.min(flow - link.minFlowWh(), 0);
  }

  private @Nullable AreaLink overloaded() {
    return links.stream().filter(link -> excessWh(link) != 0).findFirst().orElse(null);
  }

  private void relieve(AreaLink link, Curtailment.Order order) {
    long excess = excessWh(link);
    int sign = Long.signum(excess);
    long left = Math.abs(excess);
    if (order == Curtailment.Order.CONTINUOUS_FIRST) {
      auction(link, sign, continuous(link, sign, left));
    } else {
      continuous(link, sign, auction(link, sign, left));
    }
  }

  /** The highest id first. */
  private long continuous(AreaLink link, int sign, long energyWh) {
    long left = energyWh;
    for (Long id : trades.descendingKeySet()) {
      if (at(id).path().getOrDefault(link.party(), 0) == sign) {
        left -= lose(id, left);
      }
    }
    return left;
  }

  private long auction(AreaLink link, int sign, long energyWh) {
    if (directions.getOrDefault(link.party(), 0) != sign) {
      return energyWh;
    }
    long carried =
        trades.values().stream()
            .filter(trade -> trade.buyer().equals(link.party()))
            .mapToLong(Carried::energyWh)
            .sum();
    long by = Math.min(carried, energyWh);
    less(link.party(), by, true);
    less(link.party(), by, false);
    return energyWh - by;
  }

  /** A link buys, or sells, less; another link that is the other party brings less, too. */
  private void less(String link, long energyWh, boolean buying) {
    long left = energyWh;
    for (Long id : trades.descendingKeySet()) {
      Carried trade = at(id);
      if (trade.auction() && (buying ? trade.buyer() : trade.seller()).equals(link)) {
        long by = lose(id, left);
        String other = buying ? trade.seller() : trade.buyer();
        if (by > 0 && AreaLink.isParty(other)) {
          less(other, by, buying);
        }
        left -= by;
      }
    }
  }

  private Carried at(long id) {
    return requireNonNull(trades.get(id));
  }

  private long lose(long id, long wantedWh) {
    Carried trade = at(id);
    long by = Math.min(trade.energyWh(), wantedWh);
    if (by > 0) {
      trades.put(id, trade.less(by));
      lost.merge(id, by, Long::sum);
    }
    return by;
  }
}
