package org.commonwatt.core.coupled;

/**
 * Prices of a result, per node.
 *
 * @param price by the price rule; {@link PriceSet#NO_LOWER} for none
 * @param midpoint by the rule midpoint, which supports the result
 * @param lower lower ends of the supporting prices
 * @param upper upper ends of the supporting prices
 */
record ResultPrices(long[] price, long[] midpoint, long[] lower, long[] upper) {

  static ResultPrices of(ClearingCase input, Network net, Solution solution) {
    PriceSet set = new PriceSet(input, net, solution);
    long[] lower = new long[net.nodes];
    long[] upper = new long[net.nodes];
    for (int n = 0; n < net.nodes; n++) {
      lower[n] = set.lower(n);
      upper[n] = set.upper(n);
    }
    long[] midpoint = set.midpoints();
    PriceRule rule = input.rules.price();
    long[] price =
        rule == PriceRule.MIDPOINT
            ? midpoint
            : new ZonePrices(input, net, solution).prices(rule, midpoint);
    return new ResultPrices(price, midpoint, lower, upper);
  }
}
