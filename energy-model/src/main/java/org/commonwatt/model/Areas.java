package org.commonwatt.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The areas of a market and the links between them, which one auction clears together.
 *
 * @param ids ids of the areas, at least one
 * @param links at most one between any two areas; an area without links is cleared by itself
 * @param gridOperator the account that gets the fees of the links and the grid fees of continuous
 *     trading; null in a market without either
 */
public record Areas(List<String> ids, List<AreaLink> links, @Nullable String gridOperator) {
  /** The account that links pay what they earn beyond their fees to, unless rules name another. */
  public static final String CONGESTION_RENT = "congestion-rent";

  /**
   * The account that buyers pay what they bid beyond their sellers to, under pay-as-bid, unless
   * rules name another.
   */
  public static final String MARKET_SURPLUS = "market-surplus";

  /** The most areas of a market. */
  public static final int MAX_AREAS = 1000;

  /** The most links of a market. */
  public static final int MAX_LINKS = 10_000;

  /** Checks areas and links; the message says what to change. */
  public Areas {
    ids = List.copyOf(ids);
    links = List.copyOf(links);
    if (ids.isEmpty() || ids.size() > MAX_AREAS || links.size() > MAX_LINKS) {
      throw new IllegalArgumentException(
          "a market has 1 to " + MAX_AREAS + " areas and at most " + MAX_LINKS + " links");
    }
    Set<String> known = new HashSet<>();
    for (String id : ids) {
      if (!known.add(Ids.require("area", id))) {
        throw new IllegalArgumentException("area " + id + " is named twice");
      }
    }
    requireLinks(links, known);
    if (gridOperator != null) {
      Ids.require("grid operator", gridOperator);
    } else if (!links.isEmpty()) {
      throw new IllegalArgumentException("a market with links needs a gridOperator for their fees");
    }
    if (CONGESTION_RENT.equals(gridOperator)) {
      throw new IllegalArgumentException(
          "the account " + CONGESTION_RENT + " is reserved: name another grid operator");
    }
  }

  /** One area without links. */
  public static Areas single(String id) {
    return new Areas(List.of(id), List.of(), null);
  }

  /** Whether it is one area without a grid operator, as all were before there were links. */
  public boolean isSingle() {
    return ids.size() == 1 && gridOperator == null;
  }

  private static void requireLinks(List<AreaLink> links, Set<String> known) {
    Set<Set<String>> joined = new HashSet<>();
    for (AreaLink link : links) {
      for (String end : List.of(link.from(), link.to())) {
        if (!known.contains(end)) {
          throw new IllegalArgumentException(
              "link " + link.party() + " names the unknown area " + end);
        }
      }
      if (!joined.add(Set.of(link.from(), link.to()))) {
        throw new IllegalArgumentException(
            "two links join "
                + link.from()
                + " and "
                + link.to()
                + ": write one, with a negative minFlowWh for the reverse direction");
      }
    }
  }
}
