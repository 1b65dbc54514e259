package org.commonwatt.core.coupled;

/**
 * The rules of an auction that a rulebook chooses.
 *
 * @param price how prices are chosen
 * @param ties how equals share
 * @param cleanFirst whether clean sells come before others of the same price
 * @param nodeBudget how many networks the search for the best set of orders with a minimum quantity
 *     may clear before it settles for the best set found, at least 1
 * @param workBudget how many steps that search may take, at least 1: an order, an area or a link
 *     looked at is one. It ends with the network that passes either budget
 */
public record ClearingRules(
    PriceRule price, TieRule ties, boolean cleanFirst, int nodeBudget, long workBudget) {
  /** The node budget of a rulebook that names none. */
  public static final int DEFAULT_NODE_BUDGET = 20_000;

  /** The work budget of a rulebook that names none. */
  public static final long DEFAULT_WORK_BUDGET = 1_000_000_000;

  /** Midpoint prices, pro rata at the margin. */
  public static final ClearingRules DEFAULT =
      new ClearingRules(PriceRule.MIDPOINT, TieRule.PRO_RATA, false, DEFAULT_NODE_BUDGET);

  /** Checks the budgets. */
  public ClearingRules {
    if (nodeBudget < 1 || workBudget < 1) {
      throw new IllegalArgumentException("the node and the work budget must be at least 1");
    }
  }

  /** With the usual work budget. */
  public ClearingRules(PriceRule price, TieRule ties, boolean cleanFirst, int nodeBudget) {
    this(price, ties, cleanFirst, nodeBudget, DEFAULT_WORK_BUDGET);
  }

  /** The same with another work budget. */
  public ClearingRules within(long steps) {
    return new ClearingRules(price, ties, cleanFirst, nodeBudget, steps);
  }
}
