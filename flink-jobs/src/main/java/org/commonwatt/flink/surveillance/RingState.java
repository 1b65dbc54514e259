package org.commonwatt.flink.surveillance;

import java.util.List;
import java.util.stream.Stream;
import org.commonwatt.model.AlertPattern;

/**
 * The continuous trades of a slot within the window of wash trades, and the rings that were found.
 *
 * @param edges in order of the log
 * @param found what was told of, in order
 */
public record RingState(List<Edge> edges, List<Found> found) {
  static final RingState NEW = new RingState(List.of(), List.of());

  /** Energy that went from a seller to a buyer. */
  public record Edge(
      Place place,
      long tradeId,
      String seller,
      String buyer,
      long sellOrderId,
      long buyOrderId,
      long energyWh,
      long priceMicroPerKwh) {
    boolean hasParty(String participant) {
      return seller.equals(participant) || buyer.equals(participant);
    }

    boolean goes(String from, String to) {
      return seller.equals(from) && buyer.equals(to);
    }
  }

  /**
   * A ring that was told of; further trades add to it.
   *
   * @param parties in order of id
   * @param version of its last alert
   * @param toldWh energy of its last alert
   * @param total all its trades
   * @param recent those of them that the window still has, by id
   */
  public record Found(
      AlertPattern pattern,
      List<String> parties,
      int version,
      long toldWh,
      Total total,
      List<Long> recent) {}

  /**
   * The trades of a ring, without those that a list has no room for.
   *
   * @param trades how many there are
   * @param energyWh of all
   * @param firstSequence of the first
   * @param tradeIds of the first ones
   * @param orderIds of the same, ascending
   */
  public record Total(
      long trades, long energyWh, long firstSequence, List<Long> tradeIds, List<Long> orderIds) {
    static final int MOST_LISTED = 100;
    static final Total NONE = new Total(0, 0, Long.MAX_VALUE, List.of(), List.of());

    /** With trades that it does not have yet, in order of the log. */
    Total plus(List<Edge> edges) {
      List<Edge> listed = edges.subList(0, Math.min(edges.size(), MOST_LISTED - tradeIds.size()));
      long energy = energyWh;
      long first = firstSequence;
      for (Edge edge : edges) {
        energy = Math.addExact(energy, edge.energyWh());
        first = Math.min(first, edge.place().sequence());
      }
      return new Total(
          trades + edges.size(),
          energy,
          first,
          Stream.concat(tradeIds.stream(), listed.stream().map(Edge::tradeId)).sorted().toList(),
          Stream.concat(
                  orderIds.stream(),
                  listed.stream().flatMap(e -> Stream.of(e.sellOrderId(), e.buyOrderId())))
              .distinct()
              .sorted()
              .toList());
    }
  }
}
