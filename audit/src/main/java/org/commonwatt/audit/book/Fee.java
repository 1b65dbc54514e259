package org.commonwatt.audit.book;

/**
 * What a link or a level of the grid costs.
 *
 * @param name who or what it is for
 * @param constantMicroPerKwh constant part, µ/kWh, not negative
 * @param ppm part of the trade's price, parts per million, not negative
 */
public record Fee(String name, long constantMicroPerKwh, long ppm) {
  private static final long MILLION = 1_000_000;

  /** The fee of a trade at a price, µ/kWh; nothing is a part of a negative price. */
  public long at(long priceMicroPerKwh) {
    long part = Math.multiplyExact(Math.max(priceMicroPerKwh, 0), ppm);
    return Math.addExact(constantMicroPerKwh, -Math.floorDiv(-part, MILLION));
  }
}
