package org.commonwatt.model;

/**
 * What happens to trades when a link's limit is lowered after they were made: they lose energy
 * until the link carries no more than it may, and who loses by that is compensated by the grid
 * operator.
 *
 * @param order which trades lose energy first
 * @param compensationPpm part of the loss that is compensated, parts per million, 0 to 1,000,000;
 *     the loss is what the supplier's tariff is worse than the trade
 */
public record Curtailment(Order order, int compensationPpm) {
  private static final int MILLION = 1_000_000;

  /** Which trades lose energy first; of a kind the ones with the highest ids. */
  public enum Order {
    /** Continuous trades, then the auction's. */
    CONTINUOUS_FIRST,
    /** The auction's trades, then continuous ones. */
    AUCTION_FIRST
  }

  /** Checks the range; the message says what to change. */
  public Curtailment {
    if (compensationPpm < 0 || compensationPpm > MILLION) {
      throw new IllegalArgumentException("fallbacks: compensationPpm must be 0 to " + MILLION);
    }
  }

  /**
   * What is paid for each kWh that a buyer loses.
   *
   * @param paidMicroPerKwh what it would have paid, grid fee included, µ/kWh
   * @param retailMicroPerKwh what it pays its supplier instead, µ/kWh
   * @return µ/kWh, not negative, rounded down
   */
  public long ofBuyer(long paidMicroPerKwh, long retailMicroPerKwh) {
    return part(Math.subtractExact(retailMicroPerKwh, paidMicroPerKwh));
  }

  /**
   * What is paid for each kWh that a seller loses.
   *
   * @param priceMicroPerKwh what it would have got, µ/kWh
   * @param feedInMicroPerKwh what it gets from its supplier instead, µ/kWh
   * @return µ/kWh, not negative, rounded down
   */
  public long ofSeller(long priceMicroPerKwh, long feedInMicroPerKwh) {
    return part(Math.subtractExact(priceMicroPerKwh, feedInMicroPerKwh));
  }

  private long part(long lossMicroPerKwh) {
    return Math.multiplyExact(Math.max(lossMicroPerKwh, 0), compensationPpm) / MILLION;
  }
}
