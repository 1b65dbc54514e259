package org.commonwatt.core.book;

/**
 * What follows from the rules of a slot and the network for one product.
 *
 * @param maxEnergyWh the most energy of an order that rules and money permit
 * @param maxMoneyWh the most energy whose money surely fits in 64 bits
 * @param routed whether trades of the product may bring fees or links
 */
record ProductLimits(long maxEnergyWh, long maxMoneyWh, boolean routed) {
  static ProductLimits of(SlotRules rules, Routes routes, int area) {
    long largest =
        Math.max(Math.abs(rules.minPriceMicroPerKwh()), Math.abs(rules.maxPriceMicroPerKwh()));
    long money = Long.MAX_VALUE / Math.max(1, largest + routes.largestFee(area, largest));
    return new ProductLimits(Math.min(rules.maxEnergyWh(), money), money, routes.isRouted(area));
  }
}
