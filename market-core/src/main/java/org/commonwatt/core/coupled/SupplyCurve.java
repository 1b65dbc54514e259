package org.commonwatt.core.coupled;

/**
 * The net supply of an area as a rising staircase of its price: sells that are accepted minus buys
 * that are. At the price of a step every value between {@link #below} and {@link #upTo} is one that
 * the price supports.
 */
interface SupplyCurve {

  /** Net supply of the steps that are strictly below a price, Wh. */
  long below(long price);

  /** Net supply of the steps up to and at a price, Wh. */
  long upTo(long price);
}
