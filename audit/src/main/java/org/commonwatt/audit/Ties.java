package org.commonwatt.audit;

import org.commonwatt.model.StatedAuction.Area;
import org.commonwatt.model.StatedAuction.Link;
import org.commonwatt.model.StatedAuction.Order;

/**
 * How optima are told apart: by adding to every price what is too little to outweigh any welfare.
 *
 * @param unit 1 µ/kWh in the units of the comparison
 * @param perFill what a filled Wh is worth beyond its price, in the same units
 * @param perFlow what a Wh of flow costs beyond its fee, in the same units
 */
record Ties(long unit, long perFill, long perFlow) {
  /** Welfare alone. */
  static final Ties ANY = new Ties(1, 0, 0);

  /**
   * Of all optima the largest volume, then the least flow. A way round without repetition has at
   * most one step of a link for each area and two of orders, so it adds up to less than the unit
   * above.
   */
  static Ties broken(int areas) {
    long step = areas + 3L;
    return new Ties(step * step, step, 1);
  }

  long price(Order order) {
    long limit = Math.multiplyExact(order.priceMicroPerKwh(), unit);
    return order.isBuy() ? limit + perFill : limit - perFill;
  }

  long price(Area area) {
    return Math.multiplyExact(area.fixedPriceMicroPerKwh(), unit);
  }

  long fee(Link link) {
    return Math.multiplyExact(link.feeMicroPerKwh(), unit) + perFlow;
  }

  /**
   * How much of a fill is not compared with less: for welfare nothing, since no accepted order may
   * lose; among optima the minimum, since the order is accepted in all of them.
   */
  long untouched(Order order) {
    return this.equals(ANY) ? 0 : order.minEnergyWh();
  }

  String complaint() {
    return this.equals(ANY)
        ? "no prices support the fills and flows: they are not optimal"
        : "another optimum has more volume, or as much and less flow";
  }
}
