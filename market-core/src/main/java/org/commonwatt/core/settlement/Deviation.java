package org.commonwatt.core.settlement;

import java.math.BigInteger;

/**
 * By how much a member that is responsible for its balance missed what it traded.
 *
 * @param member its id
 * @param contractedWh what it sold less what it bought, Wh
 * @param deviationWh metered less contracted, Wh: positive is long, negative short
 */
record Deviation(String member, long contractedWh, long deviationWh) {
  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

  boolean isShort() {
    return deviationWh < 0;
  }

  /** Its size, Wh. */
  long sizeWh() {
    return deviationWh < 0 ? Math.negateExact(deviationWh) : deviationWh;
  }

  /**
   * How much of it is within a dead-band, Wh: all of it exactly when |deviation| × 10⁶ ≤ bandPpm ×
   * |contracted|.
   */
  long withinBandWh(int bandPpm) {
    BigInteger bandWh =
        BigInteger.valueOf(contractedWh)
            .abs()
            .multiply(BigInteger.valueOf(bandPpm))
            .divide(MILLION);
    return bandWh.min(BigInteger.valueOf(sizeWh())).longValueExact();
  }
}
