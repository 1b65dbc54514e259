package org.commonwatt.audit.book;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the rules of a slot say about its continuous trading.
 *
 * @param areas ids of the areas
 * @param links links in the order of their numbers, from 0
 * @param levels levels of the grid, each with a fee
 * @param fromBid whether a bid must cover price and fees; otherwise the price alone
 * @param minPriceMicroPerKwh lower end of the collar: no trade is below it
 * @param protectionMicroPerKwh how far a market order may go from the first order it meets
 * @param bandMicroPerKwh how far a trade may be from the reference, null without limit
 * @param haltMillis how long a halt lasts
 */
public record BookTerms(
    List<String> areas,
    List<Link> links,
    List<Level> levels,
    boolean fromBid,
    long minPriceMicroPerKwh,
    long protectionMicroPerKwh,
    @Nullable Long bandMicroPerKwh,
    long haltMillis) {

  /** Copies the lists. */
  public BookTerms {
    areas = List.copyOf(areas);
    links = List.copyOf(links);
    levels = List.copyOf(levels);
  }

  /**
   * A link; its flow is positive towards {@code to}.
   *
   * @param minFlowWh least flow of the slot, 0 or less
   * @param maxFlowWh greatest flow of the slot, 0 or more
   */
  public record Link(String from, String to, long minFlowWh, long maxFlowWh, Fee fee) {}

  /**
   * A level of the grid: its fee is due once on a way that touches it.
   *
   * @param areas ids of its areas
   * @param links numbers of its links
   */
  public record Level(Fee fee, Set<String> areas, Set<Integer> links) {}
}
