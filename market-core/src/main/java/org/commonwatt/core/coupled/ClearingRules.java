package org.commonwatt.core.coupled;

/**
 * The rules of an auction that a rulebook chooses.
 *
 * @param price how prices are chosen
 * @param ties how equals share
 * @param cleanFirst whether clean sells come before others of the same price
 * @param nodeBudget how many networks the search for the best set of orders with a minimum quantity
 *     may clear before it settles for the best set found, at least 1
 */
public record ClearingRules(PriceRule price, TieRule ties, boolean cleanFirst, int nodeBudget) {
  /** The node budget of a rulebook that names none. */
  public static final int DEFAULT_NODE_BUDGET = 20_000;

  /** Midpoint prices, pro rata at the margin. */
  public static final ClearingRules DEFAULT =
      new ClearingRules(PriceRule.MIDPOINT, TieRule.PRO_RATA, false, DEFAULT_NODE_BUDGET);

  /** Checks the budget. */
  public ClearingRules {
    if (nodeBudget < 1) {
      throw new IllegalArgumentException("the node budget must be at least 1");
    }
  }
}
